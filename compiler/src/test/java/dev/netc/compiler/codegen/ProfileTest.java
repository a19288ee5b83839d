package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.runtime.Model;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Profile;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a generated class tells of its kernels. */
final class ProfileTest {
  private static final Model MODEL =
      GeneratedModel.of(
          TrainerAgreement.network(
              """
              network Net {
                  input x: float[N, 20]
                  target wanted: float[N, 30]
                  hidden = x -> fc1: Linear(40) -> tanh
                  output y = hidden -> fc2: Linear(30)
                  loss MSELoss(y, wanted)
                  optimizer SGD(lr=0.1)
              }
              """));

  private static void step(Trainer trainer, int n) {
    trainer.zeroGrad();
    trainer.forward(List.of(Tensor.zeros(n, 20)));
    trainer.loss(List.of(Tensor.zeros(n, 30)));
    trainer.backward();
    trainer.step();
  }

  private static Optional<Profile.Kernel> kernel(Profile profile, String name, long operations) {
    return profile.kernels().stream()
        .filter(kernel -> kernel.name().equals(name) && kernel.operations() >= operations)
        .findFirst();
  }

  @Test
  void eachKernelOfAStepIsMeasured() {
    Trainer trainer = MODEL.trainer();
    step(trainer, 8);
    try (Profile profile = trainer.profile()) {
      for (int i = 0; i < 3; i++) {
        step(trainer, 8);
      }
      assertThat(profile.kernels().stream().map(Profile.Kernel::runs).collect(Collectors.toSet()))
          .containsExactly(3L);
      long product = 2L * 8 * 20 * 40;
      assertThat(kernel(profile, "fc1", product)).isPresent();
      Profile.Kernel gradient = kernel(profile, "dfc1.weight", product).orElseThrow();
      assertThat(gradient.place()).contains(":4");
      assertThat(gradient.bytes()).isAtLeast(4L * (8 * 20 + 8 * 40 + 20 * 40));
      assertThat(profile.kernels().stream().mapToLong(Profile.Kernel::nanos).sum())
          .isAtMost(profile.elapsedNanos());
    }
  }

  @Test
  void operationsAreThoseOfTheSizesOfTheLastStep() {
    Trainer trainer = MODEL.trainer();
    try (Profile profile = trainer.profile()) {
      step(trainer, 2);
      long small = profile.kernels().stream().mapToLong(Profile.Kernel::operations).sum();
      step(trainer, 64);
      long large = profile.kernels().stream().mapToLong(Profile.Kernel::operations).sum();
      assertThat(large).isGreaterThan(10 * small);
    }
  }

  @Test
  void nothingIsMeasuredAfterTheEndOrOfOthers() {
    Trainer trainer = MODEL.trainer();
    Trainer other = MODEL.trainer();
    Profile profile = trainer.profile();
    step(other, 4);
    assertThat(profile.kernels()).isEmpty();
    step(trainer, 4);
    List<Profile.Kernel> measured = profile.kernels();
    profile.close();
    step(trainer, 4);
    assertThat(profile.kernels()).isEqualTo(measured);
    assertThat(measured).isNotEmpty();
  }

  @Test
  void aPredictorHasAProfileToo() {
    Predictor predictor = MODEL.predictor();
    try (Profile profile = predictor.profile()) {
      predictor.predict(Tensor.zeros(4, 20));
      String table = profile.toString();
      assertThat(table).containsMatch("^Kernel +Line +Runs +µs/run +Time +Operations +Bytes ");
      assertThat(table).containsMatch("(?m)^fc2 +\\S+:5 +1 ");
      assertThat(table).contains("(between kernels)");
    }
  }

  @Test
  void kernelsOfSequencesRunOnceForEachRound() {
    Model model =
        GeneratedModel.of(
            TrainerAgreement.network(
                """
                network Net {
                    input x: float[N, T, 4]
                    (y, _) = x -> rnn: RNN(64, batch_first=true)
                    output y
                    loss sum(square(y))
                    optimizer SGD(lr=0.1)
                }
                """));
    Predictor predictor = model.predictor();
    try (Profile profile = predictor.profile()) {
      predictor.predict(Tensor.zeros(2, 7, 4));
      assertThat(profile.kernels().stream().filter(kernel -> kernel.runs() == 7).findFirst())
          .isPresent();
    }
  }
}
