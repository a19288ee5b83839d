package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.runtime.CheckpointException;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trainer's state is saved and restored, and training goes on as if it had not stopped. */
final class TrainerStateTest {
  private static final String ADAM =
      """
      optimizer Adam(lr=0.01, weight_decay=0.1, amsgrad=true) { "*.bias": weight_decay=0.2 }
          schedule ReduceLROnPlateau(patience=1)""";

  @TempDir private Path directory;

  private static Model model(String lines) {
    return GeneratedModel.of(
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 6]
                target wanted: float[N, 2]
                y = x -> fc1: Linear(5) -> norm: BatchNorm1d -> relu -> Dropout(0.3) -> fc2: Linear(2)
                output y
                loss MSELoss(y, wanted)
                %s
            }
            """
                .formatted(lines)));
  }

  private static void train(Trainer trainer, int from, int to) {
    for (int step = from; step < to; step++) {
      trainer.train(List.of(Tensor.randn(step, 4, 6)), List.of(Tensor.randn(100 + step, 4, 2)));
      trainer.stepSchedule(step % 3);
    }
  }

  private static int[] bits(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT -> bits(tensor.floats());
      case DOUBLE ->
          Arrays.stream(tensor.doubles())
              .mapToLong(Double::doubleToRawLongBits)
              .mapToInt(Long::hashCode)
              .toArray();
      case INT -> tensor.ints();
      case BOOL -> throw new AssertionError("a trainer keeps no truth values");
    };
  }

  private static int[] bits(float[] floats) {
    int[] bits = new int[floats.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(floats[i]);
    }
    return bits;
  }

  private static void assertSame(Map<String, Tensor> got, Map<String, Tensor> want) {
    assertThat(got.keySet()).isEqualTo(want.keySet());
    want.forEach((name, tensor) -> assertThat(bits(got.get(name))).isEqualTo(bits(tensor)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ADAM,
        "optimizer SGD(lr=0.1, momentum=0.9, nesterov=true)\n    schedule OneCycleLR(0.1, 20)",
        "optimizer NAdam()",
        "optimizer Adafactor()",
        "optimizer LBFGS(max_iter=3, history_size=2, line_search_fn=\"strong_wolfe\")",
        "optimizer Rprop()\n    clip_grad_norm(1.0)"
      })
  void trainingGoesOnToTheBit(String lines) {
    Model model = model(lines);
    Trainer trainer = model.trainer();
    trainer.seed(0x123456789abcdefL);
    train(trainer, 0, 4);
    Path file = directory.resolve("training.safetensors");
    trainer.save(file);
    train(trainer, 4, 9);

    Trainer resumed = model(lines).trainer();
    train(resumed, 40, 43);
    resumed.load(file);
    train(resumed, 4, 9);

    assertSame(resumed.stateDict(), trainer.stateDict());
  }

  @Test
  void theStateHasPyTorchsNames() {
    Trainer trainer = model(ADAM).trainer();
    train(trainer, 0, 2);

    Map<String, Tensor> state = trainer.stateDict();

    assertThat(state.keySet())
        .containsAtLeast(
            "model.fc1.weight",
            "model.norm.running_var",
            "optimizer.state.fc1.weight.exp_avg",
            "optimizer.state.fc1.weight.exp_avg_sq",
            "optimizer.state.fc2.bias.max_exp_avg_sq",
            "optimizer.param_groups.lr",
            "optimizer.param_groups.*.bias: weight_decay",
            "optimizer.step",
            "lr_scheduler.last_epoch",
            "lr_scheduler.initial.lr",
            "random.seed",
            "random.runs");
    assertThat(state.get("optimizer.state.fc1.weight.exp_avg").shape()).isEqualTo(new int[] {5, 6});
    assertThat(state.get("optimizer.step").item()).isEqualTo(2.0);
    assertThat(state.get("optimizer.param_groups.*.bias: weight_decay").item()).isEqualTo(0.2);
  }

  /** After the first step of Adam, {@code exp_avg} is a tenth of the gradient. */
  @Test
  void stateIsSeenByParameter() {
    Trainer trainer = model("optimizer Adam() { \"fc1.*\": lr=0.1 }").trainer();
    train(trainer, 0, 1);

    for (Parameter gradient : trainer.gradients()) {
      Tensor average =
          trainer.optimizerState().stream()
              .filter(state -> state.name().equals(gradient.name() + ".exp_avg"))
              .findFirst()
              .orElseThrow()
              .value();
      assertThat(average.shape()).isEqualTo(gradient.value().shape());
      float[] expected = gradient.value().floats();
      for (int i = 0; i < expected.length; i++) {
        assertThat(average.floats()[i]).isWithin(1e-7f).of(0.1f * expected[i]);
      }
    }
  }

  @Test
  void notesAreKeptBeside() {
    Trainer trainer = model(ADAM).trainer();
    Path file = directory.resolve("training.safetensors");
    trainer.save(file, Map.of("epoch", "3"));
    assertThat(trainer.load(file)).containsExactly("epoch", "3");
  }

  @Test
  void aCopyInMemoryIsNotTouchedByTraining() {
    Trainer trainer = model(ADAM).trainer();
    train(trainer, 0, 2);
    Map<String, Tensor> best = trainer.stateDict();
    Map<String, Tensor> same = trainer.stateDict();
    train(trainer, 2, 4);
    assertSame(best, same);
    trainer.loadStateDict(best);
    assertSame(trainer.stateDict(), same);
  }

  @Test
  void aStateThatDoesNotFitChangesNothing() {
    Trainer trainer = model(ADAM).trainer();
    train(trainer, 0, 2);
    Map<String, Tensor> before = trainer.stateDict();
    Map<String, Tensor> odd = new LinkedHashMap<>(before);
    odd.remove("optimizer.step");
    odd.put("optimizer.state.fc2.bias.exp_avg", Tensor.zeros(3));
    odd.put("optimizer.state.fc3.bias.exp_avg", Tensor.zeros(3));

    CheckpointException e =
        assertThrows(CheckpointException.class, () -> trainer.loadStateDict(odd));

    assertThat(e.getMessage().lines().toList())
        .containsExactly(
            "the state does not fit the trainer:",
            "  missing: optimizer.step double[]",
            "  different: optimizer.state.fc2.bias.exp_avg is float[3] in the state, float[2] in the"
                + " trainer",
            "  unexpected: optimizer.state.fc3.bias.exp_avg float[3]")
        .inOrder();
    assertSame(trainer.stateDict(), before);
  }

  @Test
  void aCountIsAWholeNumber() {
    Trainer trainer = model(ADAM).trainer();
    Map<String, Tensor> state = trainer.stateDict();
    state.put("optimizer.step", Tensor.wrap(new double[] {0.5}, 0, new int[0]));
    CheckpointException e =
        assertThrows(CheckpointException.class, () -> trainer.loadStateDict(state));
    assertThat(e).hasMessageThat().isEqualTo("the state: optimizer.step counts, and cannot be 0.5");
  }

  @Test
  void aTruncatedFileChangesNothing() throws IOException {
    Trainer trainer = model(ADAM).trainer();
    train(trainer, 0, 2);
    Path file = directory.resolve("training.safetensors");
    trainer.save(file);
    train(trainer, 2, 3);
    Map<String, Tensor> before = trainer.stateDict();
    byte[] bytes = Files.readAllBytes(file);
    for (int length : List.of(0, 7, 100, bytes.length - 1)) {
      Files.write(file, Arrays.copyOf(bytes, length));
      CheckpointException e = assertThrows(CheckpointException.class, () -> trainer.load(file));
      assertThat(e).hasMessageThat().startsWith(file + " is no safetensors file: ");
    }
    assertSame(trainer.stateDict(), before);
  }

  @Test
  void weightsAndCheckpointsAreToldApart() {
    Model model = model(ADAM);
    Path weights = directory.resolve("weights.safetensors");
    Path training = directory.resolve("training.safetensors");
    model.save(weights);
    model.trainer().save(training);

    assertThat(assertThrows(CheckpointException.class, () -> model.trainer().load(weights)))
        .hasMessageThat()
        .isEqualTo(
            weights + " is no checkpoint of a trainer; if it holds weights, Model.load reads it");
    assertThat(assertThrows(CheckpointException.class, () -> model.load(training)))
        .hasMessageThat()
        .isEqualTo(training + " is the checkpoint of a trainer: Trainer.load reads it");
  }

  @Test
  void anotherOptimizersCheckpointIsRefused() {
    Path file = directory.resolve("training.safetensors");
    model("optimizer SGD(lr=0.1, momentum=0.9)").trainer().save(file);
    CheckpointException e =
        assertThrows(
            CheckpointException.class, () -> model("optimizer RMSprop()").trainer().load(file));
    assertThat(e).hasMessageThat().contains("missing: optimizer.state.fc1.weight.square_avg");
    assertThat(e)
        .hasMessageThat()
        .contains("unexpected: optimizer.state.fc1.weight.momentum_buffer");
    assertThat(Safetensors.read(file).metadata()).containsEntry("format", "pt");
  }
}
