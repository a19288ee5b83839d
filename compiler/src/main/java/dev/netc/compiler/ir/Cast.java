package dev.netc.compiler.ir;

import java.util.List;

/**
 * Converts each element as Java does: to {@code int} towards zero, to {@code bool} as unequal to
 * zero.
 */
public record Cast(ElementType to) implements Op {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, 1);
    return operands.get(0).withElement(to);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.cast(this);
  }
}
