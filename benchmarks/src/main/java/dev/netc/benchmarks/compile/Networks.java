package dev.netc.benchmarks.compile;

import dev.netc.compiler.source.SourceFile;

/** Networks of any depth, as text that the compiler reads. */
final class Networks {
  private static final String BOTTLENECK =
      """
      /// Three convolutions with batch norm and a skip connection.
      layer Bottleneck(planes, stride=1) (x: [N, C, H, W]) {
          y = x
              -> conv1: Conv2d(planes, 1, bias=false) -> bn1: BatchNorm2d -> relu
              -> conv2: Conv2d(planes, 3, stride=stride, padding=1, bias=false) -> bn2: BatchNorm2d -> relu
              -> conv3: Conv2d(4 * planes, 1, bias=false) -> bn3: BatchNorm2d
          if stride == 1 and C == 4 * planes { return relu(y + x) }
          short = x -> downsample: { Conv2d(4 * planes, 1, stride=stride, bias=false) -> BatchNorm2d }
          return relu(y + short)
      }

      network %s {
          input  image: float[N, 3, 224, 224]
          target label: int[N]
          logits = image
              -> conv1: Conv2d(64, 7, stride=2, padding=3, bias=false) -> bn1: BatchNorm2d -> relu
              -> max_pool2d(3, stride=2, padding=1)
              -> layer1: repeat(%d) i { Bottleneck(64) }
              -> layer2: repeat(%d) i { Bottleneck(128, stride = if i == 0 { 2 } else { 1 }) }
              -> layer3: repeat(%d) i { Bottleneck(256, stride = if i == 0 { 2 } else { 1 }) }
              -> layer4: repeat(%d) i { Bottleneck(512, stride = if i == 0 { 2 } else { 1 }) }
              -> adaptive_avg_pool2d(1) -> flatten -> fc: Linear(1000)
          output logits
          loss CrossEntropyLoss(logits, label)
          optimizer SGD(lr=0.1, momentum=0.9)
      }
      """;

  private Networks() {}

  /** torchvision's ResNet-50, as one would write it. */
  static SourceFile resNet50() {
    return file(BOTTLENECK.formatted("ResNet50", 3, 4, 6, 3));
  }

  /** torchvision's ResNet-152. */
  static SourceFile resNet152() {
    return file(BOTTLENECK.formatted("ResNet152", 3, 8, 36, 3));
  }

  /** ResNet-50 without a loop or a layer of its own: each layer on a line of its own. */
  static SourceFile unrolledResNet50() {
    StringBuilder text =
        new StringBuilder(
            """
            network ResNet50 {
                input  image: float[N, 3, 224, 224]
                target label: int[N]
                x0 = image
                    -> conv1: Conv2d(64, 7, stride=2, padding=3, bias=false)
                    -> bn1: BatchNorm2d
                    -> relu
                    -> max_pool2d(3, stride=2, padding=1)
            """);
    int[] blocks = {3, 4, 6, 3};
    int block = 0;
    for (int stage = 0; stage < blocks.length; stage++) {
      int planes = 64 << stage;
      for (int i = 0; i < blocks[stage]; i++) {
        block++;
        int stride = i == 0 && stage > 0 ? 2 : 1;
        text.append(
            """
                y%1$d = x%2$d
                    -> conv%1$d_1: Conv2d(%3$d, 1, bias=false)
                    -> bn%1$d_1: BatchNorm2d
                    -> relu
                    -> conv%1$d_2: Conv2d(%3$d, 3, stride=%5$d, padding=1, bias=false)
                    -> bn%1$d_2: BatchNorm2d
                    -> relu
                    -> conv%1$d_3: Conv2d(%4$d, 1, bias=false)
                    -> bn%1$d_3: BatchNorm2d
            """
                .formatted(block, block - 1, planes, 4 * planes, stride));
        text.append(
            i > 0
                ? "    x%1$d = relu(y%1$d + x%2$d)\n".formatted(block, block - 1)
                : """
                    s%1$d = x%2$d
                        -> down%1$d: Conv2d(%3$d, 1, stride=%4$d, bias=false)
                        -> bn%1$d_d: BatchNorm2d
                    x%1$d = relu(y%1$d + s%1$d)
                """
                    .formatted(block, block - 1, 4 * planes, stride));
      }
    }
    return file(
        text
            + """
                logits = x%d -> adaptive_avg_pool2d(1) -> flatten -> fc: Linear(1000)
                output logits
                loss CrossEntropyLoss(logits, label)
                optimizer SGD(lr=0.1, momentum=0.9)
            }
            """
                .formatted(block));
  }

  /** A chain of linear layers with a nonlinearity behind each, each on a line of its own. */
  static SourceFile chain(int layers) {
    StringBuilder text =
        new StringBuilder(
            """
            network Chain {
                input  x: float[N, 16]
                target y: float[N, 16]
                z = x
            """);
    for (int i = 1; i <= layers; i++) {
      text.append("        -> fc").append(i).append(": Linear(16) -> tanh\n");
    }
    text.append(
        """
            output z
            loss MSELoss(z, y)
            optimizer SGD(lr=0.1, momentum=0.9)
        }
        """);
    return file(text.toString());
  }

  private static SourceFile file(String text) {
    return new SourceFile("network.net", text);
  }
}
