package dev.netc.compiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * The sum of products over shared axes (a two-operand einsum). Each axis of the operands carries a
 * label; equal labels are the same index. A label of both operands that the result lacks is summed
 * over; a label of one operand only is in the result.
 */
public record Contract(List<Integer> left, List<Integer> right, List<Integer> result)
    implements Op {
  public Contract {
    left = List.copyOf(left);
    right = List.copyOf(right);
    result = List.copyOf(result);
  }

  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, 2);
    java.util.Map<Integer, Dim> dims = new HashMap<>();
    bind(left, operands.get(0), dims);
    bind(right, operands.get(1), dims);
    Check.that(
        dims.keySet().containsAll(result) && Set.copyOf(result).size() == result.size(),
        "result labels of %s",
        this);
    for (int label : left) {
      Check.that(
          right.contains(label) || result.contains(label), "label %s is lost in %s", label, this);
    }
    for (int label : right) {
      Check.that(
          left.contains(label) || result.contains(label), "label %s is lost in %s", label, this);
    }
    Check.that(
        operands.get(0).element() == operands.get(1).element()
            && operands.get(0).element().isNumeric(),
        "contraction of %s",
        operands);
    return operands.get(0).withShape(new Shape(result.stream().map(dims::get).toList()));
  }

  private static void bind(
      List<Integer> labels, TensorType type, java.util.Map<Integer, Dim> dims) {
    Check.that(labels.size() == type.rank(), "%s labels for %s", labels.size(), type);
    Check.that(labels.stream().distinct().count() == labels.size(), "label twice in %s", labels);
    for (int axis = 0; axis < labels.size(); axis++) {
      Dim previous = dims.putIfAbsent(labels.get(axis), type.dim(axis));
      Check.that(
          previous == null || previous.equals(type.dim(axis)),
          "contraction of unequal dims %s and %s",
          previous,
          type.dim(axis));
    }
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.contract(this);
  }
}
