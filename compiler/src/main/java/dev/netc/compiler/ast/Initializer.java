package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;

/** How a {@code param} or {@code buffer} starts. */
public sealed interface Initializer extends Node {

  /** Calls the visitor's method for this kind of initializer. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code ~ uniform(-bound, bound)}.
   *
   * @param span the call
   * @param call the function that gives the elements, and its arguments behind the tensor
   */
  record Called(Span span, Expression.Call call) implements Initializer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCalled(this);
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
    /** What a function gives. */
    R visitCalled(Called called);

    /** One value. */
    R visitFixed(Fixed fixed);
  }
}
