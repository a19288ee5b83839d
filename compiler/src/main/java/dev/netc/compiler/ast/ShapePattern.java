package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * {@code [N, C, ...]}: a shape that is matched against that of a tensor. At most one dimension is a
 * {@link Dimension.Rest}.
 *
 * @param span from bracket to bracket
 * @param dimensions its dimensions, in order; empty for a scalar
 */
public record ShapePattern(Span span, List<Dimension> dimensions) implements Node {

  /** Keeps its own copy of the list. */
  public ShapePattern {
    dimensions = List.copyOf(dimensions);
  }

  /** One place of a shape pattern. */
  public sealed interface Dimension extends Node {

    /** Calls the visitor's method for this kind of dimension. */
    <R> R accept(DimensionVisitor<R> visitor);

    /**
     * {@code K}: bound here where it is not known yet, else checked.
     *
     * @param span the name
     * @param name the name
     */
    record Named(Span span, String name) implements Dimension {
      @Override
      public <R> R accept(DimensionVisitor<R> visitor) {
        return visitor.visitNamed(this);
      }
    }

    /**
     * {@code 10}, {@code 2 * K}: checked. All its names must be known.
     *
     * @param span the expression
     * @param size the expected size
     */
    record Computed(Span span, Expression size) implements Dimension {
      @Override
      public <R> R accept(DimensionVisitor<R> visitor) {
        return visitor.visitComputed(this);
      }
    }

    /**
     * {@code _}: any size.
     *
     * @param span the underscore
     */
    record Any(Span span) implements Dimension {
      @Override
      public <R> R accept(DimensionVisitor<R> visitor) {
        return visitor.visitAny(this);
      }
    }

    /**
     * {@code ...}: any number of dimensions, also none.
     *
     * @param span the dots
     */
    record Rest(Span span) implements Dimension {
      @Override
      public <R> R accept(DimensionVisitor<R> visitor) {
        return visitor.visitRest(this);
      }
    }
  }

  /** One method for each kind of dimension. */
  public interface DimensionVisitor<R> {
    /** A name to bind or to check. */
    R visitNamed(Dimension.Named named);

    /** A size to check. */
    R visitComputed(Dimension.Computed computed);

    /** Any size. */
    R visitAny(Dimension.Any any);

    /** Any number of dimensions. */
    R visitRest(Dimension.Rest rest);
  }
}
