package dev.netc.compiler.ir;

import java.util.List;

/**
 * The position of the greatest or least element along {@code axis}, which the result no longer has:
 * the first of equals, and the first NaN if there is one.
 */
public record ArgReduce(Kind kind, int axis) implements Op {
  /** Which element is sought. */
  public enum Kind {
    ARGMAX("argmax"),
    ARGMIN("argmin");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Whether {@code candidate} takes the place of {@code best}, which comes before it. */
    public boolean replaces(double candidate, double best) {
      if (Double.isNaN(best)) {
        return false;
      }
      return Double.isNaN(candidate) || (this == ARGMAX ? candidate > best : candidate < best);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, 1);
    Check.axis(axis, operands.get(0));
    return new TensorType(ElementType.INT, operands.get(0).shape().without(List.of(axis)));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.argReduce(this);
  }
}
