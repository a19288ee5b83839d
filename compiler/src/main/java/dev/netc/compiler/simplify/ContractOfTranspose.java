package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contraction takes its operands in any order of axes, so none needs a transpose. One is kept if
 * only by it the summed axes come in the same order in both operands: then they are one axis of a
 * matrix product.
 */
final class ContractOfTranspose implements Rule {
  /** An operand and the labels of its axes. */
  private record Side(Value value, List<Integer> labels) {
    /** This operand before its transpose. */
    Side untransposed() {
      if (!(value.op() instanceof Move.Transpose transpose)) {
        return this;
      }
      List<Integer> moved = new ArrayList<>(labels);
      for (int axis = 0; axis < labels.size(); axis++) {
        moved.set(transpose.permutation().get(axis), labels.get(axis));
      }
      return new Side(value.operand(0), moved);
    }

    List<Integer> order(List<Integer> of) {
      return labels.stream().filter(of::contains).toList();
    }
  }

  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Contract contract)) {
      return Optional.empty();
    }
    Side left = new Side(value.operand(0), contract.left());
    Side right = new Side(value.operand(1), contract.right());
    List<Integer> summed = new ArrayList<>(contract.left());
    summed.retainAll(contract.right());
    summed.removeAll(contract.result());
    boolean ordered = left.order(summed).equals(right.order(summed));
    for (Side newLeft : List.of(left.untransposed(), left)) {
      for (Side newRight : List.of(right.untransposed(), right)) {
        boolean changed = !newLeft.equals(left) || !newRight.equals(right);
        if (changed && (!ordered || newLeft.order(summed).equals(newRight.order(summed)))) {
          return Optional.of(
              builder.contract(
                  newLeft.value,
                  newLeft.labels,
                  newRight.value,
                  newRight.labels,
                  contract.result()));
        }
      }
    }
    return Optional.empty();
  }
}
