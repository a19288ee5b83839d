package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.source.SourceFile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention and its like, a block of the scores' rows at a time. */
final class TilesTest {
  private static final String TILES = " rows of a matrix at a time";
  private static final String HIDDEN = TILES + ", without what its mask hides";

  /** Queries, keys and values of two heads, six wide. */
  private static String program(int positions, String body) {
    return """
    fn _heads(x: [N, T, C]) = transpose(reshape(x, [N, T, 2, C / 2]), 1, 2)

    network Net {
        input x: float[N, %1$d, 12]
        input z: float[N, 90, 12]
        param w: [12, 36] ~ uniform(-1, 1)
        param bias: [%1$d, %1$d] ~ uniform(-1, 1)
        (xq, xk, xv) = split(x @ w + bias[0, 0], 12, -1)
        (q, k, v) = (_heads(xq), _heads(xk), _heads(xv))
        m = _heads(z)
        %2$s
        output y
        loss sum(square(y + 0.1))
        optimizer SGD(lr=0.1)
    }
    """
        .formatted(positions, body);
  }

  private static String source(String program) {
    return new Compiler(CompilerOptions.DEFAULT)
        .compile(new SourceFile("net.net", program))
        .sources()
        .get(0)
        .text();
  }

  private static void assertComputesWhatTheInterpreterComputes(String program) {
    TrainerAgreement agreement = new TrainerAgreement(TrainerAgreement.network(program));
    agreement.check(Map.of("N", 2L));
    agreement.check(Map.of("N", 1L));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 65, 130, 200})
  void computeWhatTheInterpreterComputes(int positions) {
    String program =
        program(positions, "y = scaled_dot_product_attention(q, k, v, is_causal=true)");
    assertComputesWhatTheInterpreterComputes(program);
    assertThat(source(program)).contains(TILES);
  }

  /** Masks that compare a row with a column hide what need not be computed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = scaled_dot_product_attention(q, k, v, is_causal=true)",
        "y = scaled_dot_product_attention(q, k, v, attn_mask=tril(ones([T, T]), 3) > 0)",
        "y = scaled_dot_product_attention(q, k, v, attn_mask=tril(ones([T, T])) == 1)",
        "y = softmax(masked_fill(q @ transpose(k), triu(ones([T, T]), 2) > 0.5, -inf), -1) @ v",
        "y = scaled_dot_product_attention(q, k, v, attn_mask=where(tril(ones([T, T])) > 0, 0, -inf))",
        "y = scaled_dot_product_attention(q, k, v, attn_mask=bias + where(tril(ones([T, T])) > 0, 0, -inf))",
        "y = (softmax(where(tril(ones([T, T])) == 0, -inf, q @ transpose(k)), -1) -> drop: Dropout(0.3)) @ v",
        "y = softmax(where(tril(ones([T, T])) > 0, 20 * tanh(q @ transpose(k) / 20), -inf), -1) @ v + q",
      })
  void whatAMaskHidesIsLeftOut(String body) {
    for (int positions : new int[] {64, 70, 130, 200, 300}) {
      String program = program(positions, body.replace("T", Integer.toString(positions)));
      assertThat(source(program)).contains(HIDDEN);
      assertComputesWhatTheInterpreterComputes(program);
    }
  }

  /** Of these masks nothing is hidden on one side of a diagonal, or it is not known. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = scaled_dot_product_attention(q, k, v, attn_mask=bias > 0)",
        "y = scaled_dot_product_attention(q, k, v, attn_mask=triu(ones([T, T])) > 0)",
        "y = scaled_dot_product_attention(q, k, v, attn_mask=tril(ones([T, T])))",
        "y = softmax(where(tril(ones([T, T])) > 0, q @ transpose(k), -9), -1) @ v",
        "y = softmax(where(tril(ones([T, T]), -1) > 0, q @ transpose(k), -9), -1) @ v",
        "y = log_softmax(where(tril(ones([T, T])) > 0, q @ transpose(k), -inf), -1)[:, :, :, 0:1] + v",
      })
  void whatOtherMasksHideIsComputed(String body) {
    String program = program(70, body.replace("T", "70"));
    assertThat(source(program)).doesNotContain(HIDDEN);
    assertComputesWhatTheInterpreterComputes(program);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = scaled_dot_product_attention(q, k, v)",
        "y = scaled_dot_product_attention(q, k, v, attn_mask=bias)",
        "y = scaled_dot_product_attention(q, k, v, attn_mask=bias > 0, scale=2)",
        "y = scaled_dot_product_attention(q, m, m)",
        "y = scaled_dot_product_attention(m, k, v)",
        "y = softmax(0.1 * q @ transpose(k), -1) @ v",
        "y = transpose(softmax(q @ transpose(k), -1) @ v, 1, 2)",
        "y = softmax(20 * tanh(q @ transpose(k) / 20), -1) @ v + q",
      })
  void manyFormsAreTaken(String body) {
    String program = program(70, body);
    assertComputesWhatTheInterpreterComputes(program);
    assertThat(source(program)).contains(TILES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = (softmax(q @ transpose(k), -1) -> drop: Dropout(0.3)) @ v",
        "y = softmax(q @ transpose(k), -1)",
        "p = softmax(q @ transpose(k), -1)\\n y = p @ v + p[:, :, :, 0:6]",
        "y = softmax(q @ transpose(k), -1) @ softmax(k @ transpose(q), -1)",
        "y = softmax(softmax(q @ transpose(k), -1) @ softmax(k @ transpose(q), -1), -1) @ v",
        "y = softmax(q @ transpose(k), -2) @ v",
        "y = softmax(transpose(q @ transpose(k)), -1) @ v",
        "y = relu(q @ transpose(k)) @ v",
        "y = softmax(transpose(softmax(q @ transpose(k), -1)) @ q @ transpose(k), -1) @ v",
      })
  void whatIsNearComputesWhatTheInterpreterComputes(String body) {
    assertComputesWhatTheInterpreterComputes(program(72, body.replace("\\n", "\n")));
  }

  @Test
  void noMatrixOfScoresIsInMemory() {
    String text = source(program(160, "y = scaled_dot_product_attention(q, k, v, is_causal=true)"));
    assertThat(text).contains(TILES);
    String scores = Integer.toString(2 * 160 * 160);
    assertThat(
            text.lines().filter(line -> line.contains("grow(") && line.contains(scores)).toList())
        .isEmpty();
  }
}
