package dev.netc.compiler.lint;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.SourceFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code netc fix} makes of lines that get a warning. */
final class LintFixesTest {
  private static SourceFile net(String body) {
    return new SourceFile(
        "net.net",
        """
        network Net {
            input  x: float[N, 20]
            input  image: float[N, 3, 32, 32]
            target label: int[N]
        %s}
        """
            .formatted(body.indent(4)));
  }

  private static Diagnostic only(String body) {
    List<Diagnostic> found =
        new Compiler(CompilerOptions.DEFAULT)
            .analyze(net(body)).diagnostics().stream()
                .filter(diagnostic -> !diagnostic.code().equals("W0311"))
                .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static void fixes(String body, String expected) {
    String fixed = Edit.apply(net(body).text(), only(body).fix().orElseThrow().edits());
    assertThat(fixed).isEqualTo(net(expected).text());
  }

  @Test
  void aSoftmaxBeforeTheCrossEntropyIsLeftOut() {
    fixes(
        """
        y = x -> fc: Linear(10) -> softmax(1)
        output best = argmax(y, 1)
        loss CrossEntropyLoss(y, label)
        """,
        """
        y = x -> fc: Linear(10)
        output best = argmax(y, 1)
        loss CrossEntropyLoss(y, label)
        """);
  }

  @Test
  void aSoftmaxThatAnOutputIsForStays() {
    Diagnostic diagnostic =
        only(
            """
            y = x -> fc: Linear(10) -> softmax(1)
            output y
            loss CrossEntropyLoss(y, label)
            """);

    assertThat(diagnostic.code()).isEqualTo("W0401");
    assertThat(diagnostic.fix()).isEqualTo(Optional.empty());
  }

  @Test
  void theNumberOfInputChannelsIsLeftOut() {
    fixes(
        "output y = image -> conv: Conv2d(3, 16, 3) -> flatten",
        "output y = image -> conv: Conv2d(16, 3) -> flatten");
  }

  @Test
  void aFlattenIsPutBeforeALinearMap() {
    fixes(
        "output y = image -> conv: Conv2d(4, 3) -> relu -> fc: Linear(10)",
        "output y = image -> conv: Conv2d(4, 3) -> relu -> flatten -> fc: Linear(10)");
  }

  @Test
  void aBiasBeforeANormalisationIsLeftOut() {
    fixes(
        """
        conv = Conv2d(4, 3)
        output y = image -> conv -> bn: BatchNorm2d
        """,
        """
        conv = Conv2d(4, 3, bias=false)
        output y = image -> conv -> bn: BatchNorm2d
        """);
  }

  @Test
  void dropoutOfTheResultIsLeftOut() {
    fixes("output y = x -> fc: Linear(10) -> Dropout(0.5)", "output y = x -> fc: Linear(10)");
    fixes("output y = dropout(x -> fc: Linear(10), 0.5)", "output y = x -> fc: Linear(10)");
  }
}
