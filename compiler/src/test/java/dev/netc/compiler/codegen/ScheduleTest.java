package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.runtime.Model;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the numbers of a generated trainer follow schedules. What PyTorch gives is from 1.13. */
final class ScheduleTest {
  private static Model model(String declarations, String lines) {
    return GeneratedModel.of(
        TrainerAgreement.network(
            """
            %s

            layer Parameters() (x) {
                param w: [1] = 1
                param b: [1] = 1
                return sum(w * x) + sum(b)
            }

            network Net {
                input x: float[1]
                total = x -> all: Parameters
                output total
                loss total
                %s
            }
            """
                .formatted(declarations, lines)));
  }

  private static Trainer trainer(String declarations, String lines) {
    return model(declarations, lines).trainer();
  }

  /** A number at the start and after some steps of the schedule. */
  private static DoubleTensor follow(Trainer trainer, String number, int steps) {
    double[] seen = new double[steps + 1];
    seen[0] = trainer.hyperparameter(number);
    for (int i = 1; i <= steps; i++) {
      trainer.stepSchedule();
      seen[i] = trainer.hyperparameter(number);
    }
    return DoubleTensor.vector(seen);
  }

  private static DoubleTensor rates(String schedule, int steps) {
    return follow(trainer("", "optimizer SGD(lr=0.1)\n    schedule " + schedule), "lr", steps);
  }

  private static void assertSame(DoubleTensor got, double... want) {
    assertThat(got).isWithin(1e-12, 0).of(DoubleTensor.vector(want));
  }

  @Test
  void averagingEndsAtItsOwnRate() {
    assertSame(rates("SWALR(0.02, 3)", 5), 0.1, 0.08, 0.04, 0.02, 0.02, 0.02);
    assertSame(rates("SWALR(0.02, 0, \"linear\")", 2), 0.02, 0.02, 0.02);
  }

  @Test
  void eachScheduleOfASequenceStartsAnew() {
    assertSame(
        rates(
            "SequentialLR([StepLR(2, 0.5), CosineAnnealingWarmRestarts(2, 2), ExponentialLR(0.5)],"
                + " milestones=[3, 7])",
            10),
        0.1,
        0.1,
        0.05,
        0.1,
        0.05,
        0.1,
        0.08535533905932738,
        0.1,
        0.05,
        0.025,
        0.0125);
  }

  @Test
  void eachGroupMayHaveAScheduleOfItsOwn() {
    Trainer trainer =
        trainer(
            "",
            """
            optimizer SGD(lr=0.1) { "*.b": lr=0.2 }
                schedule ParamwiseScheduler([StepLR(2), SequentialLR([ExponentialLR(0.5), ConstantLR(0.25)], [2])])""");
    assertSame(follow(trainer, "lr", 4), 0.1, 0.1, 0.01, 0.01, 0.001);
    assertSame(
        follow(
            trainer(
                "",
                """
                optimizer SGD(lr=0.1) { "*.b": lr=0.2 }
                    schedule ParamwiseScheduler([StepLR(2), SequentialLR([ExponentialLR(0.5), ConstantLR(0.25)], [2])])"""),
            "*.b: lr",
            4),
        0.2,
        0.1,
        0.05,
        0.05,
        0.05);
  }

  @Test
  void groupsThatShareANumberShareWhatAScheduleRemembers() {
    Trainer trainer =
        trainer(
            "",
            """
            optimizer AdamW(lr=0.1, weight_decay=0.5) { "*.b": weight_decay=0 }
                schedule ReduceLROnPlateau(patience=0)""");
    trainer.stepSchedule(1);
    trainer.stepSchedule(2);
    assertThat(trainer.hyperparameter("lr")).isWithin(1e-12).of(0.01);
  }

  @Test
  void aCycleIsScaledByAFunction() {
    Trainer trainer =
        trainer(
            "fn halved(cycle) = 0.5 ** cycle",
            "optimizer SGD(lr=0.1)\n"
                + "schedule CyclicLR(0.1, 0.5, 2, 3, scale_fn=halved, cycle_momentum=false)");

    assertSame(
        follow(trainer, "lr", 8),
        0.1,
        0.2,
        0.3,
        0.2333333333333333,
        0.16666666666666666,
        0.1,
        0.15,
        0.2,
        0.16666666666666666);
  }

  @Test
  void aListHasANumberForEachGroup() {
    Trainer trainer =
        trainer(
            "",
            "optimizer SGD(lr=0.1, momentum=0.9) { \"*.b\": lr=0.2, momentum=0.9 }\n"
                + "schedule OneCycleLR([0.4, 0.8], total_steps=6)");

    trainer.stepSchedule();

    assertThat(trainer.hyperparameter("lr")).isWithin(1e-12).of(0.39776617418036475);
    assertThat(trainer.hyperparameter("*.b: lr")).isWithin(1e-12).of(0.7955323483607295);
    assertThat(trainer.hyperparameter("momentum")).isWithin(1e-12).of(0.8505584586887436);
    assertThat(trainer.hyperparameter("*.b: momentum")).isWithin(1e-12).of(0.8505584586887436);
  }

  @Test
  void aFunctionForEachGroup() {
    Trainer trainer =
        trainer(
            "fn halved(t) = 0.5 ** t\nfn inverse(t) = if t < 3 { 1 / (1 + t) } else { 0.25 }",
            "optimizer SGD(lr=0.1) { \"*.b\": lr=0.2 }\n    schedule LambdaLR([halved, inverse])");

    assertSame(follow(trainer, "*.b: lr", 4), 0.2, 0.1, 0.2 / 3, 0.05, 0.05);
    assertThat(trainer.hyperparameter("lr")).isWithin(1e-12).of(0.1 / 16);
  }

  @Test
  void groupsRememberApart() {
    Trainer trainer =
        trainer(
            "schedule Least() (lr) {\n    state least = 1\n    least = minimum(least, lr)\n"
                + "    lr = least / 2\n}",
            "optimizer SGD(lr=0.1) { \"*.b\": lr=0.4 }\n    schedule Least");

    assertSame(follow(trainer, "lr", 2), 0.05, 0.025, 0.0125);
    assertThat(trainer.hyperparameter("*.b: lr")).isWithin(1e-12).of(0.05);
  }

  @Test
  void aGroupWithoutARateOfItsOwnSharesThatOfAll() {
    Trainer trainer =
        trainer(
            "",
            "optimizer SGD(lr=0.1, weight_decay=0.1) { \"*.b\": weight_decay=0 }\n"
                + "schedule ExponentialLR(0.5)");

    assertSame(follow(trainer, "lr", 2), 0.1, 0.05, 0.025);
    assertThat(trainer.hyperparameters()).containsExactly("lr", "weight_decay");
  }

  @Test
  void linesAreFollowedOneAfterAnother() {
    Trainer trainer =
        trainer(
            "",
            "optimizer SGD(lr=0.1)\n    schedule ConstantLR(0.5, total_iters=2)\n"
                + "    schedule ExponentialLR(0.5)");

    assertSame(follow(trainer, "lr", 3), 0.05, 0.025, 0.025, 0.0125);
  }

  @Test
  void theStepsUseTheNewRate() {
    Model model = model("", "optimizer SGD(lr=0.25)\n    schedule StepLR(1, gamma=0.5)");
    Trainer trainer = model.trainer();
    List<Float> seen = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      trainer.train(List.of(Tensor.of(new float[] {1}, 1)), List.of());
      trainer.stepSchedule();
      seen.add(model.parameters().get(0).value().floats()[0]);
    }

    assertThat(seen).containsExactly(0.75f, 0.625f, 0.5625f).inOrder();
  }

  @Test
  void aCycleGivesAnOptimizerItsMomentum() {
    Trainer trainer =
        trainer("", "optimizer SGD(lr=0.1)\n    schedule CyclicLR(0.01, 0.1, step_size_up=4)");

    assertThat(trainer.hyperparameters()).containsAtLeast("lr", "momentum");
    assertSame(follow(trainer, "momentum", 4), 0.9, 0.875, 0.85, 0.825, 0.8);
  }

  @Test
  void aMetricIsAskedFor() {
    Trainer trainer =
        trainer(
            "", "optimizer SGD(lr=0.1)\n    schedule ReduceLROnPlateau(patience=0, factor=0.5)");

    assertThrows(IllegalStateException.class, trainer::stepSchedule);
    trainer.stepSchedule(1);
    trainer.stepSchedule(2);

    assertThat(trainer.hyperparameter("lr")).isEqualTo(0.05);
  }

  @Test
  void startsAnewFromTheNumbersAsTheyAre() {
    Trainer trainer =
        trainer(
            "", "optimizer SGD(lr=0.1)\n    schedule ReduceLROnPlateau(patience=0, factor=0.5)");
    trainer.stepSchedule(1);

    trainer.setHyperparameter("lr", 8);
    trainer.startSchedule();
    trainer.stepSchedule(5);

    assertThat(trainer.hyperparameter("lr")).isEqualTo(8.0);
  }

  @Test
  void aNumberThatIsSetIsWhereTheScheduleGoesOn() {
    Trainer trainer = trainer("", "optimizer SGD(lr=0.1)\n    schedule ExponentialLR(0.5)");
    trainer.setHyperparameter("lr", 8);

    assertSame(follow(trainer, "lr", 2), 8, 4, 2);
  }

  @Test
  void withoutAScheduleAStepChangesNothing() {
    Trainer trainer = trainer("", "optimizer SGD(lr=0.1)");
    trainer.stepSchedule();
    trainer.stepSchedule(1);

    assertThat(trainer.hyperparameter("lr")).isEqualTo(0.1);
  }

  @Test
  void onesOwnSchedule() {
    Trainer trainer =
        trainer(
            """
            schedule InverseRoot(warmup) (lr) {
                if step < warmup {
                    lr = initial_lr * (step + 1) / warmup
                } else {
                    lr = initial_lr * sqrt(warmup / (step + 1))
                }
            }
            """,
            "optimizer Adam(lr=0.1)\n    schedule InverseRoot(2)");

    assertSame(
        follow(trainer, "lr", 4),
        0.05,
        0.1,
        0.1 * Math.sqrt(2 / 3.0),
        0.1 * Math.sqrt(0.5),
        0.1 * Math.sqrt(0.4));
  }

  @Test
  void onesOwnScheduleWithAStateAndAValue() {
    Trainer trainer =
        trainer(
            """
            schedule Halving() (lr) {
                state best = inf
                if metric < best { best = metric } else if step > 0 { lr = lr / 2 }
            }

            schedule Damped(factor) (lr, betas=none) =
                if betas == none { (lr * factor, none) } else { (lr, (betas[0] * factor, betas[1])) }
            """,
            "optimizer Adam(lr=0.1)\n    schedule Halving\n    schedule Damped(0.5)");
    trainer.stepSchedule(3);
    trainer.stepSchedule(2);
    trainer.stepSchedule(2);

    assertThat(trainer.hyperparameter("lr")).isEqualTo(0.05);
    assertThat(trainer.hyperparameter("betas[0]")).isWithin(1e-12).of(0.9 / 16);
    assertThat(trainer.hyperparameter("betas[1]")).isEqualTo(0.999);
  }
}
