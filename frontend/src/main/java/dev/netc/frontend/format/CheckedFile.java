package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.List;

/**
 * One file that was checked.
 *
 * @param name as the user named it
 * @param networks the networks in it that are free of errors
 * @param diagnostics by position; also those of files that it imports
 */
public record CheckedFile(String name, List<String> networks, List<Diagnostic> diagnostics) {

  /** Keeps its own copies of the lists. */
  public CheckedFile {
    networks = List.copyOf(networks);
    diagnostics = List.copyOf(diagnostics);
  }

  /** Whether it has an error. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
