package dev.netc.compiler.format;

import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What came of formatting a text.
 *
 * @param text the new text, with a line end after its last line; absent if the old one has syntax
 *     errors
 * @param errors the syntax errors, in the order of the text
 */
public record Formatted(Optional<String> text, List<Diagnostic> errors) {

  /** Keeps its own copy of the list. */
  public Formatted {
    errors = List.copyOf(errors);
  }
}
