package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.Optional;

/** One place between the brackets of {@code x[..., 0, 1:3]}. */
public sealed interface Subscript extends Node {

  /** Calls the visitor's method for this kind of subscript. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code 0}, {@code -1}: picks one and drops the axis. {@code none} adds an axis of size 1.
   *
   * @param span the expression
   * @param index the position; counts from the end where negative
   */
  record At(Span span, Expression index) implements Subscript {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAt(this);
    }
  }

  /**
   * {@code 1:3}, {@code :}, {@code ::2}: a part of an axis, as in Python.
   *
   * @param span all of it
   * @param from the first position; the start where absent
   * @param to the position behind the last; the end where absent
   * @param step the distance of two positions; 1 where absent
   */
  record Slice(
      Span span, Optional<Expression> from, Optional<Expression> to, Optional<Expression> step)
      implements Subscript {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSlice(this);
    }
  }

  /**
   * {@code ...}: all axes that the other subscripts leave over.
   *
   * @param span the dots
   */
  record Rest(Span span) implements Subscript {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRest(this);
    }
  }

  /** One method for each kind of subscript. */
  interface Visitor<R> {
    /** One position. */
    R visitAt(At at);

    /** A part. */
    R visitSlice(Slice slice);

    /** All other axes. */
    R visitRest(Rest rest);
  }
}
