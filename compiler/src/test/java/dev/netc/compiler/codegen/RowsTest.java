package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.source.SourceFile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums over rows and what is made of them, done row by row in one kernel. */
final class RowsTest {
  /** Rows of 80, in samples of 6, with weights, so that there are gradients. */
  private static String program(String body) {
    return """
    network Net {
        input x: float[N, 6, 80]
        param w: [80] ~ uniform(-1, 1)
        param v: [6, 80] ~ uniform(0.5, 1)
        h = x * w + v
        %s
        output y
        loss sum(square(y + 0.1))
        optimizer SGD(lr=0.1)
    }
    """
        .formatted(body);
  }

  private static String source(String body) {
    return new Compiler(CompilerOptions.DEFAULT)
        .compile(new SourceFile("net.net", program(body)))
        .sources()
        .get(0)
        .text();
  }

  private static void assertComputesWhatTheInterpreterComputes(String body) {
    TrainerAgreement agreement = new TrainerAgreement(TrainerAgreement.network(program(body)));
    agreement.check(Map.of("N", 3L));
    agreement.check(Map.of("N", 1L));
    agreement.check(Map.of("N", 17L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = softmax(h, -1)",
        "y = log_softmax(3 * h, -1)",
        "y = h -> norm: LayerNorm",
        "y = h -> norm: RMSNorm",
        "y = softmax(where(v > 0.7, h, -inf), -1) * h",
        "y = softmax(masked_fill(h, arange(80) > 70, -inf), -1)",
        "y = h + (h -> a: LayerNorm -> gelu -> b: LayerNorm)",
        "y = h / sqrt(sum(square(h), -1, keepdim=true) + 1) - mean(h, -1, keepdim=true)",
        "y = relu(h - mean(h, -1, keepdim=true)) * amax(h, -1, keepdim=true)",
        "y = softmax(cat([h[:, :, 0:40], h[:, :, 20:60]], -1), -1)",
        "y = h -> flatten -> norm: LayerNorm",
        "y = softmax(h -> flatten, -1) + reshape(h, [N, 480]) / exp(amax(h -> flatten, 1, keepdim=true))",
        "y = softmax(transpose(h, 0, 1), -1)",
      })
  void computeWhatTheInterpreterComputes(String body) {
    assertComputesWhatTheInterpreterComputes(body);
    assertThat(source(body)).contains(", row by row");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = softmax(h, 1)",
        "y = h / (1 + sum(square(h), 0, keepdim=true))",
      })
  void whatIsNoRowIsDoneOtherwise(String body) {
    assertComputesWhatTheInterpreterComputes(body);
    assertThat(source(body)).doesNotContain(", row by row");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = softmax(h[:, :, 0:40], -1)",
        "y = h - flip(mean(h, -1, keepdim=true), [1])",
        "y = h - mean(h, -1, keepdim=true)[:, 0:1]",
        "y = h / amax(h, -1, keepdim=true) + flip(h, [-1])",
      })
  void sumsOfOtherRowsAreKnownBefore(String body) {
    assertComputesWhatTheInterpreterComputes(body);
  }

  @Test
  void whatOnlyARowNeedsTakesNoMemory() {
    String text = source("y = h -> norm: LayerNorm");
    String inference =
        text.substring(text.indexOf("class Predictor"), text.indexOf("class Evaluator"));
    // The output alone: the input stays in the caller's array.
    assertThat(inference.lines().filter(line -> line.matches(".* = grow\\(.* \\(long\\) .*")))
        .hasSize(1);
  }
}
