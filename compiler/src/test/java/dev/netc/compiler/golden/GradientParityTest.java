package dev.netc.compiler.golden;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What changes gradients before the optimizer sees them does so as in PyTorch. */
final class GradientParityTest {
  @TestFactory
  Stream<DynamicTest> interpreted() throws IOException {
    return compared(InterpretedTraining::new, Tolerance.DOUBLE);
  }

  @TestFactory
  Stream<DynamicTest> generated() throws IOException {
    return compared(GeneratedTraining::new, Tolerance.FLOAT);
  }

  private static Stream<DynamicTest> compared(
      BiFunction<Network, Map<String, DoubleTensor>, Training> start, Tolerance tolerance)
      throws IOException {
    return Reach.of("gradient").reached().stream()
        .map(
            reached ->
                DynamicTest.dynamicTest(
                    reached.name(), () -> compare(reached.golden(), start, reached, tolerance)));
  }

  private static void compare(
      GoldenCase golden,
      BiFunction<Network, Map<String, DoubleTensor>, Training> start,
      Reach.Reached reached,
      Tolerance tolerance) {
    Map<String, DoubleTensor> zeros = new HashMap<>();
    golden
        .tensors("input.")
        .forEach((name, g) -> zeros.put(path(name), GoldenTensors.zeros(g.shape())));
    Training training = start.apply(reached.network(), zeros);
    Map<String, DoubleTensor> got = training.step(golden.tensors("input."));
    golden
        .tensors("output.")
        .forEach(
            (name, want) -> {
              DoubleTensor result =
                  zeros.containsKey(path(name))
                      ? negative(training.parameter(path(name)))
                      : got.get("output." + name);
              tolerance.check(golden, "output." + name, result, want);
            });
  }

  /** The parameter whose gradient the input {@code g0} is. */
  private static String path(String name) {
    return "all.p" + name.substring(1);
  }

  private static DoubleTensor negative(DoubleTensor tensor) {
    double[] data = tensor.data().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] = -data[i];
    }
    return DoubleTensor.of(tensor.shape(), data);
  }
}
