package dev.netc.compiler.lint;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.source.Span;
import java.util.List;

/** What a lint looks at. */
public final class Subject {
  private final Program program;
  private final List<Network> networks;
  private final List<Flow> flows;
  private final Written written;

  /**
   * Prepares what many lints ask for.
   *
   * @param program the file and all that it may name
   * @param networks those of the file, all of them without errors
   */
  public Subject(Program program, List<Network> networks) {
    this.program = program;
    this.networks = List.copyOf(networks);
    this.flows = networks.stream().map(Flow::new).toList();
    this.written = new Written(program);
  }

  Program program() {
    return program;
  }

  /** The graphs of the networks. */
  List<Flow> flows() {
    return flows;
  }

  /** The applications and operations in the text of the file. */
  Written written() {
    return written;
  }

  /** What the first network that runs a line applies in it. */
  List<Application> applicationsIn(Span span) {
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
