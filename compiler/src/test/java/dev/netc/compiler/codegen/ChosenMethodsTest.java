package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import dev.netc.runtime.ChosenMethods;
import dev.netc.runtime.Convolution;
import org.junit.jupiter.api.Test;

/** The runtime computes products and convolutions as the comments in generated code say. */
final class ChosenMethodsTest {
  private static final int[] SAMPLES = {2, 7, 8, 15, 16, 300};
  private static final int[] INPUTS = {31, 32, 64, 65, 500};
  private static final int[] OUTPUTS = {2, 15, 16, 64, 700};

  @Test
  void products() {
    assumeTrue(ChosenMethods.areKnown());
    for (int samples : SAMPLES) {
      for (int inputs : INPUTS) {
        for (int outputs : OUTPUTS) {
          assertProducts(samples, inputs, outputs);
        }
      }
    }
  }

  private static void assertProducts(int samples, int inputs, int outputs) {
    String text =
        text(
            """
            network Net {
                input x: float[%1$d, 3]
                target t: float[%1$d, %3$d]
                y = x -> first: Linear(%2$d) -> tanh -> fc: Linear(%3$d)
                output y
                loss MSELoss(y, t)
            }
            """
                .formatted(samples, inputs, outputs));
    String sizes = samples + " samples, " + inputs + " inputs, " + outputs + " outputs";
    assertWithMessage("forward, %s", sizes)
        .that(trained(text, "fc"))
        .isEqualTo(ChosenMethods.ofProduct(samples, outputs, inputs, inputs, 1, 1, inputs));
    assertWithMessage("gradient of the weights, %s", sizes)
        .that(trained(text, "dfc.weight"))
        .isEqualTo(ChosenMethods.ofProduct(outputs, inputs, samples, 1, outputs, inputs, 1));
  }

  @Test
  void sizesOfTheRun() {
    String text =
        text(
            """
            network Net {
                input x: float[N, 784]
                target t: float[N, 512]
                y = x -> fc: Linear(512)
                output y
                loss MSELoss(y, t)
            }
            """);
    assertWithMessage("forward")
        .that(trained(text, "fc"))
        .isEqualTo("as inner products, from 8 rows on with an operand laid out in panels");
  }

  @Test
  void convolutions() {
    assumeTrue(ChosenMethods.areKnown());
    assertConvolution("8, 3, groups=8", new Convolution(8, 16, 16, 8, 3, 3).groups(8));
    assertConvolution("16, 16", new Convolution(8, 16, 16, 16, 16, 16));
    assertConvolution(
        "16, 16, padding=1", new Convolution(8, 16, 16, 16, 16, 16).padding(1, 1, 1, 1));
    assertConvolution("16, 1", new Convolution(8, 16, 16, 16, 1, 1));
    assertConvolution("16, 1, stride=2", new Convolution(8, 16, 16, 16, 1, 1).stride(2, 2));
    assertConvolution("16, 1, padding=1", new Convolution(8, 16, 16, 16, 1, 1).padding(1, 1, 1, 1));
    assertConvolution("16, 3, groups=2", new Convolution(8, 16, 16, 16, 3, 3).groups(2));
    assertConvolution("16, 5", new Convolution(8, 16, 16, 16, 5, 5));
  }

  private static void assertConvolution(String arguments, Convolution convolution) {
    String text =
        text(
            """
            network Net {
                input x: float[N, 2, 16, 16]
                target t: float[N, 2]
                y = x -> first: Conv2d(8, 3, padding=1) -> conv: Conv2d(%s) -> mean(dim=[2, 3]) -> fc: Linear(2)
                output y
                loss MSELoss(y, t)
            }
            """
                .formatted(arguments));
    assertWithMessage(arguments)
        .that(trained(text, "conv"))
        .isEqualTo(ChosenMethods.ofConvolution(convolution));
  }

  private static String text(String source) {
    Network network = TrainerAgreement.network(source);
    return Emitter.emit(network, new Compiler(CompilerOptions.DEFAULT).plan(network)).text();
  }

  /** How the last kernel of a value, which is training's, is computed. */
  private static String trained(String text, String value) {
    return KernelCommentTest.comments(text, value).replaceAll("; while in the cache.*", "");
  }
}
