package dev.netc.compiler.fuzz;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.Compilation;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.CompilerOptions.Trials;
import dev.netc.compiler.Imports;
import dev.netc.compiler.autodiff.TrainingGraph.InputGradients;
import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.Enclosing;
import dev.netc.compiler.diagnostics.Label;
import dev.netc.compiler.diagnostics.Suggestion;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.compiler.format.FormatterChecks;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.compiler.syntax.NodeChecks;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds of every text: all that {@code netc check}, {@code compile} and {@code fmt} do goes
 * well.
 */
final class Examination {
  private static final SourceFile BLOCKS =
      new SourceFile(
          "blocks.net",
          """
          import "self.net"
          fn twice(x) = x + x
          layer Block(width=4) (x: [..., K]) { return x -> fc: Linear(width) -> relu }
          """);

  private final SourceFile source;
  private final Set<SourceFile> files;

  private Examination(SourceFile source) {
    this.source = source;
    this.files = Set.of(source, BLOCKS);
  }

  /**
   * Throws if something does not hold.
   *
   * @return what was made of the text
   */
  static Compilation of(Input input) {
    return new Examination(new SourceFile("fuzz.net", input.text())).run(input);
  }

  private Compilation run(Input input) {
    Compilation compilation = new Compiler(options(input)).compile(source, imports());
    compilation.diagnostics().forEach(this::check);
    if (input.isRendered()) {
      String rendered = new TextRenderer(Colors.NONE).render(compilation.diagnostics());
      assertThat(rendered.isEmpty()).isEqualTo(compilation.diagnostics().isEmpty());
    }
    assertThat(compilation.sources())
        .hasSize(compilation.hasErrors() ? 0 : compilation.networks().size());
    if (input.isFormatted()) {
      ParseResult parsed = new Parser().parse(source);
      NodeChecks.assertSpansNest(parsed.file());
      if (!parsed.hasErrors()) {
        FormatterChecks.assertKeeps(source.text());
      }
    }
    return compilation;
  }

  private static CompilerOptions options(Input input) {
    CompilerOptions plain = CompilerOptions.DEFAULT;
    return new CompilerOptions(
        plain.javaPackage(),
        plain.arguments(),
        input.wantsInputGradients() ? InputGradients.ALL : InputGradients.NONE,
        input.triesFixes() ? Trials.EACH_FIX : Trials.NONE,
        plain.levels(),
        plain.limits());
  }

  private Imports imports() {
    return (importer, path) ->
        switch (path) {
          case "blocks.net" -> Optional.of(BLOCKS);
          case "self.net" -> Optional.of(source);
          default -> Optional.empty();
        };
  }

  private void check(Diagnostic diagnostic) {
    List<Span> spans = new ArrayList<>(diagnostic.labels().stream().map(Label::span).toList());
    diagnostic.path().stream().map(Enclosing::call).forEach(spans::add);
    for (Suggestion suggestion : diagnostic.suggestions()) {
      suggestion.edits().stream().map(Edit::span).forEach(spans::add);
      assertThat(Edit.apply(source.text(), editsHere(suggestion))).isNotNull();
    }
    for (Span span : spans) {
      assertWithMessage("where %s points to", diagnostic).that(files).contains(span.file());
      assertThat(span.start()).isAtLeast(0);
      assertThat(span.end()).isAtLeast(span.start());
      assertThat(span.end()).isAtMost(span.file().length());
    }
    assertThat(diagnostic.message()).isNotEmpty();
  }

  private List<Edit> editsHere(Suggestion suggestion) {
    return suggestion.edits().stream().filter(edit -> edit.span().file() == source).toList();
  }
}
