package dev.netc.compiler.ir;

import java.util.List;

/**
 * Combines all elements along {@code axes}, which the result no longer has. The axes are sorted.
 */
public record Reduce(Kind kind, List<Integer> axes) implements Op {
  /** How two elements combine. A maximum or minimum of elements with a NaN is NaN. */
  public enum Kind {
    SUM("sum", 0),
    PROD("prod", 1),
    MAX("max", Double.NEGATIVE_INFINITY),
    MIN("min", Double.POSITIVE_INFINITY);

    private final String text;
    private final double identity;

    Kind(String text, double identity) {
      this.text = text;
      this.identity = identity;
    }

    /** The result over no elements. */
    public double identity() {
      return identity;
    }

    public double combine(double a, double b) {
      return switch (this) {
        case SUM -> a + b;
        case PROD -> a * b;
        case MAX -> Math.max(a, b);
        case MIN -> Math.min(a, b);
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public Reduce {
    axes = List.copyOf(axes);
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, 1);
    TensorType operand = operands.get(0);
    Check.that(operand.element().isNumeric(), "%s of %s", this, operand);
    axes.forEach(axis -> Check.axis(axis, operand));
    return operand.withShape(operand.shape().without(axes));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.reduce(this);
  }
}
