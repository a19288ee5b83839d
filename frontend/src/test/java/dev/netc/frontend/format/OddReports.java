package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Chain;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.Enclosing;
import dev.netc.compiler.diagnostics.Step;
import dev.netc.compiler.diagnostics.Suggestion;
import dev.netc.compiler.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reports in which every text has characters that a format must escape. */
final class OddReports {
  /** Where paths are relative to. */
  static final Path ROOT = Path.of("/home/ann lee/repo");

  static final Places PLACES = new Places(ROOT);

  static final SourceFile FILE =
      new SourceFile("nets/a \"b\" <c> & 100%, d:é.net", "first\nx = \"😀\" -> <bad>\r\nthird\n");

  /** Message, remark and advice over several lines, with quotes, markup and control characters. */
  static final Diagnostic ERROR = error();

  static final Diagnostic WARNING =
      Diagnostic.warning("W0101", "50% of `a,b:c`\r\nis “odd”").at(FILE.span(0, 5)).build();

  private OddReports() {}

  private static Diagnostic error() {
    int at = FILE.text().indexOf("<bad>");
    Diagnostic plain =
        Diagnostic.error("E0301", "expected <\"a\"> & 'b', not ]]>\u0001 or \ud800")
            .at(FILE.span(at, at + 5), "here:\n100 % wrong, really")
            .also(FILE.span(0, 5), "the first & only")
            .in(new Enclosing("Bl<o>ck", "encoder.0", FILE.span(0, 1)))
            .mismatch("[N, 120]", "[N, 400]")
            .note("400 = 16 · 25")
            .trace(
                new Chain(
                    List.of(
                        new Step("image", "[N, 16, 25]", List.of(), Optional.empty()),
                        new Step(
                            "flat",
                            "[N, 400]",
                            List.of("400 = 16 · 25"),
                            Optional.of(FILE.span(0, 5))))))
            .build();
    return plain.withSuggestions(
        List.of(
            new Suggestion(
                "write \"good\"",
                List.of(new Edit(FILE.span(at, at + 5), "\"good\" & well")),
                Suggestion.Standing.CHECKED),
            new Suggestion(
                "or nothing",
                List.of(new Edit(FILE.span(at, at + 5), "")),
                Suggestion.Standing.ADVICE)));
  }

  static Report odd() {
    return new Report(
        List.of(
            new CheckedFile(FILE.name(), List.of(), List.of(WARNING, ERROR)),
            new CheckedFile("clean.net", List.of("Clean"), List.of())),
        List.of("b%\n.net is not UTF-8 text"));
  }

  static Report empty() {
    return new Report(List.of(), List.of());
  }
}
