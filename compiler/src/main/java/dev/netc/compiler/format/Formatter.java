package dev.netc.compiler.format;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import dev.netc.compiler.syntax.TokenTree;
import java.util.List;
import java.util.Optional;

/** Gives texts their canonical look. */
public final class Formatter {
  /** The widest that a line of code gets if it can be helped; comments are left as they are. */
  public static final int WIDTH = 120;

  /**
   * Formats a text. Lines end as its first line does.
   *
   * @param source the text
   * @return the new text, or what is wrong with the old one
   */
  public Formatted format(SourceFile source) {
    ParseResult parsed = new Parser().parse(source);
    if (parsed.hasErrors()) {
      List<Diagnostic> errors = parsed.diagnostics().stream().filter(Diagnostic::isError).toList();
      return new Formatted(Optional.empty(), errors);
    }
    TokenTree tree = TokenTree.of(source);
    Layout layout = new FileLayout(new Words(source, tree)).layout(tree.file());
    String text = new LayoutPrinter(WIDTH).print(layout);
    return new Formatted(Optional.of(withEndsOf(source, text)), List.of());
  }

  private static String withEndsOf(SourceFile source, String text) {
    int first = source.text().indexOf('\n');
    boolean windows = first > 0 && source.text().charAt(first - 1) == '\r';
    return windows ? text.replace("\n", "\r\n") : text;
  }
}
