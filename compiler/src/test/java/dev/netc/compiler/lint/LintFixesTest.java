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
  void anAxisOfOneIsTakenFromAPredictionThatIsCompared() {
    fixes(
        """
        y = x -> fc: Linear(1)
        output y
        loss mean(square(y - to_float(label)))
        """,
        """
        y = x -> fc: Linear(1)
        output y
        loss mean(square(squeeze(y, 1) - to_float(label)))
        """);
  }

  @Test
  void whatALossOfProbabilitiesWantsIsPutAroundItsInput() {
    fixes(
        """
        y = x -> fc: Linear(10)
        output y
        loss NLLLoss(y, label)
        """,
        """
        y = x -> fc: Linear(10)
        output y
        loss NLLLoss(log_softmax(y, 1), label)
        """);
  }

  @Test
  void aCallGetsWhatIsToComeBeforeAroundItsArgument() {
    fixes(
        """
        fc = Linear(10)
        output y = fc(image -> conv: Conv2d(4, 3))
        """,
        """
        fc = Linear(10)
        output y = fc(flatten(image -> conv: Conv2d(4, 3)))
        """);
  }

  @Test
  void samplesThatAreTornStayWhole() {
    fixes(
        "output y = image -> view([-1, 512]) -> fc: Linear(10)",
        "output y = image -> view([-1, 3072]) -> fc: Linear(10)");
  }

  @Test
  void whatAStrideLosesIsReached() {
    fixes(
        "output y = image -> conv: Conv2d(4, 3, stride=2)",
        "output y = image -> conv: Conv2d(4, 3, stride=2, padding=1)");
    fixes("output y = image -> max_pool2d(3)", "output y = image -> max_pool2d(3, ceil_mode=true)");
  }

  @Test
  void sizesThatLoseNothingAreDeclared() {
    fixes(
        """
        input sound: float[N, 1, L + 1]
        target states: int[N, L + 1]
        output y = sound -> max_pool1d(2)
        metric mean(to_float(states))
        """,
        """
        input sound: float[N, 1, 2 * L]
        target states: int[N, 2 * L]
        output y = sound -> max_pool1d(2)
        metric mean(to_float(states))
        """);
  }

  @Test
  void aLossThatIsOnlyANameBecomesOne() {
    assertThat(
            fixedUnused("y = x -> fc: Linear(10)\noutput y\nloss = CrossEntropyLoss(y, label)\n"))
        .contains("    loss CrossEntropyLoss(y, label)\n");
  }

  @Test
  void aLineWithoutParametersIsRemoved() {
    assertThat(fixedUnused("z = x * 2  // nothing reads it\noutput y = x -> fc: Linear(1)\n"))
        .isEqualTo(net("output y = x -> fc: Linear(1)\n").text());
  }

  @Test
  void aLineWithParametersStays() {
    assertThat(fixedUnused("z = x -> aux: Linear(2)\noutput y = x -> fc: Linear(1)\n"))
        .contains("z = x -> aux");
  }

  @Test
  void anInputOfTheLossAloneBecomesATarget() {
    fixes(
        """
        input weight: float[N]
        y = x -> fc: Linear(10)
        output y
        loss mean(weight * CrossEntropyLoss(y, label, reduction="none"))
        """,
        """
        target weight: float[N]
        y = x -> fc: Linear(10)
        output y
        loss mean(weight * CrossEntropyLoss(y, label, reduction="none"))
        """);
  }

  /** A text with the fixes of all names in it that are unused, but inputs and targets. */
  private static String fixedUnused(String body) {
    List<Edit> edits =
        new Compiler(CompilerOptions.DEFAULT)
            .analyze(net(body)).diagnostics().stream()
                .filter(diagnostic -> diagnostic.code().equals("W0311"))
                .flatMap(diagnostic -> diagnostic.fix().stream())
                .flatMap(fix -> fix.edits().stream())
                .toList();
    return Edit.apply(net(body).text(), edits);
  }

  @Test
  void dropoutOfTheResultIsLeftOut() {
    fixes("output y = x -> fc: Linear(10) -> Dropout(0.5)", "output y = x -> fc: Linear(10)");
    fixes("output y = dropout(x -> fc: Linear(10), 0.5)", "output y = x -> fc: Linear(10)");
  }
}
