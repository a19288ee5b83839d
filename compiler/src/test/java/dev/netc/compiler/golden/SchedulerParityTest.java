package dev.netc.compiler.golden;

import dev.netc.compiler.codegen.GeneratedModel;
import dev.netc.compiler.golden.Reach.Reached;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.runtime.Model;
import dev.netc.runtime.Trainer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Schedules change an optimizer's numbers as PyTorch's do, step by step, in double. */
final class SchedulerParityTest {
  @TestFactory
  Stream<DynamicTest> interpreted() throws IOException {
    return Reach.of("scheduler").reached().stream()
        .map(
            reached ->
                DynamicTest.dynamicTest(
                    reached.name(),
                    () -> {
                      ScheduledNumbers numbers =
                          new ScheduledNumbers(reached.network().optimizer().orElseThrow());
                      compare(reached.golden(), numbers::get, numbers::step);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> generated() throws IOException {
    List<Reached> all = Reach.of("scheduler").reached();
    List<Supplier<Model>> models = GeneratedModel.of(all.stream().map(Reached::network).toList());
    return IntStream.range(0, all.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    all.get(i).name(),
                    () -> {
                      Trainer trainer = models.get(i).get().trainer();
                      compare(all.get(i).golden(), trainer::hyperparameter, trainer::stepSchedule);
                    }));
  }

  private static void compare(
      GoldenCase golden, ToDoubleFunction<String> number, DoubleConsumer step) {
    Map<String, DoubleTensor> tensors = golden.tensors();
    DoubleTensor rates = tensors.get("lr");
    DoubleTensor momenta = tensors.get("momentum");
    String momentum =
        golden.text("optimizer").filter("SGD"::equals).isPresent() ? "momentum" : "betas[0]";
    int rows = rates.shape()[0];
    int groups = rates.shape()[1];
    double[] gotRates = new double[rows * groups];
    double[] gotMomenta = new double[rows * groups];
    for (int row = 0; row < rows; row++) {
      if (row > 0) {
        DoubleTensor metric = tensors.get("input.metric");
        step.accept(metric == null ? Double.NaN : metric.data()[row - 1]);
      }
      for (int group = 0; group < groups; group++) {
        gotRates[row * groups + group] = number.applyAsDouble(SchedulerProgram.number("lr", group));
        if (momenta != null) {
          gotMomenta[row * groups + group] =
              number.applyAsDouble(SchedulerProgram.number(momentum, group));
        }
      }
    }
    Tolerance.DOUBLE.check(golden, "lr", DoubleTensor.of(rates.shape(), gotRates), rates);
    if (momenta != null) {
      DoubleTensor got = DoubleTensor.of(momenta.shape(), gotMomenta);
      Tolerance.DOUBLE.check(golden, "momentum", got, momenta);
    }
  }
}
