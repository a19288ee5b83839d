package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.List;

/** Applies a function to each element; all operands have the shape of the result. */
public record Map(Elementwise function) implements Op {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, function.arity());
    List<ElementType> elements = new ArrayList<>(operands.size());
    for (TensorType operand : operands) {
      Check.that(
          operand.shape().equals(operands.get(0).shape()),
          "%s of unequal shapes: %s",
          function,
          operands);
      elements.add(operand.element());
    }
    return operands.get(0).withElement(function.infer(elements));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.map(this);
  }
}
