package dev.netc.compiler.elaborate;

import dev.netc.compiler.ir.Graph;

/** What the elements of a parameter or buffer are before the first step of training. */
public sealed interface Start {
  /** Calls the visitor's method for this kind of start. */
  <R> R accept(Visitor<R> visitor);

  /** All elements are equal. */
  record Filled(double value) implements Start {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFilled(this);
    }
  }

  /**
   * Each element is drawn by itself, in a way that the runtime has a method for.
   *
   * @param first the least number, or the mean
   * @param second the number that all stay below, or the standard deviation
   */
  record Drawn(Distribution distribution, double first, double second) implements Start {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDrawn(this);
    }
  }

  /**
   * The output of a program: OUTPUT {@value #OUTPUT}. It takes the RANDOM key of the parameter, and
   * PARAMETERs and BUFFERs of the network by their paths, as they start.
   */
  record Computed(Graph graph) implements Start {
    /** The name of the graph's only output. */
    public static final String OUTPUT = "start";

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitComputed(this);
    }
  }

  /** How single elements are drawn. */
  enum Distribution {
    /** Equally likely between the first number, inclusive, and the second, exclusive. */
    UNIFORM,
    /** Normally distributed. */
    NORMAL
  }

  /** One method for each kind of start. */
  interface Visitor<R> {
    /** One number. */
    R visitFilled(Filled filled);

    /** One distribution. */
    R visitDrawn(Drawn drawn);

    /** A program. */
    R visitComputed(Computed computed);
  }
}
