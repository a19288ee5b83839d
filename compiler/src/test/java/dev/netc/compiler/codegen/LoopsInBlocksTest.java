package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.source.SourceFile;
import dev.netc.runtime.Blocks;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops whose elements are computed a block at a time, by routines of the runtime. */
final class LoopsInBlocksTest {
  /**
   * Rows of 80, with weights, so that there are gradients; {@code y} is to be made of {@code h}.
   */
  private static String program(String body) {
    return """
    network Net {
        input x: float[N, 80]
        param w: [80] ~ uniform(-1, 1)
        param v: [80] ~ uniform(0.5, 1)
        h = x * w + 0.1 * v
        %s
        output y
        loss sum(square(y))
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = where(h > 0, h, v * exp(h))",
        "y = gelu(h) * sigmoid(h + v) + tanh(v)",
        "y = relu(h) - relu6(3 * h + 1)",
        "y = clamp(h, -0.3, 0.4) * maximum(h, v) + h / v",
        "y = where((h > 0.1 and h < v) or not (h != w), 2.0, h)",
        "y = softplus(h) + elu(h - v) + log1p(square(h)) + pow(v, h)",
        "y = dropout(h, 0.25) * v",
        "y = erf(h[:, 0::2]) + h[:, 1::2] * 0.5",
        "y = gelu(h) + exp(-(v * v)) * (1 + erf(v))",
        "y = cat([relu(h), h * v, flip(tanh(h), [1])], 1)",
        "y = pad(h, [3, 1]) + sin(pad(w, [0, 4]))",
        "(a, b, c, d) = split(h, 20, 1)\n y = sigmoid(a) * tanh(b) + exp(c) - relu(d)",
        "y = sum(relu(h), 1, keepdim=true) * abs(h) + floor(v) + mean(h) * exp(h)",
        "y = h + transpose(transpose(sigmoid(h), 0, 1) * 2, 0, 1)",
      })
  void computeWhatTheInterpreterComputes(String body) {
    Network network = TrainerAgreement.network(program(body));
    TrainerAgreement agreement = new TrainerAgreement(network);
    agreement.check(Map.of("N", 3L));
    agreement.check(Map.of("N", 1L));
    agreement.check(Map.of("N", 40L));
    assertThat(source(body)).contains(", in blocks");
  }

  @Test
  void slopesAreComputedBesideValues() {
    String text = source("y = gelu(h) @ reshape(w, [80, 1])");
    assertThat(text).contains("Blocks.erfPlusOne(");
    assertThat(text).doesNotContain("Blocks.exp(");
    assertThat(text).doesNotContain("Blocks.erf(");
  }

  @Test
  void timesTheSlopeOfAFunctionIsOneCall() {
    String java = source("y = sigmoid(h) * tanh(h * v)");
    assertThat(java).contains("Blocks.sigmoidSlope(");
    assertThat(java).contains("Blocks.tanhSlope(");
    assertThat(java).doesNotContain("Blocks.sub(1f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LSTM(32, batch_first=true)",
        "LSTM(32, num_layers=2, bidirectional=true, bias=false)",
        "LSTM(40, proj_size=33)",
        "GRU(32, batch_first=true)",
        "GRU(35, num_layers=2, bidirectional=true, bias=false)",
      })
  void theGatesOfACellAreOneCall(String layer) {
    String program =
        """
        network Net {
            input x: float[N, 5, 8]
            (y, _) = x -> rnn: %s
            output y
            loss sum(square(y))
            optimizer SGD(lr=0.1)
        }
        """
            .formatted(layer);
    new TrainerAgreement(TrainerAgreement.network(program)).check(Map.of("N", 2L));
    String java =
        new Compiler(CompilerOptions.DEFAULT)
            .compile(new SourceFile("net.net", program))
            .sources()
            .get(0)
            .text();
    String routine = layer.startsWith("LSTM") ? "lstm" : "gru";
    assertThat(java).contains("Gates." + routine + "(");
    assertThat(java).contains("Gates." + routine + "Backward(");
    assertThat(java).contains(", in blocks, gates in one routine");
    assertThat(java).doesNotContain("Blocks.sigmoid");
    assertThat(java).doesNotContain("Blocks.tanh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A gate and the state are used elsewhere, the hidden state in a sum.
        "c = sigmoid(f) * v + sigmoid(i) * tanh(g)\n y = sigmoid(o) * tanh(c) + c * sigmoid(i) - o",
        // A gate reads the state, and so cannot be computed with it.
        "c = sigmoid(f) * v + sigmoid(i) * tanh(g)\n y = sigmoid(o + c) * tanh(c)",
        // A product is used elsewhere.
        "p = sigmoid(i) * tanh(g)\n y = sigmoid(o) * tanh(sigmoid(f) * v + p) + p",
        "z = sigmoid(i + f)\n y = (1 - z) * tanh(g + sigmoid(o + h) * v) + z * h - z",
        "z = sigmoid(i + f)\n y = (1 - z) * tanh(g + sigmoid(o + h) * v) + z * h - exp(1 - z)",
        // Two cells, of which one reads the other.
        "c = sigmoid(f) * v + sigmoid(i) * tanh(g)\n s = sigmoid(o) * tanh(c)\n"
            + " y = sigmoid(i) * tanh(sigmoid(s) * c + sigmoid(o - s) * tanh(h))",
      })
  void cellsAmongOthersComputeWhatTheInterpreterComputes(String body) {
    String gates = "i = h * 2\n f = h + 1\n g = h - v\n o = 1 - h * v\n ";
    TrainerAgreement agreement =
        new TrainerAgreement(TrainerAgreement.network(program(gates + body)));
    agreement.check(Map.of("N", 3L));
    agreement.check(Map.of("N", 1L));
  }

  @Test
  void longRowsAreCutIntoBlocks() {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 1300]
                param w: [1300] ~ uniform(-1, 1)
                y = relu(x + w) * sigmoid(w)
                output y
                loss sum(square(y))
                optimizer SGD(lr=0.1)
            }
            """);
    new TrainerAgreement(network).check(Map.of("N", 2L));
  }

  @Test
  void plainArithmeticAtOnePlaceStaysAPlainLoop() {
    String sum =
        """
        network Net {
            input a: float[N, 80]
            input b: float[N, 80]
            y = a * b + abs(a) / 2
            output y
        }
        """;
    String java =
        new Compiler(CompilerOptions.DEFAULT)
            .compile(new SourceFile("net.net", sum))
            .sources()
            .get(0)
            .text();
    assertThat(java).contains("y[yStart + i] = aStartAt * b[bStart + i] + Math.abs(aStartAt) / 2f");
    assertThat(java).doesNotContain("in blocks");
  }

  @Test
  void shortRowsStayPlainLoops() {
    String java =
        new Compiler(CompilerOptions.DEFAULT)
            .compile(
                new SourceFile(
                    "net.net",
                    """
                    network Net {
                        input x: float[N, 5]
                        param w: [5] ~ uniform(-1, 1)
                        y = where(x > w, x, w)
                        output y
                    }
                    """))
            .sources()
            .get(0)
            .text();
    assertThat(java).doesNotContain("in blocks");
  }

  @Test
  void thereIsARoutineForEachFunction() {
    Set<String> routines =
        Arrays.stream(Blocks.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    for (Elementwise function : Elementwise.values()) {
      if (function != Elementwise.STOP_GRADIENT) { // Graphs that are compiled have none.
        assertWithMessage("Blocks").that(routines).contains(function.toString());
      }
    }
  }
}
