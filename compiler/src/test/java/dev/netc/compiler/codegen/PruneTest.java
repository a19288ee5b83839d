package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Prune;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning: in the language before training, and by the runtime behind it. Masks are PyTorch's. */
final class PruneTest {
  private static final float[] WEIGHTS = {
    0.9f, -0.1f, 0.4f, 0.7f, -0.3f, 0.8f, -0.6f, 0.2f, 0.5f, -1.0f, 0.05f, 1.1f
  };

  private static Model model(String layers) {
    return GeneratedModel.of(
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 4]
                %s
                output y
                loss sum(square(y - 1))
                optimizer SGD(lr=0.01, momentum=0.9, weight_decay=0.1)
            }
            """
                .formatted(layers)));
  }

  /** A layer {@code fc} of three outputs, with {@link #WEIGHTS}. */
  private static Model model() {
    Model model = model("y = x -> fc: prune.identity(Linear(3, bias=false), \"weight\")");
    tensor(model, "fc.weight_orig").copyFrom(Tensor.of(WEIGHTS, 3, 4));
    return model;
  }

  private static Tensor tensor(Model model, String name) {
    return Stream.concat(model.parameters().stream(), model.buffers().stream())
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .findFirst()
        .orElseThrow();
  }

  private static String mask(Model model) {
    StringBuilder text = new StringBuilder();
    Tensor mask = tensor(model, "fc.weight_mask");
    for (int row = 0; row < mask.size(0); row++) {
      for (int column = 0; column < mask.size(1); column++) {
        text.append((int) mask.get(row, column));
      }
      text.append(row < mask.size(0) - 1 ? " " : "");
    }
    return text.toString();
  }

  private static long zeros(Model model, String name) {
    Tensor tensor = tensor(model, name);
    long zeros = 0;
    for (float element : tensor.floats()) {
      zeros += element == 0 ? 1 : 0;
    }
    return zeros;
  }

  @Test
  void theLeastElementsGoFirst() {
    Model model = model();
    Prune.l1Unstructured(model, "fc.weight", 0.3);
    assertThat(mask(model)).isEqualTo("1011 0110 1101");
    Prune.l1Unstructured(model, "fc.weight", 0.3);
    assertThat(mask(model)).isEqualTo("1001 0110 0101");
    Prune.l1Unstructured(model, "fc.weight", 2);
    assertThat(mask(model)).isEqualTo("1000 0100 0101");
  }

  @Test
  void wholePositionsGoByTheirNorm() {
    Model model = model();
    Prune.lnStructured(model, "fc.weight", 0.5, 2, 1);
    assertThat(mask(model)).isEqualTo("0101 0101 0101");
    Prune.lnStructured(model, "fc.weight", 1, 1, 0);
    assertThat(mask(model)).isEqualTo("0000 0101 0101");
    Prune.l1Unstructured(model, "fc.weight", 0.5);
    assertThat(mask(model)).isEqualTo("0000 0000 0101");
    Model other = model();
    Prune.lnStructured(other, "fc.weight", 1, Double.POSITIVE_INFINITY, -2);
    assertThat(mask(other)).isEqualTo("1111 0000 1111");
  }

  @Test
  void severalParametersArePrunedTogether() {
    Model model =
        model(
            """
            a = x -> fc: prune.identity(Linear(3, bias=false), "weight")
            y = a + (x -> half: prune.identity(Linear(3, bias=false), "weight"))
            """);
    tensor(model, "fc.weight_orig").copyFrom(Tensor.of(WEIGHTS, 3, 4));
    float[] half = WEIGHTS.clone();
    for (int i = 0; i < half.length; i++) {
      half[i] /= 2;
    }
    tensor(model, "half.weight_orig").copyFrom(Tensor.of(half, 3, 4));
    Prune.globalUnstructured(model, List.of("fc.weight", "half.weight"), 9);
    assertThat(mask(model)).isEqualTo("1011 1110 1101");
    assertThat(zeros(model, "half.weight_mask")).isEqualTo(6);
    assertThat(tensor(model, "half.weight_mask").floats())
        .isEqualTo(new float[] {1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1});
  }

  @Test
  void masksOfOnesOwnAddUp() {
    Model model = model();
    Tensor mask = Tensor.of(new int[] {1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1}, 3, 4);
    Prune.customFromMask(model, "fc.weight", mask);
    assertThat(mask(model)).isEqualTo("1011 1110 1111");
    Prune.l1Unstructured(model, "fc.weight", 1);
    assertThat(mask(model)).isEqualTo("1011 1110 1101");
  }

  @Test
  void randomPruningTakesTheNumberAsked() {
    Model model = model();
    Prune.randomUnstructured(model, "fc.weight", 0.5, 7);
    assertThat(zeros(model, "fc.weight_mask")).isEqualTo(6);
    Model other = model();
    Prune.randomUnstructured(other, "fc.weight", 6, 7);
    assertThat(mask(other)).isEqualTo(mask(model));
    Model columns = model();
    Prune.randomStructured(columns, "fc.weight", 1, 1, 3);
    assertThat(mask(columns).replace(" ", "").chars().filter(c -> c == '0').count()).isEqualTo(3);
    Prune.randomStructured(columns, "fc.weight", 0.34, 1, 4);
    assertThat(zeros(columns, "fc.weight_mask")).isEqualTo(6);
  }

  @Test
  void masksOutliveStepsAndFiles(@TempDir Path directory) {
    Model model = model();
    assertThat(Prune.isPruned(model)).isFalse();
    Prune.l1Unstructured(model, "fc.weight", 0.5);
    assertThat(Prune.isPruned(model)).isTrue();
    final String mask = mask(model);
    Trainer trainer = model.trainer();
    for (int i = 0; i < 5; i++) {
      trainer.zeroGrad();
      trainer.forward(List.of(Tensor.randn(i, 2, 4)));
      trainer.loss(List.of());
      trainer.backward();
      trainer.step();
    }
    Path file = directory.resolve("net.safetensors");
    model.save(file);
    Model loaded = model();
    loaded.load(file);
    assertThat(mask(loaded)).isEqualTo(mask);
    Tensor x = Tensor.randn(9, 2, 4);
    float[] pruned = loaded.predictor().predict(x).get(0).floats();
    Prune.remove(loaded, "fc.weight");
    assertThat(Prune.isPruned(loaded, "fc.weight")).isFalse();
    assertThat(zeros(loaded, "fc.weight_orig")).isEqualTo(6);
    assertThat(loaded.predictor().predict(x).get(0).floats()).isEqualTo(pruned);
  }

  @Test
  void mistakesAreSaid() {
    Model model = model();
    assertThrows(IllegalArgumentException.class, () -> Prune.l1Unstructured(model, "fc.bias", 0.5));
    assertThrows(
        IllegalArgumentException.class, () -> Prune.l1Unstructured(model, "fc.weight", 1.5));
    assertThrows(
        IllegalArgumentException.class, () -> Prune.l1Unstructured(model, "fc.weight", 13));
    assertThrows(
        IllegalArgumentException.class,
        () -> Prune.customFromMask(model, "fc.weight", Tensor.ones(4, 3)));
    assertThat(mask(model)).isEqualTo("1111 1111 1111");
  }

  @Test
  void aNetworkStartsPruned() {
    Model least =
        model(
            "y = x -> fc: prune.l1_unstructured(Linear(30, bias=false), \"weight\", amount=0.25)");
    assertThat(zeros(least, "fc.weight_mask")).isEqualTo(30);
    double greatestGone = 0;
    double leastKept = 1;
    float[] weights = tensor(least, "fc.weight_orig").floats();
    float[] mask = tensor(least, "fc.weight_mask").floats();
    for (int i = 0; i < weights.length; i++) {
      if (mask[i] == 0) {
        greatestGone = Math.max(greatestGone, Math.abs(weights[i]));
      } else {
        leastKept = Math.min(leastKept, Math.abs(weights[i]));
      }
    }
    assertThat(greatestGone).isLessThan(leastKept);
    Model random =
        model("y = x -> fc: prune.random_unstructured(Linear(30), \"weight\", amount=7)");
    assertThat(zeros(random, "fc.weight_mask")).isEqualTo(7);
    Model rows =
        model("y = x -> fc: prune.ln_structured(Linear(30), \"weight\", amount=0.5, n=2, dim=0)");
    assertThat(zeros(rows, "fc.weight_mask")).isEqualTo(60);
    Model columns =
        model("y = x -> fc: prune.random_structured(Linear(30), \"weight\", amount=1, dim=1)");
    assertThat(zeros(columns, "fc.weight_mask")).isEqualTo(30);
    Model own = model("y = x -> fc: prune.custom_from_mask(Linear(3), \"bias\", mask=[1, 0, 1])");
    assertThat(tensor(own, "fc.bias_mask").floats()).isEqualTo(new float[] {1, 0, 1});
    Model plain =
        model("y = x -> fc: prune.remove(prune.identity(Linear(3), \"weight\"), \"weight\")");
    assertThat(plain.buffers()).isEmpty();
  }

  @Test
  void equalElementsGoInOrder() {
    Model model = flat("y = x -> fc: prune.l1_unstructured(Flat, \"weight\", amount=3)");
    assertThat(mask(model)).isEqualTo("0001 1111 1111");
  }

  private static Model flat(String layers) {
    return GeneratedModel.of(
        TrainerAgreement.network(
            """
            layer Flat() (x: [..., K]) {
                param weight: [3, K] = 1
                return linear(x, weight)
            }
            network Net {
                input x: float[N, 4]
                %s
                output y
                loss sum(y)
            }
            """
                .formatted(layers)));
  }
}
