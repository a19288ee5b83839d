package dev.netc.benchmarks.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.*;
import org.bytedeco.pytorch.global.torch;

/** The networks of {@code src/main/netc} in libtorch, with parameters in the same order. */
final class TorchNetworks {
  private TorchNetworks() {}

  static TorchNetwork seed() {
    Chain chain = new Chain();
    chain.conv(1, 6, 3, 0).relu().pool().relu().flatten().linear(1350, 10);
    return chain.network();
  }

  static TorchNetwork mlp() {
    Chain chain = new Chain();
    chain.linear(784, 512).relu().linear(512, 512).relu().linear(512, 10);
    return chain.network();
  }

  static TorchNetwork lenet() {
    Chain chain = new Chain();
    chain.conv(1, 6, 5, 2).relu().pool().conv(6, 16, 5, 0).relu().pool().flatten();
    chain.linear(400, 120).relu().linear(120, 84).relu().linear(84, 10);
    return chain.network();
  }

  /** ResNet-20 for images of 32x32. */
  static TorchNetwork resnet20() {
    TorchNetwork network = new TorchNetwork();
    Conv2dImpl first = network.add(conv(3, 16, 3, 1, 1, false));
    BatchNorm2dImpl norm = network.add(norm(16));
    UnaryOperator<Tensor> blocks = blocks(network, 16, 3, 3);
    LinearImpl fc = network.add(new LinearImpl(64, 10));
    network.forward(
        x -> {
          Tensor y = blocks.apply(norm.forward(first.forward(x)).relu_());
          return fc.forward(y.flatten(2, 3).mean(2L));
        });
    return network;
  }

  /** ResNet-18 for images of 224x224. */
  static TorchNetwork resnet18() {
    TorchNetwork network = new TorchNetwork();
    Conv2dImpl first = network.add(conv(3, 64, 7, 2, 3, false));
    BatchNorm2dImpl norm = network.add(norm(64));
    MaxPool2dOptions options = new MaxPool2dOptions(square(3));
    options.stride().put(new long[] {2, 2});
    options.padding().put(square(1));
    MaxPool2dImpl pool = network.add(new MaxPool2dImpl(options));
    UnaryOperator<Tensor> blocks = blocks(network, 64, 4, 2);
    LinearImpl fc = network.add(new LinearImpl(512, 1000));
    network.forward(
        x -> {
          Tensor y = blocks.apply(pool.forward(norm.forward(first.forward(x)).relu_()));
          return fc.forward(y.flatten(2, 3).mean(2L));
        });
    return network;
  }

  private static UnaryOperator<Tensor> blocks(
      TorchNetwork network, int width, int stages, int depth) {
    List<UnaryOperator<Tensor>> blocks = new ArrayList<>();
    int channels = width;
    for (int stage = 0; stage < stages; stage++) {
      int planes = width << stage;
      for (int i = 0; i < depth; i++) {
        blocks.add(block(network, channels, planes, i == 0 && stage > 0 ? 2 : 1));
        channels = planes;
      }
    }
    return x -> {
      Tensor y = x;
      for (UnaryOperator<Tensor> block : blocks) {
        y = block.apply(y);
      }
      return y;
    };
  }

  private static UnaryOperator<Tensor> block(
      TorchNetwork network, int channels, int planes, int stride) {
    Conv2dImpl conv1 = network.add(conv(channels, planes, 3, stride, 1, false));
    BatchNorm2dImpl norm1 = network.add(norm(planes));
    Conv2dImpl conv2 = network.add(conv(planes, planes, 3, 1, 1, false));
    BatchNorm2dImpl norm2 = network.add(norm(planes));
    if (stride == 1 && channels == planes) {
      return x -> {
        Tensor y = norm1.forward(conv1.forward(x)).relu_();
        return norm2.forward(conv2.forward(y)).add_(x).relu_();
      };
    }
    Conv2dImpl shortcut = network.add(conv(channels, planes, 1, stride, 0, false));
    BatchNorm2dImpl norm3 = network.add(norm(planes));
    return x -> {
      Tensor y = norm1.forward(conv1.forward(x)).relu_();
      return norm2.forward(conv2.forward(y)).add_(norm3.forward(shortcut.forward(x))).relu_();
    };
  }

  /** A small MobileNetV2 for images of 32x32. */
  static TorchNetwork mobilenet() {
    Chain chain = new Chain();
    chain.normed(3, 32, 3, 1, 1).relu6();
    List<UnaryOperator<Tensor>> parts = new ArrayList<>(List.of(chain.sequence::forward));
    int[][] stages = {{16, 1, 1, 1}, {24, 2, 1, 6}, {32, 3, 2, 6}, {64, 3, 2, 6}};
    int channels = 32;
    for (int[] stage : stages) {
      for (int i = 0; i < stage[1]; i++) {
        int stride = i == 0 ? stage[2] : 1;
        parts.add(invertedResidual(chain.network, channels, stage[0], stride, stage[3]));
        channels = stage[0];
      }
    }
    Chain head = new Chain(chain.network);
    parts.add(head.normed(channels, 256, 1, 1, 1).relu6().sequence::forward);
    LinearImpl fc = chain.network.add(new LinearImpl(256, 10));
    chain.network.forward(
        x -> {
          Tensor y = x;
          for (UnaryOperator<Tensor> part : parts) {
            y = part.apply(y);
          }
          return fc.forward(y.flatten(2, 3).mean(2L));
        });
    return chain.network;
  }

  private static UnaryOperator<Tensor> invertedResidual(
      TorchNetwork network, int channels, int planes, int stride, int expand) {
    Chain chain = new Chain(network);
    int inner = channels * expand;
    if (expand > 1) {
      chain.normed(channels, inner, 1, 1, 1).relu6();
    }
    chain.normed(inner, inner, 3, stride, inner).relu6().normed(inner, planes, 1, 1, 1);
    SequentialImpl sequence = chain.sequence;
    return stride == 1 && channels == planes
        ? x -> sequence.forward(x).add_(x)
        : sequence::forward;
  }

  /** Convolutions and transposed convolutions on images of 28x28. */
  static TorchNetwork autoencoder() {
    Chain chain = new Chain();
    chain.conv(1, 16, 3, 2, 1).relu().conv(16, 32, 3, 2, 1).relu().conv(32, 64, 7, 0).relu();
    chain.deconv(64, 32, 7, 1, 0, 0).relu().deconv(32, 16, 3, 2, 1, 1).relu();
    chain.deconv(16, 1, 3, 2, 1, 1).sigmoid().flatten();
    return chain.network();
  }

  static TorchNetwork lstm() {
    TorchNetwork network = new TorchNetwork();
    LSTMOptions options = new LSTMOptions(64, 128);
    options.batch_first().put(true);
    LSTMImpl lstm = network.add(new LSTMImpl(options));
    LinearImpl fc = network.add(new LinearImpl(128, 10));
    network.forward(
        x -> {
          Tensor y = lstm.forward(x).get0();
          return fc.forward(y.select(1, y.size(1) - 1));
        });
    return network;
  }

  /** Two blocks of width 128 with four heads, 64 positions, 96 characters. */
  static TorchNetwork gpt() {
    int length = 64;
    int width = 128;
    int heads = 4;
    TorchNetwork network = new TorchNetwork();
    EmbeddingImpl tokens = network.add(new EmbeddingImpl(96, width));
    EmbeddingImpl positions = network.add(new EmbeddingImpl(length, width));
    Tensor places =
        torch.arange(new Scalar(length), new TensorOptions(torch.ScalarType.Long));
    List<UnaryOperator<Tensor>> blocks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      blocks.add(transformerBlock(network, length, width, heads));
    }
    LayerNormImpl norm = network.add(layerNorm(width));
    LinearImpl head = network.add(new LinearImpl(width, 96));
    network.forward(
        x -> {
          Tensor y = tokens.forward(x).add(positions.forward(places));
          for (UnaryOperator<Tensor> block : blocks) {
            y = block.apply(y);
          }
          return head.forward(norm.forward(y)).view(x.size(0) * length, 96);
        });
    return network;
  }

  private static UnaryOperator<Tensor> transformerBlock(
      TorchNetwork network, int length, int width, int heads) {
    LayerNormImpl norm1 = network.add(layerNorm(width));
    LinearImpl qkv = network.add(new LinearImpl(width, 3L * width));
    LinearImpl proj = network.add(new LinearImpl(width, width));
    LayerNormImpl norm2 = network.add(layerNorm(width));
    LinearImpl fc1 = network.add(new LinearImpl(width, 4L * width));
    LinearImpl fc2 = network.add(new LinearImpl(4L * width, width));
    TensorOptional none = new TensorOptional();
    DoubleOptional scale = new DoubleOptional();
    return x -> {
      long n = x.size(0);
      Tensor z =
          qkv.forward(norm1.forward(x))
              .view(n, length, 3, heads, width / heads)
              .permute(2, 0, 3, 1, 4);
      Tensor a =
          torch.scaled_dot_product_attention(
              z.select(0, 0), z.select(0, 1), z.select(0, 2), none, 0.0, true, scale, false);
      Tensor y = x.add(proj.forward(a.transpose(1, 2).reshape(n, length, width)));
      return y.add(fc2.forward(torch.gelu(fc1.forward(norm2.forward(y)))));
    };
  }

  private static LayerNormImpl layerNorm(int width) {
    return new LayerNormImpl(new LongVector(new long[] {width}));
  }

  private static BatchNorm2dImpl norm(int channels) {
    return new BatchNorm2dImpl(new BatchNormOptions(channels));
  }

  private static Conv2dImpl conv(
      int in, int out, int kernel, int stride, int padding, boolean bias) {
    Conv2dOptions options = new Conv2dOptions(in, out, square(kernel));
    options.stride().put(new long[] {stride, stride});
    options.padding().put(square(padding));
    options.bias().put(bias);
    return new Conv2dImpl(options);
  }

  private static Conv2dImpl conv(int in, int out, int kernel, int stride, int groups) {
    Conv2dOptions options = new Conv2dOptions(in, out, square(kernel));
    options.stride().put(new long[] {stride, stride});
    options.padding().put(square(kernel / 2));
    options.groups().put(groups);
    options.bias().put(false);
    return new Conv2dImpl(options);
  }

  private static LongPointer square(long size) {
    return new LongPointer(new long[] {size, size});
  }

  /** Modules one after another, which Java enters once: libtorch's fastest form. */
  private static final class Chain {
    private final TorchNetwork network;
    private final SequentialImpl sequence = new SequentialImpl();

    Chain() {
      this(new TorchNetwork());
    }

    /** A chain that is a part of a network. */
    Chain(TorchNetwork network) {
      this.network = network;
    }

    Chain conv(int in, int out, int kernel, int padding) {
      return conv(in, out, kernel, 1, padding);
    }

    Chain conv(int in, int out, int kernel, int stride, int padding) {
      sequence.push_back(network.add(TorchNetworks.conv(in, out, kernel, stride, padding, true)));
      return this;
    }

    /** A convolution without bias, of the size of its input if its stride is 1, and batch norm. */
    Chain normed(int in, int out, int kernel, int stride, int groups) {
      sequence.push_back(network.add(TorchNetworks.conv(in, out, kernel, stride, groups)));
      sequence.push_back(network.add(norm(out)));
      return this;
    }

    Chain deconv(int in, int out, int kernel, int stride, int padding, int outputPadding) {
      ConvTranspose2dOptions options = new ConvTranspose2dOptions(in, out, square(kernel));
      options.stride().put(new long[] {stride, stride});
      options.padding().put(new long[] {padding, padding});
      options.output_padding().put(new long[] {outputPadding, outputPadding});
      sequence.push_back(network.add(new ConvTranspose2dImpl(options)));
      return this;
    }

    Chain relu6() {
      sequence.push_back(network.add(new ReLU6Impl(new ReLU6Options(true))));
      return this;
    }

    Chain sigmoid() {
      sequence.push_back(network.add(new SigmoidImpl()));
      return this;
    }

    Chain linear(int in, int out) {
      sequence.push_back(network.add(new LinearImpl(in, out)));
      return this;
    }

    Chain relu() {
      sequence.push_back(network.add(new ReLUImpl()));
      return this;
    }

    Chain pool() {
      sequence.push_back(network.add(new MaxPool2dImpl(new MaxPool2dOptions(square(2)))));
      return this;
    }

    Chain flatten() {
      sequence.push_back(network.add(new FlattenImpl()));
      return this;
    }

    TorchNetwork network() {
      network.forward(sequence::forward);
      return network;
    }
  }
}
