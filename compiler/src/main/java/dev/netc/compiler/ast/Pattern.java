package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;

/** The left side of a binding: {@code y}, {@code _}, {@code (y, (h, _))}. */
public sealed interface Pattern extends Node {

  /** Calls the visitor's method for this kind of pattern. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code y}: takes the whole value.
   *
   * @param span the name
   * @param name the name
   */
  record Bind(Span span, String name) implements Pattern {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBind(this);
    }
  }

  /**
   * {@code _}: drops the value.
   *
   * @param span the underscore
   */
  record Ignore(Span span) implements Pattern {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIgnore(this);
    }
  }

  /**
   * {@code (a, b)}: takes a tuple of that many values apart.
   *
   * @param span from parenthesis to parenthesis
   * @param elements its parts, one at least
   */
  record Tuple(Span span, List<Pattern> elements) implements Pattern {
    /** Keeps its own copy of the list. */
    public Tuple {
      elements = List.copyOf(elements);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTuple(this);
    }
  }

  /** One method for each kind of pattern. */
  interface Visitor<R> {
    /** A name. */
    R visitBind(Bind bind);

    /** An underscore. */
    R visitIgnore(Ignore ignore);

    /** A tuple. */
    R visitTuple(Tuple tuple);
  }
}
