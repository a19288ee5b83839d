package dev.netc.compiler;

import dev.netc.compiler.codegen.JavaSource;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network;
import java.util.List;

/**
 * A compiled file.
 *
 * @param networks those without an error, in the order of the file
 * @param diagnostics by position
 * @param sources a class for each network; none if there is an error
 */
public record Compilation(
    List<Network> networks, List<Diagnostic> diagnostics, List<JavaSource> sources) {
  public Compilation {
    networks = List.copyOf(networks);
    diagnostics = List.copyOf(diagnostics);
    sources = List.copyOf(sources);
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
