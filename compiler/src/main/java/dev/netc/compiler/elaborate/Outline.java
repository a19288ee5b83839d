package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * What the author's own lines say of a network, for those who read it and not for those who run it.
 *
 * @param name where the network gets its name
 * @param lines how it learns, in the order of the text
 * @param limits what its budgets allow
 * @param flow how tensors pass through them
 */
public record Outline(Span name, List<Line> lines, List<Statement.Budget.Limit> limits, Flow flow) {

  /**
   * One line of a network that says how it learns.
   *
   * @param kind the word that it starts with
   * @param text what follows, with one blank for any white space
   */
  public record Line(Kind kind, String text, Span span) {
    /** What a line is for. */
    public enum Kind {
      LOSS,
      METRIC,
      GRADIENT,
      OPTIMIZER,
      SCHEDULE,
      INIT
    }
  }

  /** Keeps its own copies of the lists. */
  public Outline {
    lines = List.copyOf(lines);
    limits = List.copyOf(limits);
  }

  /** An outline without any line. */
  public static Outline empty(Span name) {
    return new Outline(name, List.of(), List.of(), Flow.NONE);
  }
}
