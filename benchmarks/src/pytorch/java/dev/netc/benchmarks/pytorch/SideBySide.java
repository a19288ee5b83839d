package dev.netc.benchmarks.pytorch;

import dev.netc.benchmarks.networks.Autoencoder;
import dev.netc.benchmarks.networks.Gpt;
import dev.netc.benchmarks.networks.LeNet;
import dev.netc.benchmarks.networks.Lstm;
import dev.netc.benchmarks.networks.Mlp;
import dev.netc.benchmarks.networks.MobileNet;
import dev.netc.benchmarks.networks.ResNet18;
import dev.netc.benchmarks.networks.ResNet20;
import dev.netc.benchmarks.networks.Seed;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parallel;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The same network, weights and data in libtorch and in generated Java, in one JVM: compared first,
 * then timed, turn by turn.
 *
 * <p>Arguments: names of networks, all if there are none. Properties: {@code warm} and {@code
 * sample}, seconds; {@code rounds}; {@code threads}, such as {@code 1,2}.
 */
public final class SideBySide {
  private static final double WARM = Double.parseDouble(System.getProperty("warm", "8"));
  private static final double SAMPLE = Double.parseDouble(System.getProperty("sample", "0.1"));
  private static final int ROUNDS = Integer.getInteger("rounds", 9);
  private static final String THREADS = System.getProperty("threads", "1");

  /** How far a loss may lie from libtorch's, relative. */
  private static final double TOLERANCE = 1e-3;

  private static final int COMPARED_STEPS = 3;

  private SideBySide() {}

  /** A network in both forms, and its data. */
  private record Subject(
      String name,
      Supplier<Model> model,
      Supplier<TorchNetwork> torchNetwork,
      Function<TensorVector, Optimizer> optimizer,
      int[] inputShape,
      int classes,
      int labelsPerSample,
      List<Integer> trained,
      List<Integer> inferred) {}

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(
              "seed",
              () -> new Seed(1),
              TorchNetworks::seed,
              parameters -> sgd(parameters, 0.01, 0),
              new int[] {1, 32, 32},
              0,
              10,
              List.of(1, 32, 256),
              List.of(1, 32, 256)),
          new Subject(
              "mlp",
              () -> new Mlp(1),
              TorchNetworks::mlp,
              parameters -> new Adam(parameters, new AdamOptions(1e-3)),
              new int[] {784},
              10,
              1,
              List.of(128),
              List.of(128, 1)),
          new Subject(
              "lenet",
              () -> new LeNet(1),
              TorchNetworks::lenet,
              parameters -> sgd(parameters, 0.01, 0.9),
              new int[] {1, 28, 28},
              10,
              1,
              List.of(64),
              List.of(64, 1)),
          new Subject(
              "resnet20",
              () -> new ResNet20(1),
              TorchNetworks::resnet20,
              parameters -> sgd(parameters, 0.1, 0.9),
              new int[] {3, 32, 32},
              10,
              1,
              List.of(32),
              List.of(1)),
          new Subject(
              "resnet18",
              () -> new ResNet18(1),
              TorchNetworks::resnet18,
              parameters -> sgd(parameters, 0.01, 0.9),
              new int[] {3, 224, 224},
              1000,
              1,
              List.of(8),
              List.of(1)),
          new Subject(
              "mobilenet",
              () -> new MobileNet(1),
              TorchNetworks::mobilenet,
              parameters -> sgd(parameters, 0.05, 0.9),
              new int[] {3, 32, 32},
              10,
              1,
              List.of(32),
              List.of(1)),
          new Subject(
              "autoencoder",
              () -> new Autoencoder(1),
              TorchNetworks::autoencoder,
              parameters -> new Adam(parameters, new AdamOptions(1e-3)),
              new int[] {1, 28, 28},
              0,
              784,
              List.of(64),
              List.of(64, 1)),
          new Subject(
              "lstm",
              () -> new Lstm(1),
              TorchNetworks::lstm,
              parameters -> new Adam(parameters, new AdamOptions(1e-3)),
              new int[] {64, 64},
              10,
              1,
              List.of(32),
              List.of(32)),
          new Subject(
              "gpt",
              () -> new Gpt(1),
              TorchNetworks::gpt,
              parameters -> new AdamW(parameters, new AdamWOptions(1e-3)),
              new int[] {64},
              96,
              64,
              List.of(16),
              List.of(16)));

  private static Optimizer sgd(TensorVector parameters, double lr, double momentum) {
    SGDOptions options = new SGDOptions(lr);
    options.momentum().put(momentum);
    return new SGD(parameters, options);
  }

  /** Runs the comparison and prints a line for each network, mode, batch and number of threads. */
  public static void main(String[] args) {
    System.out.printf(
        "JDK %s, vectors %s%n",
        System.getProperty("java.version"),
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "on" : "off");
    System.out.printf(
        "%-11s %-6s %5s %8s %14s %14s %7s%n",
        "network", "mode", "batch", "threads", "libtorch us", "netc us", "ratio");
    List<String> wanted = Arrays.asList(args);
    for (Subject subject : SUBJECTS) {
      if (wanted.isEmpty() || wanted.contains(subject.name())) {
        subject.trained().forEach(batch -> train(subject, batch));
        subject.inferred().forEach(batch -> infer(subject, batch));
      }
    }
  }

  private static void train(Subject subject, int batch) {
    Model model = subject.model().get();
    TorchNetwork network = subject.torchNetwork().get();
    copyWeights(model, network);
    Optimizer optimizer = subject.optimizer().apply(network.parameterVector());
    Data data = new Data(subject, batch);
    Trainer trainer = model.trainer();
    List<Tensor> inputs = List.of(data.input);
    List<Tensor> targets = List.of(data.target);
    TorchNetwork.TorchLoss loss =
        subject.classes() == 0 ? torch::mse_loss : torch::cross_entropy_loss;
    for (int step = 0; step < COMPARED_STEPS; step++) {
      float wanted = network.step(optimizer, data.torchInput, data.torchTarget, loss);
      agree(subject, trainer.train(inputs, targets), wanted);
    }
    time(
        subject,
        "train",
        batch,
        () -> network.step(optimizer, data.torchInput, data.torchTarget, loss),
        () -> trainer.train(inputs, targets));
  }

  private static void infer(Subject subject, int batch) {
    Model model = subject.model().get();
    TorchNetwork network = subject.torchNetwork().get();
    copyWeights(model, network);
    network.train(false);
    Data data = new Data(subject, batch);
    Predictor predictor = model.predictor();
    List<Tensor> inputs = List.of(data.input);
    float[] wanted = network.output(data.torchInput);
    float[] got = predictor.predict(inputs).get(0).floats();
    for (int i = 0; i < wanted.length; i++) {
      agree(subject, 1 + got[i], 1 + wanted[i]);
    }
    time(
        subject,
        "infer",
        batch,
        () -> network.infer(data.torchInput),
        () -> predictor.predict(inputs));
  }

  private static void agree(Subject subject, float got, float wanted) {
    if (!(Math.abs(got - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted)))) {
      throw new IllegalStateException(
          "%s: netc computes %s, libtorch %s".formatted(subject.name(), got, wanted));
    }
  }

  private static void copyWeights(Model model, TorchNetwork network) {
    List<org.bytedeco.pytorch.Tensor> sources = network.parameters();
    if (sources.size() != model.parameters().size()) {
      throw new IllegalStateException("other parameters: " + model.parameters());
    }
    for (int i = 0; i < sources.size(); i++) {
      float[] values = new float[(int) sources.get(i).numel()];
      sources.get(i).contiguous().data_ptr_float().get(values);
      model.parameters().get(i).value().copyFrom(Tensor.of(values, model.parameters().get(i).value().shape()));
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
      double torchTime = median(torchTimes);
      double netcTime = median(netcTimes);
      System.out.printf(
          "%-11s %-6s %5d %8d %14.1f %14.1f %7.2f%n",
          subject.name(), mode, batch, threads, torchTime, netcTime, torchTime / netcTime);
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

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Equal data for both. */
  private static final class Data {
    final Tensor input;
    final Tensor target;
    final org.bytedeco.pytorch.Tensor torchInput;
    final org.bytedeco.pytorch.Tensor torchTarget;

    Data(Subject subject, int batch) {
      Random random = new Random(7);
      int[] shape = withBatch(batch, subject.inputShape());
      int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      if (subject.name().equals("gpt")) {
        int[] tokens = random.ints(size, 0, subject.classes()).toArray();
        input = Tensor.of(tokens, shape);
        torchInput = AbstractTensor.create(longs(tokens), longs(shape));
      } else {
        float[] values = floats(random, size);
        input = Tensor.of(values, shape);
        torchInput = AbstractTensor.create(values, longs(shape));
      }
      int labels = batch * subject.labelsPerSample();
      if (subject.classes() == 0) {
        float[] values = floats(random, labels);
        int[] wanted = {batch, subject.labelsPerSample()};
        target = Tensor.of(values, wanted);
        torchTarget = AbstractTensor.create(values, longs(wanted));
      } else {
        int[] values = random.ints(labels, 0, subject.classes()).toArray();
        int[] own =
            subject.labelsPerSample() == 1
                ? new int[] {batch}
                : new int[] {batch, subject.labelsPerSample()};
        target = Tensor.of(values, own);
        torchTarget = AbstractTensor.create(longs(values), labels);
      }
    }

    private static float[] floats(Random random, int size) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    private static int[] withBatch(int batch, int[] shape) {
      int[] all = new int[shape.length + 1];
      all[0] = batch;
      System.arraycopy(shape, 0, all, 1, shape.length);
      return all;
    }

    private static long[] longs(int[] values) {
      return Arrays.stream(values).asLongStream().toArray();
    }
  }
}
