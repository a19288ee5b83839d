package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.runtime.AveragedModel;
import dev.netc.runtime.Averaging;
import dev.netc.runtime.CheckpointException;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Averages of weights. What PyTorch gives is from 1.13, {@code torch.optim.swa_utils}. */
final class AveragedModelTest {
  @TempDir private Path directory;

  /** Weights 0 to 5, a bias of 0.5 and a counter. */
  private static Model model() {
    Model model =
        GeneratedModel.of(
            TrainerAgreement.network(
                """
                layer Counted() (x) {
                    buffer seen: int[] = 0
                    buffer level: [] = 0
                    if training {
                        update seen = seen + 1
                        update level = level + mean(x)
                    }
                    return x
                }

                network Net {
                    input x: float[N, 3]
                    target wanted: float[N, 2]
                    y = x -> counted: Counted -> fc: Linear(2)
                    output y
                    loss MSELoss(y, wanted)
                    optimizer SGD(lr=0.1)
                }
                """));
    Parameter.fromVector(
        Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 0.5f, -0.5f}, 8), model.parameters());
    return model;
  }

  private static void set(Model model, float value, int count) {
    Tensor all = Tensor.full(value, 8);
    Parameter.fromVector(all, model.parameters());
    model.buffers().get(0).value().copyFrom(Tensor.wrap(new int[] {count}, 0, new int[0]));
    model.buffers().get(1).value().copyFrom(Tensor.scalar(value));
  }

  private static void follow(AveragedModel<Model> average, Model model) {
    set(model, 0.3f, 1);
    average.update(model);
    set(model, -1.7f, 4);
    average.update(model);
    set(model, 2.9f, 8);
    average.update(model);
  }

  private static double weight(AveragedModel<Model> average) {
    return average.model().parameters().get(1).value().get(1);
  }

  @Test
  void beforeTheFirstUpdateItIsACopy() {
    Model model = model();
    AveragedModel<Model> average = new AveragedModel<>(model);
    set(model, 7, 7);
    assertThat(Parameter.toVector(average.model().parameters()).floats())
        .isEqualTo(new float[] {0, 1, 2, 3, 4, 5, 0.5f, -0.5f});
    assertThat(average.averaged()).isEqualTo(0);
  }

  /** PyTorch's {@code skip_init}, with the weights that follow it. */
  @Test
  void aModelIsMadeOfAFile() throws ReflectiveOperationException {
    Model model = model();
    Path file = directory.resolve("net.safetensors");
    model.save(file);
    Model loaded = model.getClass().getConstructor(Path.class).newInstance(file);
    assertThat(Parameter.toVector(loaded.parameters()).floats())
        .isEqualTo(Parameter.toVector(model.parameters()).floats());
  }

  @Test
  void stochasticWeightAveragingIsThePlainMean() {
    Model model = model();
    AveragedModel<Model> average = new AveragedModel<>(model);
    follow(average, model);
    assertThat(weight(average)).isWithin(1e-7).of(0.5);
    assertThat(average.averaged()).isEqualTo(3);
    assertThat(average.model().buffers().get(0).value().item()).isEqualTo(8.0);
    assertThat(average.model().buffers().get(1).value().item()).isEqualTo((double) 2.9f);
  }

  /** In PyTorch: 0.3, then 0.3 * 0.9 - 1.7 * 0.1, and so on. */
  @Test
  void theExponentialAverageForgets() {
    Model model = model();
    AveragedModel<Model> average = new AveragedModel<>(model, Averaging.ema(0.9));
    follow(average, model);
    assertThat(weight(average)).isWithin(1e-7).of(0.38);
  }

  @Test
  void buffersMayBeAveragedToo() {
    Model model = model();
    AveragedModel<Model> average =
        new AveragedModel<>(model, Averaging.swa(), AveragedModel.Buffers.AVERAGED);
    follow(average, model);
    assertThat(average.model().buffers().get(1).value().item()).isWithin(1e-7).of(0.5);
    // Whole numbers: 1, then 2.5 cut off to 2, then (2 * 2 + 8) / 3.
    assertThat(average.model().buffers().get(0).value().item()).isEqualTo(4.0);
  }

  @Test
  void equalWeightsStayToTheBit() {
    Model model = model();
    AveragedModel<Model> average = new AveragedModel<>(model, Averaging.ema(0.3));
    set(model, 0.1f, 1);
    for (int i = 0; i < 20; i++) {
      average.update(model);
    }
    assertThat(weight(average)).isEqualTo((double) 0.1f);
  }

  @Test
  void aDecayIsFromZeroToOne() {
    assertThat(assertThrows(IllegalArgumentException.class, () -> Averaging.ema(1.5)))
        .hasMessageThat()
        .isEqualTo("decay is from 0 to 1, not 1.5");
  }

  @Test
  void anAverageIsSavedAndLoaded() {
    Model model = model();
    AveragedModel<Model> average = new AveragedModel<>(model);
    follow(average, model);
    Path file = directory.resolve("average.safetensors");
    average.save(file);

    AveragedModel<Model> loaded = new AveragedModel<>(model());
    loaded.load(file);
    set(model, 0, 0);
    average.update(model);
    loaded.update(model);

    assertThat(loaded.averaged()).isEqualTo(4);
    assertThat(Parameter.toVector(loaded.model().parameters()).floats())
        .isEqualTo(Parameter.toVector(average.model().parameters()).floats());
    assertThat(assertThrows(CheckpointException.class, () -> model.load(file)))
        .hasMessageThat()
        .contains("unexpected: module.fc.weight");
  }

  @Test
  void gradientsAreAVectorToo() {
    Model model = model();
    Trainer trainer = model.trainer();
    trainer.train(List.of(Tensor.ones(1, 3)), List.of(Tensor.zeros(1, 2)));
    // Outputs 3.5 and 11.5, whose squares count half.
    assertThat(Parameter.toVector(trainer.gradients()).floats())
        .isEqualTo(new float[] {3.5f, 3.5f, 3.5f, 11.5f, 11.5f, 11.5f, 3.5f, 11.5f});
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> Parameter.fromVector(Tensor.zeros(9), model.parameters())))
        .hasMessageThat()
        .isEqualTo("expected float[8], a vector of all elements, got float[9]");
  }
}
