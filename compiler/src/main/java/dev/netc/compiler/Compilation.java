package dev.netc.compiler;

import dev.netc.compiler.codegen.JavaSource;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network;
import java.util.List;
import java.util.Set;

/**
 * A compiled file.
 *
 * @param networks those without an error, in the order of the file
 * @param diagnostics by position
 * @param parameters the names of what can be chosen of its networks: the arguments that they take,
 *     each also with the name of its network before it, as {@code LeNet.classes}
 * @param sources a class for each network; none if there is an error
 */
public record Compilation(
    List<Network> networks,
    List<Diagnostic> diagnostics,
    Set<String> parameters,
    List<JavaSource> sources) {
  public Compilation {
    networks = List.copyOf(networks);
    diagnostics = List.copyOf(diagnostics);
    parameters = Set.copyOf(parameters);
    sources = List.copyOf(sources);
  }

  /** The diagnostics that stop a compilation. */
  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
