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
import dev.netc.runtime.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
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
 * A network in both forms, and what its data look like.
 *
 * @param classes of the targets; 0 if they are numbers
 * @param labelsPerSample the targets of a sample
 * @param trained the sizes of batches to train with
 * @param inferred the sizes of batches to predict
 */
record Subject(
    String name,
    Supplier<Model> model,
    Supplier<TorchNetwork> torchNetwork,
    Function<TensorVector, Optimizer> optimizer,
    int[] inputShape,
    int classes,
    int labelsPerSample,
    List<Integer> trained,
    List<Integer> inferred) {

  static final List<Subject> ALL =
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

  /** The loss that the network is trained with. */
  TorchNetwork.TorchLoss loss() {
    return classes == 0 ? torch::mse_loss : torch::cross_entropy_loss;
  }

  /** Gives a model the weights of a network. */
  static void copyWeights(Model model, TorchNetwork network) {
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
}
