package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import org.junit.jupiter.api.Test;

/** What stands over a convolution's method says how it is computed. */
final class KernelCommentTest {
  @Test
  void channelsByThemselves() {
    assertComments("conv: Conv2d(8, 3, groups=8)", "channel by channel", "channel by channel");
  }

  @Test
  void windowsAsLargeAsTheImage() {
    String whole = "as a product of whole images";
    assertComments("conv: Conv2d(16, 16)", whole, whole);
  }

  @Test
  void windowsOfAPixel() {
    assertComments("conv: Conv2d(16, 1)", "as a product of pixels", "as a product of pixels");
  }

  @Test
  void stridesAndPaddingAreShifted() {
    String shifted = "as a product of shifted planes";
    assertComments("conv: Conv2d(16, 1, stride=2)", shifted, shifted);
    assertComments("conv: Conv2d(16, 1, padding=1)", shifted, shifted);
    assertComments("conv: Conv2d(16, 16, padding=1)", shifted, shifted);
    assertComments("conv: Conv2d(16, 3, groups=2)", shifted, shifted);
  }

  @Test
  void aPoolBehind() {
    assertComments(
        "conv: Conv2d(16, 3) -> max_pool2d(2)",
        "with its pool",
        "from the greatest of each window");
  }

  /** Checks the comments over the convolution and over the gradient of its weights. */
  private static void assertComments(String layers, String forward, String ofWeights) {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 2, 16, 16]
                target t: float[N, 2]
                y = x -> first: Conv2d(8, 3, padding=1) -> %s -> mean(dim=[2, 3]) -> fc: Linear(2)
                output y
                loss MSELoss(y, t)
            }
            """
                .formatted(layers));
    String text = Emitter.emit(network, new Compiler(CompilerOptions.DEFAULT).plan(network)).text();
    assertThat(comments(text, layers.contains("pool") ? "max_pool2d" : "conv")).contains(forward);
    assertThat(comments(text, "dconv.weight")).isEqualTo(ofWeights);
  }

  /** What the last comment over a kernel of a value says behind the line. */
  static String comments(String text, String value) {
    String found = "";
    for (String line : text.lines().toList()) {
      if (line.contains("* " + value + ": ") && line.contains(" — ")) {
        found = line.substring(line.indexOf(", ", line.indexOf(" — ")) + 2);
      }
    }
    return found;
  }
}
