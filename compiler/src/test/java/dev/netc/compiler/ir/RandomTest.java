package dev.netc.compiler.ir;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.runtime.RandomBits;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RandomTest {
  private static final TensorType TYPE = new TensorType(ElementType.FLOAT, Shape.of(100, 1000));

  private static double[] draw(int stream, int low, int high) {
    GraphBuilder b = new GraphBuilder();
    Value random = b.random(TYPE, stream, b.input(Op.Role.RANDOM, "key", Random.KEY));
    Graph graph = b.build(List.of(new Graph.Output(Graph.Result.OUTPUT, "y", random)));
    assertThat(Verifier.accepts(graph)).isTrue();
    return Interpreter.run(
            graph,
            java.util.Map.of(
                new Interpreter.Key(Op.Role.RANDOM, "key"), DoubleTensor.vector(low, high)))
        .of(random)
        .data();
  }

  @Test
  void isTheRuntimesGenerator() {
    double[] numbers = draw(3, -7, 1 << 30);
    long seed = (1L << 62) | 0xFFFFFFF9L;
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i]).isEqualTo((double) RandomBits.uniform(seed, 3, i));
    }
  }

  @Test
  void isUniform() {
    double[] numbers = draw(0, 1, 2);
    assertThat(Arrays.stream(numbers).average().orElseThrow()).isWithin(0.005).of(0.5);
    for (int part = 0; part < 10; part++) {
      int from = part;
      long inside = Arrays.stream(numbers).filter(x -> (int) (x * 10) == from).count();
      assertThat((double) inside / numbers.length).isWithin(0.005).of(0.1);
    }
  }

  @Test
  void streamAndKeyEachMatter() {
    double[] numbers = draw(0, 1, 2);
    assertThat(draw(0, 1, 2)).isEqualTo(numbers);
    assertThat(draw(1, 1, 2)).isNotEqualTo(numbers);
    assertThat(draw(0, 2, 2)).isNotEqualTo(numbers);
    assertThat(draw(0, 1, 1)).isNotEqualTo(numbers);
  }

  @Test
  void onlyAKeyIsAKey() {
    Random random = new Random(TYPE, 0);
    assertThrows(IllegalArgumentException.class, () -> random.infer(List.of(TYPE)));
    assertThrows(IllegalArgumentException.class, () -> random.infer(List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new Random(Random.KEY, 0).infer(List.of(Random.KEY)));
  }
}
