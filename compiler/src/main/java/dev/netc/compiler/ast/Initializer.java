package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;

/** How a {@code param} starts. */
public sealed interface Initializer extends Node {

  /** Calls the visitor's method for this kind of initializer. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code ~ uniform(-bound, bound)}.
   *
   * @param span the distribution
   * @param distribution the distribution and its arguments
   */
  record Drawn(Span span, Expression.Call distribution) implements Initializer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDrawn(this);
    }
  }

  /**
   * {@code = 0.25}: every element has this value.
   *
   * @param span the value
   * @param value the value
   */
  record Fixed(Span span, Expression value) implements Initializer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFixed(this);
    }
  }

  /** One method for each kind of initializer. */
  interface Visitor<R> {
    /** Drawn from a distribution. */
    R visitDrawn(Drawn drawn);

    /** One value. */
    R visitFixed(Fixed fixed);
  }
}
