package dev.netc.compiler.elaborate;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Severity;
import dev.netc.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with a scan, and what is not. */
final class ScanTest {
  private static List<String> messages(String body) {
    String program =
        """
        layer Counting() (x) {
            buffer count: [] = 0
            update count = count + 1
            return x * count
        }
        network Net {
            input x: float[N, T, 4]
            input z: float[N, 3, 4]
            %s
            output y = sum(x)
        }
        """
            .formatted(body);
    return new Compiler(CompilerOptions.DEFAULT)
        .analyze(new SourceFile("scan.net", program)).diagnostics().stream()
            .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
            .map(Diagnostic::message)
            .toList();
  }

  @Test
  void whatIsCarriedKeepsItsShape() {
    assertThat(messages("y = scan xt in x along 1 with h = 0 { h = h + xt }"))
        .containsExactly("`h` is carried as float[] and comes out of a round as float[N, 4]");
  }

  @Test
  void sequencesAreEquallyLong() {
    assertThat(messages("y = scan xt in x, zt in z along 1 { yield xt + zt }"))
        .containsExactly("a scan goes through sequences of T and of 3 side by side");
  }

  @Test
  void theAxisExists() {
    assertThat(messages("y = scan xt in x along 3 { yield xt }"))
        .containsExactly("a scan along axis 3 of a tensor with 3 axes");
  }

  @Test
  void roundsYieldAndDoNotReturn() {
    assertThat(messages("y = scan xt in x { return xt }"))
        .containsExactly("a round of a scan gives its result with `yield`");
  }

  @Test
  void buffersAreNotUpdatedInRounds() {
    assertThat(messages("y = scan xt in x { yield xt -> count: Counting }"))
        .contains("a buffer is not updated within a scan");
  }

  @Test
  void whatARoundBindsIsNotSeenBehindTheScan() {
    assertThat(messages("h = 1\n y = scan xt in x with h = sum(x) { h = h + sum(xt) }\n w = h + 1"))
        .isEmpty();
  }
}
