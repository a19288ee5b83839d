package dev.netc.compiler.lint;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * What a lint looks at.
 *
 * @param program the file and all that it may name
 * @param networks those of the file, all of them without errors
 */
public record Subject(Program program, List<Network> networks) {

  /** Keeps its own copy of the list. */
  public Subject {
    networks = List.copyOf(networks);
  }

  /** What the first network that runs a line applies in it. */
  public List<Application> applicationsIn(Span span) {
    return networks.stream()
        .map(network -> network.applications().stream().filter(a -> contains(span, a)).toList())
        .filter(applications -> !applications.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static boolean contains(Span span, Application application) {
    Span inner = application.span();
    return inner.file() == span.file()
        && span.start() <= inner.start()
        && inner.end() <= span.end();
  }
}
