package dev.netc.compiler;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.Suggestion;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FixesTest {
  private static final Compiler COMPILER = new Compiler(CompilerOptions.DEFAULT);

  private static SourceFile net(String body) {
    return new SourceFile(
        "net.net",
        """
        network Net {
            input x: float[N, 10]
        %s    output y
        }
        """
            .formatted(body.indent(4)));
  }

  private static Diagnostic only(SourceFile source) {
    List<Diagnostic> diagnostics = COMPILER.analyze(source).diagnostics();
    assertThat(diagnostics).hasSize(1);
    return diagnostics.get(0);
  }

  private static String fixed(SourceFile source) {
    Suggestion fix = only(source).fix().orElseThrow();
    return Edit.apply(source.text(), fix.edits());
  }

  @Test
  void aNearNameThatMendsTheLineIsChecked() {
    assertThat(fixed(net("y = x -> rleu"))).isEqualTo(net("y = x -> relu").text());
  }

  @Test
  void aNameOfAnotherFrameworkIsChecked() {
    assertThat(fixed(net("y = x -> fc1: Dense(3)")))
        .isEqualTo(net("y = x -> fc1: Linear(3)").text());
  }

  @Test
  void aNearArgumentIsChecked() {
    assertThat(fixed(net("y = x -> fc1: Linear(3, bais=true)")))
        .isEqualTo(net("y = x -> fc1: Linear(3, bias=true)").text());
  }

  @Test
  void anAssertedSizeIsLeftOut() {
    assertThat(fixed(net("y = x -> fc1: Linear(3, in_features=5)")))
        .isEqualTo(net("y = x -> fc1: Linear(3)").text());
  }

  @Test
  void aNameThatALayerLacksIsInserted() {
    assertThat(fixed(net("y = x -> Linear(3)")))
        .isEqualTo(net("y = x -> linear1: Linear(3)").text());
  }

  @Test
  void eachOfSeveralIsTriedAlone() {
    SourceFile source = net("y = x -> rleu -> sigmiod");

    List<Diagnostic> diagnostics = COMPILER.analyze(source).diagnostics();

    assertThat(diagnostics.stream().map(d -> d.fix().isPresent()).toList())
        .containsExactly(true, true);
  }

  @Test
  void whatWouldBeWrongNextKeepsItsWordsOnly() {
    // Conv2d is what was meant, but it cannot be applied to rows.
    Diagnostic diagnostic = only(net("y = x -> conv1: Convv2d(8, 3)"));

    assertThat(diagnostic.fix()).isEqualTo(Optional.empty());
    assertThat(diagnostic.advice()).hasSize(1);
    assertThat(diagnostic.advice().get(0).message()).contains("Conv2d");
    assertThat(diagnostic.advice().get(0).edits()).isEmpty();
  }

  @Test
  void whatIsWrongBehindANameThatIsSurelyMeantIsFoundAtOnce() {
    List<Diagnostic> found = COMPILER.analyze(net("y = x -> conv1: Conv2D(8, 3)")).diagnostics();

    assertThat(found.stream().map(Diagnostic::code).toList())
        .containsExactly("E0302", "E0201")
        .inOrder();
    assertThat(found.get(1).fix()).isPresent();
  }

  @Test
  void aGuessIsShownOnlyIfItHelps() {
    SourceFile source = new SourceFile("a.net", "bad bad");
    Span first = source.span(0, 3);
    Diagnostic guessed =
        Diagnostic.error("E0001", "bad")
            .at(first)
            .guess("write `worse`", new Edit(first, "worse"))
            .guess("write `good`", new Edit(first, "good"))
            .build();

    List<Diagnostic> checked =
        Fixes.checked(List.of(guessed), (original, changed) -> unlessGood(changed));

    assertThat(checked.get(0).advice().stream().map(Suggestion::message).toList())
        .containsExactly("write `good`");
    assertThat(checked.get(0).fix()).isPresent();
  }

  @Test
  void withoutTrialsNothingIsCheckedAndNothingGuessed() {
    Compiler hasty = new Compiler(CompilerOptions.DEFAULT.withTrials(CompilerOptions.Trials.NONE));

    Diagnostic diagnostic = hasty.analyze(net("y = x -> rleu")).diagnostics().get(0);

    assertThat(diagnostic.fix()).isEqualTo(Optional.empty());
    assertThat(diagnostic.advice().get(0).edits()).hasSize(1);
  }

  @Test
  void filesThatImportEachOtherAreOneFileInATrial() {
    SourceFile main =
        new SourceFile(
            "main.net",
            """
            import "other.net"
            fn twice(x) = x + x
            network Net {
                input x: float[N, 10]
                y = x -> twce
                output y
            }
            """);
    SourceFile other =
        new SourceFile("other.net", "import \"main.net\"\nfn fourfold(x) = twice(twice(x))\n");
    Imports imports = (importer, path) -> Optional.of(path.equals("main.net") ? main : other);

    List<Diagnostic> diagnostics = COMPILER.analyze(main, imports).diagnostics();

    assertThat(diagnostics).hasSize(1);
    assertThat(diagnostics.get(0).fix()).isPresent();
  }

  @Test
  void aFixInAnImportedFileIsTriedThere() {
    SourceFile main =
        new SourceFile(
            "main.net",
            """
            import "blocks.net"
            network Net {
                input image: float[N, 3, 8, 8]
                output y = image -> block: Block(4)
            }
            """);
    SourceFile blocks =
        new SourceFile(
            "blocks.net",
            "layer Block(width) (x) = x -> conv: Conv2d(width, 3) -> bn: BatchNorm2d\n");

    List<Diagnostic> found =
        COMPILER.analyze(main, (importer, path) -> Optional.of(blocks)).diagnostics();

    assertThat(found.stream().map(Diagnostic::code).toList()).containsExactly("W0411");
    List<Edit> edits = found.get(0).fix().orElseThrow().edits();
    assertThat(edits.get(0).span().file()).isSameInstanceAs(blocks);
    assertThat(Edit.apply(blocks.text(), edits))
        .isEqualTo(
            "layer Block(width) (x) = x -> conv: Conv2d(width, 3, bias=false) -> bn: BatchNorm2d\n");
  }

  @Test
  void trialsAreBounded() {
    SourceFile source = net("y = x" + " -> rleu".repeat(100));

    List<Diagnostic> diagnostics = COMPILER.analyze(source).diagnostics();

    assertThat(diagnostics).hasSize(100);
    assertThat(diagnostics.get(0).fix()).isPresent();
    assertThat(diagnostics.get(99).fix()).isEqualTo(Optional.empty());
    assertThat(diagnostics.get(99).advice().get(0).edits()).hasSize(1);
  }

  @Test
  void soIsTheirWork() {
    SourceFile source = new SourceFile("a.net", "bad bad");
    Diagnostic found =
        Diagnostic.error("E0001", "bad")
            .at(source.span(0, 3))
            .help("write `good`", new Edit(source.span(0, 3), "good"))
            .build();

    List<Diagnostic> checked =
        Fixes.checked(
            List.of(found, found, found),
            (original, changed) -> new Fixes.Trial(List.of(), 600_000));

    assertThat(checked.stream().map(d -> d.fix().isPresent()).toList())
        .containsExactly(true, true, false)
        .inOrder();
  }

  private static Fixes.Trial unlessGood(SourceFile changed) {
    return new Fixes.Trial(
        changed.text().startsWith("good")
            ? List.of()
            : List.of(Diagnostic.error("E0001", "bad").at(changed.span(0, 3)).build()),
        changed.length());
  }
}
