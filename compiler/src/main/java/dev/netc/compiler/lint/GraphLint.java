package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A lint that looks at the graph of each network. A place is reported once, however often it runs.
 */
abstract class GraphLint implements Lint {

  /** The warnings for one network. */
  abstract void check(Flow flow, Written written, List<Diagnostic> found);

  @Override
  public final List<Diagnostic> check(Subject subject) {
    List<Diagnostic> found = new ArrayList<>();
    subject.flows().forEach(flow -> check(flow, subject.written(), found));
    List<Diagnostic> once = new ArrayList<>();
    for (Diagnostic diagnostic : found) {
      if (once.stream().noneMatch(known -> known.span().equals(diagnostic.span()))) {
        once.add(diagnostic);
      }
    }
    return once;
  }

  /** Where the author's application or operation stands that a value comes from. */
  static Optional<Span> place(Value value) {
    return value.origin().span();
  }

  /** What the author calls the application that a value comes from, in quotes. */
  static String name(Value value) {
    return "`" + value.origin().name() + "`";
  }
}
