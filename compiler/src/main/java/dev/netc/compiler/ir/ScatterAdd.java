package dev.netc.compiler.ir;

import java.util.List;

/**
 * The adjoint of {@link Gather}: starting from zeros, adds each element of {@code y} to where
 * {@code i} says along {@code axis}, whose size in the result is {@code extent}. Operands: {@code
 * y} and {@code i}, of equal shape.
 */
public record ScatterAdd(int axis, Dim extent) implements Op {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, 2);
    TensorType source = operands.get(0);
    Check.that(operands.get(1).element() == ElementType.INT, "indices of type %s", operands.get(1));
    Check.that(source.shape().equals(operands.get(1).shape()), "scatter of %s", operands);
    Check.axis(axis, source);
    return source.withShape(source.shape().with(axis, extent));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.scatterAdd(this);
  }
}
