package dev.netc.compiler.golden;

import dev.netc.compiler.ir.DoubleTensor;
import java.util.HashMap;
import java.util.Map;

/**
 * A whole training of a golden network, with all that is seen on the way under the names of the
 * golden values.
 *
 * <p>An output {@code act_conv1} of the network is the activation {@code act.conv1}, and {@code
 * act_block1__b1} is {@code act.block1.b1}.
 */
final class NetworkTrajectory {
  private final GoldenCase golden;
  private final Training training;
  private final Map<String, DoubleTensor> tensors;
  private final Map<String, DoubleTensor> seen = new HashMap<>();

  private NetworkTrajectory(GoldenCase golden, Training training) {
    this.golden = golden;
    this.training = training;
    this.tensors = golden.tensors();
  }

  /** Trains for as many steps as PyTorch did. */
  static Map<String, DoubleTensor> follow(GoldenCase golden, Training training) {
    NetworkTrajectory trajectory = new NetworkTrajectory(golden, training);
    trajectory.run();
    return trajectory.seen;
  }

  private void run() {
    int steps = golden.index().get("steps").getAsInt();
    double[] losses = new double[steps];
    for (int step = 0; step < steps; step++) {
      Map<String, DoubleTensor> results = training.step(batch(step));
      training.stepSchedule();
      losses[step] = results.get("loss").item();
      if (step == 0) {
        rememberFirst(results);
      }
      rememberParameters("param_after_" + (step + 1) + ".");
    }
    rememberParameters("param_after.");
    seen.put("losses", DoubleTensor.vector(losses));
    training.evaluate(batch(0)).forEach((name, tensor) -> seen.put("eval_" + name, tensor));
  }

  /** Step t uses batch t modulo the number of batches; the seed has one sample only. */
  private Map<String, DoubleTensor> batch(int step) {
    Map<String, DoubleTensor> batch = new HashMap<>();
    boolean batches = golden.index().has("batches");
    for (String name : golden.names("input.")) {
      DoubleTensor all = tensors.get("input." + name);
      batch.put(name, batches ? GoldenTensors.row(all, step % all.shape()[0]) : all);
    }
    return batch;
  }

  private void rememberFirst(Map<String, DoubleTensor> results) {
    results.forEach(
        (name, tensor) -> {
          seen.put(name, tensor);
          // The golden values of the seed network keep apart what follows from the loss.
          seen.put("mse." + name, tensor);
          if (name.startsWith("output.act_")) {
            seen.put("act." + name.substring("output.act_".length()).replace("__", "."), tensor);
          }
        });
  }

  private void rememberParameters(String prefix) {
    for (String path : golden.names("param.")) {
      seen.put(prefix + path, training.parameter(path));
    }
  }
}
