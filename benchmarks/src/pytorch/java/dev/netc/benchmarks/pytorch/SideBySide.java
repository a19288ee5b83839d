package dev.netc.benchmarks.pytorch;

import dev.netc.runtime.Model;
import dev.netc.runtime.Parallel;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Optimizer;

/**
 * The same network, weights and data in libtorch and in generated Java, in one JVM: compared first,
 * then timed, turn by turn.
 *
 * <p>Arguments: names of networks, all if there are none. Properties: {@code warm} and {@code
 * sample}, seconds; {@code rounds}; {@code threads}, such as {@code 1,2}; {@code jvms}, to run each
 * network by itself in so many JVMs and print {@linkplain SeveralJvms medians}.
 */
public final class SideBySide {
  private static final double WARM = Double.parseDouble(System.getProperty("warm", "8"));
  private static final double SAMPLE = Double.parseDouble(System.getProperty("sample", "0.1"));
  private static final int ROUNDS = Integer.getInteger("rounds", 9);
  private static final int JVMS = Integer.getInteger("jvms", 1);
  private static final String THREADS = System.getProperty("threads", "1");

  /** How far a loss may lie from libtorch's, relative. */
  private static final double TOLERANCE = 1e-3;

  private static final int COMPARED_STEPS = 3;

  private SideBySide() {}

  /** Runs the comparison and prints a line for each network, mode, batch and number of threads. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.printf(
        "JDK %s, vectors %s%n",
        System.getProperty("java.version"),
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "on" : "off");
    System.out.println(JVMS > 1 ? SeveralJvms.HEADING : Timing.HEADING);
    List<String> wanted = Arrays.asList(args);
    for (Subject subject : Subject.ALL) {
      if (!wanted.isEmpty() && !wanted.contains(subject.name())) {
        continue;
      }
      if (JVMS > 1) {
        SeveralJvms.print(subject.name(), JVMS);
      } else {
        subject.trained().forEach(batch -> train(subject, batch));
        subject.inferred().forEach(batch -> infer(subject, batch));
      }
    }
  }

  private static void train(Subject subject, int batch) {
    Model model = subject.model().get();
    TorchNetwork network = subject.torchNetwork().get();
    Subject.copyWeights(model, network);
    Optimizer optimizer = subject.optimizer().apply(network.parameterVector());
    Data data = new Data(subject, batch);
    Trainer trainer = model.trainer();
    List<Tensor> inputs = List.of(data.input);
    List<Tensor> targets = List.of(data.target);
    for (int step = 0; step < COMPARED_STEPS; step++) {
      float wanted = network.step(optimizer, data.torchInput, data.torchTarget, subject.loss());
      // Roundings grow from step to step, and most of all through batch norms.
      agree(subject, trainer.train(inputs, targets), wanted, TOLERANCE * (1 << step));
    }
    time(
        subject,
        "train",
        batch,
        () -> network.step(optimizer, data.torchInput, data.torchTarget, subject.loss()),
        () -> trainer.train(inputs, targets));
  }

  private static void infer(Subject subject, int batch) {
    Model model = subject.model().get();
    TorchNetwork network = subject.torchNetwork().get();
    Subject.copyWeights(model, network);
    network.train(false);
    Data data = new Data(subject, batch);
    Predictor predictor = model.predictor();
    List<Tensor> inputs = List.of(data.input);
    float[] wanted = network.output(data.torchInput);
    float[] got = predictor.predict(inputs).get(0).floats();
    for (int i = 0; i < wanted.length; i++) {
      agree(subject, 1 + got[i], 1 + wanted[i], TOLERANCE);
    }
    time(
        subject,
        "infer",
        batch,
        () -> network.infer(data.torchInput),
        () -> predictor.predict(inputs));
  }

  private static void agree(Subject subject, float got, float wanted, double tolerance) {
    if (!(Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted)))) {
      throw new IllegalStateException(
          "%s: netc computes %s, libtorch %s".formatted(subject.name(), got, wanted));
    }
  }

  private static void time(
      Subject subject, String mode, int batch, Runnable libtorch, Runnable netc) {
    for (String text : THREADS.split(",")) {
      int threads = Integer.parseInt(text);
      TorchNetwork.setThreads(threads);
      Parallel.setThreads(threads);
      int torchCalls = warm(libtorch);
      int netcCalls = warm(netc);
      double[] torchTimes = new double[ROUNDS];
      double[] netcTimes = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        torchTimes[round] = sample(libtorch, torchCalls);
        netcTimes[round] = sample(netc, netcCalls);
      }
      double torchTime = Statistics.median(torchTimes);
      double netcTime = Statistics.median(netcTimes);
      System.out.println(
          new Timing(
              subject.name(),
              mode,
              batch,
              threads,
              Statistics.median(torchTimes),
              Statistics.median(netcTimes)));
    }
  }

  /** Runs until C2 should be done; returns how many calls fill a sample. */
  private static int warm(Runnable work) {
    long end = System.nanoTime() + (long) (WARM * 1e9);
    do {
      work.run();
    } while (System.nanoTime() < end);
    long start = System.nanoTime();
    int calls = 0;
    do {
      work.run();
      calls++;
    } while (System.nanoTime() - start < SAMPLE * 1e9);
    return calls;
  }

  /** Microseconds of a call. */
  private static double sample(Runnable work, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e3 / calls;
  }
}
