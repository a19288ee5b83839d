package dev.netc.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parallel;
import dev.netc.runtime.Port;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A network in a JVM of its own, with one thread: prints the milliseconds from the start of the JVM
 * to the first result, and the megabytes that the process had resident at most in some steps; or
 * the bytes that a step allocates once C2 has compiled the kernels.
 *
 * <p>Arguments: a generated class, {@code train} or {@code infer}, the size of a batch; seconds to
 * run before what a step allocates is measured, if that is wanted.
 */
public final class Alone {
  private static final int STEPS = 5;
  private static final double NANOS = 1e9;

  private Alone() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    int batch = Integer.parseInt(args[2]);
    Parallel.setThreads(1);
    Model model = (Model) Class.forName(args[0]).getConstructor().newInstance();
    List<Tensor> inputs = zeros(model.inputs(), batch);
    Runnable step;
    if (args[1].equals("infer")) {
      Predictor predictor = model.predictor();
      step = () -> predictor.predict(inputs);
    } else {
      List<Tensor> targets = zeros(model.targets(), batch);
      Trainer trainer = model.trainer();
      step = () -> trainer.train(inputs, targets);
    }
    if (args.length > 3) {
      System.out.println(allocated(step, Double.parseDouble(args[3])));
    } else {
      report(step);
    }
  }

  private static List<Tensor> zeros(List<Port> ports, int batch) {
    return ports.stream()
        .map(
            port -> {
              int[] shape = new int[port.shape().size()];
              for (int axis = 0; axis < shape.length; axis++) {
                String size = port.shape().get(axis);
                shape[axis] = axis == 0 ? batch : Integer.parseInt(size);
              }
              return port.type() == ElementType.FLOAT
                  ? Tensor.zeros(shape)
                  : Tensor.zeros(port.type(), shape);
            })
        .toList();
  }

  /** Runs some steps and prints both figures. */
  public static void report(Runnable step) throws IOException {
    step.run();
    double first = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    for (int i = 1; i < STEPS; i++) {
      step.run();
    }
    System.out.println(String.format(Locale.ROOT, "%.0f %.1f", first, peak()));
  }

  /** The least bytes that one of some steps allocates, as C2 may still be at work. */
  private static long allocated(Runnable step, double seconds) {
    long end = System.nanoTime() + (long) (seconds * NANOS);
    do {
      step.run();
    } while (System.nanoTime() < end);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < STEPS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      step.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private static double peak() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
      }
    }
    throw new IOException("/proc/self/status has no VmHWM");
  }
}
