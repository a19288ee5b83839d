package dev.netc.compiler.ir;

import java.util.List;

/** Applies a function to each element; all operands have the shape of the result. */
public record Map(Elementwise function) implements Op {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, function.arity());
    for (TensorType operand : operands) {
      Check.that(
          operand.shape().equals(operands.get(0).shape()),
          "%s of unequal shapes: %s",
          function,
          operands);
    }
    return new TensorType(
        function.infer(operands.stream().map(TensorType::element).toList()),
        operands.get(0).shape());
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.map(this);
  }
}
