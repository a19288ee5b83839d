package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Scan;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans and the layers made of them, compiled. */
final class RecurrentTest {
  private static void check(String body) {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, T, 4]
                %s
                output y
                loss sum(square(y))
                optimizer SGD(lr=0.1)
            }
            """
                .formatted(body));
    TrainerAgreement agreement = new TrainerAgreement(network);
    agreement.check(Map.of("N", 2L, "T", 5L));
    agreement.check(Map.of("N", 3L, "T", 1L));
    agreement.check(Map.of("N", 1L, "T", 9L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RNN(3, batch_first=true)",
        "RNN(5, nonlinearity=\"relu\", bias=false, num_layers=2)",
        "GRU(3, num_layers=2, batch_first=true, bidirectional=true)",
        "GRU(3, bias=false)",
      })
  void layersTrainForAnyNumberOfSteps(String layer) {
    check("(y, _) = x -> rnn: " + layer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LSTM(3, batch_first=true)",
        "LSTM(32, batch_first=true)",
        "LSTM(6, num_layers=2, bidirectional=true, dropout=0.5)",
        "LSTM(5, proj_size=2, batch_first=true)",
      })
  void longShortTermMemoriesTrainForAnyNumberOfSteps(String layer) {
    check("(out, (h, c)) = x -> rnn: " + layer + "\n y = sum(out) + h + sum(c)");
  }

  @Test
  void carriedValuesMayChangePlaces() {
    check(
        """
        param w: [4] ~ uniform(-1, 1)
        (s, a, b) = scan xt in x along 1 with a = zeros([4]) + w, b = zeros([4]) {
            (a, b) = (b, a)
            yield xt * a + b
        }
        y = s * a + b
        """);
  }

  @Test
  void roundsDrawNumbersOfTheirOwn() {
    check(
        """
        param w: [4] ~ uniform(-1, 1)
        y = scan xt in x along 1 with h = w { h = h + sum(dropout(xt, 0.5), 0) }
        """);
  }

  @Test
  void aScanGoesThroughARangeAndSeveralSequences() {
    check(
        """
        param w: [4] ~ uniform(-1, 1)
        z = x * w
        (y, _) = scan xt in x, zt in z, i in 0..size(x, 1) along 1 with h = sum(z, 1) {
            h = tanh(h * w + zt) * (i + 1)
            yield h + xt
        }
        """);
  }

  @Test
  void scansNest() {
    check(
        """
        param w: [] ~ uniform(-1, 1)
        y = scan row in x with outer = w {
            inner = scan xt in row with inner = outer { inner = tanh(inner * w + sum(xt)) }
            outer = outer * inner
        }
        """);
  }

  @Test
  void whatDoesNotDependOnTheRoundIsComputedOnce() {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, T, 4]
                input z: float[N, 4]
                param w: [4, 4] ~ uniform(-1, 1)
                y = scan xt in x along 1 with h = zeros([size(x, 0), 4]) { h = tanh(h + z @ w) }
                output y
            }
            """);
    Scan scan =
        (Scan)
            network.inference().values().stream()
                .filter(value -> value.op() instanceof Scan)
                .findFirst()
                .orElseThrow()
                .op();
    assertThat(
            scan.body().values().stream()
                .filter(value -> value.op() instanceof dev.netc.compiler.ir.Contract))
        .isEmpty();
  }
}
