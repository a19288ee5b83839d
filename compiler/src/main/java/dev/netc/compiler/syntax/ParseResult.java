package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.File;
import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.List;

/**
 * What came out of a text.
 *
 * @param file the tree; without the statements and declarations that could not be read
 * @param diagnostics what is wrong, in the order of the text
 */
public record ParseResult(File file, List<Diagnostic> diagnostics) {

  /** Keeps its own copy of the list. */
  public ParseResult {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Whether the tree lacks something because the text is wrong. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
