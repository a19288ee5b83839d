package dev.netc.compiler.golden;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Optimizers change parameters as PyTorch's do, step by step. */
final class OptimizerParityTest {
  @TestFactory
  Stream<DynamicTest> interpreted() throws IOException {
    return compared(InterpretedTraining::new, Tolerance.DOUBLE);
  }

  @TestFactory
  Stream<DynamicTest> generated() throws IOException {
    return compared(GeneratedTraining::new, Tolerance.FLOAT);
  }

  private static Stream<DynamicTest> compared(
      BiFunction<Network, Map<String, DoubleTensor>, Training> training, Tolerance tolerance)
      throws IOException {
    return Reach.of("optimizer").reached().stream()
        .map(
            reached ->
                DynamicTest.dynamicTest(
                    reached.name(),
                    () ->
                        follow(
                            reached.golden(),
                            training.apply(reached.network(), start(reached.golden())),
                            tolerance)));
  }

  private static Map<String, DoubleTensor> start(GoldenCase golden) {
    Map<String, DoubleTensor> start = new HashMap<>();
    golden.tensors("param.").forEach((name, tensor) -> start.put("all." + name, tensor));
    return start;
  }

  private static void follow(GoldenCase golden, Training training, Tolerance tolerance) {
    Map<String, DoubleTensor> tensors = golden.tensors();
    List<String> names = golden.names("param.");
    Map<String, double[]> got = new HashMap<>();
    names.forEach(
        name -> got.put(name, new double[tensors.get("param_after." + name).data().length]));
    int steps = golden.index().get("steps").getAsInt();
    double[] losses = new double[steps];
    boolean minimizes = golden.text("objective").isPresent();
    for (int step = 0; step < steps; step++) {
      Map<String, DoubleTensor> gradients = new HashMap<>();
      if (minimizes) {
        gradients.put(OptimizerProgram.SCALE, DoubleTensor.scalar(1));
      } else {
        for (String name : names) {
          gradients.put("grad_" + name, GoldenTensors.row(tensors.get("grad." + name), step));
        }
      }
      losses[step] = training.step(gradients).get("loss").data()[0];
      for (String name : names) {
        double[] now = training.parameter("all." + name).data();
        System.arraycopy(now, 0, got.get(name), step * now.length, now.length);
      }
    }
    for (String name : names) {
      DoubleTensor want = tensors.get("param_after." + name);
      tolerance.check(
          golden, "param_after." + name, DoubleTensor.of(want.shape(), got.get(name)), want);
    }
    if (minimizes) {
      tolerance.check(golden, "losses", DoubleTensor.vector(losses), tensors.get("losses"));
    }
  }
}
