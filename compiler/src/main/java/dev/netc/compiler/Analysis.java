package dev.netc.compiler;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network;
import java.util.List;
import java.util.Set;

/**
 * What is known of a file.
 *
 * @param networks those without an error, in the order of the file
 * @param diagnostics by position
 * @param parameters the names of what can be chosen of its networks: the arguments that they take,
 *     each also with the name of its network before it, as {@code LeNet.classes}
 */
public record Analysis(
    List<Network> networks, List<Diagnostic> diagnostics, Set<String> parameters) {
  public Analysis {
    parameters = Set.copyOf(parameters);
    networks = List.copyOf(networks);
    diagnostics = List.copyOf(diagnostics);
  }

  /** The diagnostics that stop a compilation. */
  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  /** The same with other diagnostics. */
  Analysis withDiagnostics(List<Diagnostic> others) {
    return new Analysis(networks, others, parameters);
  }

  /** Whether the same finding is among others already. */
  static boolean isKnown(List<Diagnostic> others, Diagnostic diagnostic) {
    return others.stream()
        .anyMatch(
            other ->
                other.code().equals(diagnostic.code()) && other.span().equals(diagnostic.span()));
  }
}
