package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointTest {
  @TempDir Path directory;

  @Test
  void aModelIsSavedAndLoaded() {
    Path file = directory.resolve("net.safetensors");
    new Weights(3).save(file);
    Weights loaded = new Weights(4);
    loaded.load(file);
    assertThat(loaded.values).isEqualTo(new Weights(3).values);
    assertThat(loaded.parameterCount()).isEqualTo(8);
    assertThat(Safetensors.read(file).tensors().keySet())
        .containsExactly("fc.weight", "fc.bias", "bn.running_mean")
        .inOrder();
  }

  @Test
  void aFileThatDoesNotFitChangesNothing() {
    Path file = directory.resolve("net.safetensors");
    Safetensors.write(
        file,
        Map.of("fc.weight", Tensor.zeros(3, 2), "fc.bias", Tensor.zeros(2), "head", Tensor.ones(1)),
        Map.of());
    Weights model = new Weights(3);
    var thrown = assertThrows(CheckpointException.class, () -> model.load(file));
    assertThat(thrown.getMessage().lines().sorted().toList())
        .containsExactly(
            file + " does not fit the model:",
            "  missing: bn.running_mean float[2]",
            "  different: fc.weight is float[3, 2] in the file, float[2, 3] in the model",
            "  unexpected: head float[1]");
    assertThat(model.values).isEqualTo(new Weights(3).values);
  }

  @Test
  void doublesAreRoundedToAFloatModelAndIntsRefused() {
    Path file = directory.resolve("net.safetensors");
    Safetensors.write(
        file,
        Map.of(
            "fc.weight", Tensor.of(new double[] {0.1, 2, 3, 4, 5, 6}, 2, 3),
            "fc.bias", Tensor.of(new int[2]),
            "bn.running_mean", Tensor.zeros(2)),
        Map.of());
    var thrown = assertThrows(CheckpointException.class, () -> new Weights(1).load(file));
    assertThat(thrown)
        .hasMessageThat()
        .endsWith("different: fc.bias is int[2] in the file, float[2] in the model");

    Safetensors.write(
        file,
        Map.of(
            "fc.weight", Tensor.of(new double[] {0.1, 2, 3, 4, 5, 6}, 2, 3),
            "fc.bias", Tensor.zeros(2),
            "bn.running_mean", Tensor.zeros(2)),
        Map.of());
    Weights model = new Weights(1);
    model.load(file);
    assertThat(model.values[0]).isEqualTo(0.1f);
  }

  @Test
  void aNetworkWithoutLossSaysSo() {
    Model model = new Weights(1);
    assertThrows(UnsupportedOperationException.class, model::trainer);
    assertThrows(UnsupportedOperationException.class, model::evaluator);
  }

  /** A model that is nothing but its weights. */
  private static final class Weights implements Model {
    final float[] values = new float[10];

    Weights(long seed) {
      Initializer.uniform(values, 0, values.length, -1, 1, seed, 0);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          new Parameter("fc.weight", Tensor.wrap(values, 0, new int[] {2, 3})),
          new Parameter("fc.bias", Tensor.wrap(values, 6, new int[] {2})));
    }

    @Override
    public List<Parameter> buffers() {
      return List.of(new Parameter("bn.running_mean", Tensor.wrap(values, 8, new int[] {2})));
    }

    @Override
    public Model copy() {
      Weights copy = new Weights(0);
      System.arraycopy(values, 0, copy.values, 0, values.length);
      return copy;
    }

    @Override
    public List<Port> inputs() {
      return List.of();
    }

    @Override
    public List<Port> targets() {
      return List.of();
    }

    @Override
    public List<Port> outputs() {
      return List.of();
    }

    @Override
    public Predictor predictor() {
      return inputs -> new ArrayList<>(inputs);
    }
  }
}
