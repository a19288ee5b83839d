package dev.netc.benchmarks;

import dev.netc.benchmarks.networks.Autoencoder;
import dev.netc.benchmarks.networks.Gpt;
import dev.netc.benchmarks.networks.LeNet;
import dev.netc.benchmarks.networks.Lstm;
import dev.netc.benchmarks.networks.Mlp;
import dev.netc.benchmarks.networks.MobileNet;
import dev.netc.benchmarks.networks.ResNet18;
import dev.netc.benchmarks.networks.ResNet20;
import dev.netc.benchmarks.networks.Seed;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parallel;
import dev.netc.runtime.Port;
import dev.netc.runtime.Predictor;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A step of training and an inference of each network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NetworkBenchmark {
  @Param({
    "seed",
    "mlp",
    "lenet",
    "resnet20",
    "resnet18",
    "mobilenet",
    "autoencoder",
    "lstm",
    "gpt"
  })
  String network;

  @Param({"1", "32"})
  int batch;

  @Param("1")
  int threads;

  private Trainer trainer;
  private Predictor predictor;
  private List<Tensor> inputs;
  private List<Tensor> targets;

  /** Makes the network and data for it. */
  @Setup
  public void prepare() {
    Parallel.setThreads(threads);
    Model model =
        switch (network) {
          case "seed" -> new Seed(1);
          case "mlp" -> new Mlp(1);
          case "lenet" -> new LeNet(1);
          case "resnet20" -> new ResNet20(1);
          case "resnet18" -> new ResNet18(1);
          case "mobilenet" -> new MobileNet(1);
          case "autoencoder" -> new Autoencoder(1);
          case "lstm" -> new Lstm(1);
          case "gpt" -> new Gpt(1);
          default -> throw new IllegalArgumentException("no network " + network);
        };
    trainer = model.trainer();
    predictor = model.predictor();
    Random random = new Random(1);
    inputs = model.inputs().stream().map(port -> data(port, random)).toList();
    targets = model.targets().stream().map(port -> data(port, random)).toList();
  }

  private Tensor data(Port port, Random random) {
    int[] shape =
        port.shape().stream()
            .mapToInt(size -> size.equals("N") ? batch : Integer.parseInt(size))
            .toArray();
    if (port.type() == ElementType.FLOAT) {
      return Tensor.randn(random.nextLong(), shape);
    }
    int size = 1;
    for (int dim : shape) {
      size *= dim;
    }
    return Tensor.of(random.ints(size, 0, 10).toArray(), shape);
  }

  /** A step of training. */
  @Benchmark
  public float train() {
    return trainer.train(inputs, targets);
  }

  /** An inference. */
  @Benchmark
  public List<Tensor> infer() {
    return predictor.predict(inputs);
  }
}
