package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A contraction takes its operands in any order of axes, so none needs a transpose. One is kept if
 * only by it the summed axes come in the same order in both operands: then they are one axis of a
 * matrix product. So may be the axes that only one operand has, if they come one after another, as
 * in the result.
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

    /** Whether the axes that only this operand has are one axis here and in the result. */
    boolean isOneAxis(Side other, List<Integer> result) {
      List<Integer> own = result.stream().filter(label -> isOwn(label, other)).toList();
      return Collections.indexOfSubList(labels, own) >= 0
          && Collections.indexOfSubList(result, own) >= 0;
    }

    private boolean isOwn(int label, Side other) {
      return labels.contains(label) && !other.labels.contains(label);
    }

    /** This operand before its transpose, unless that made one axis of several. */
    Side simpler(Side other, List<Integer> result) {
      Side simpler = untransposed();
      boolean apart = isOneAxis(other, result) && !simpler.isOneAxis(other, result);
      return apart ? this : simpler;
    }
  }

  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Contract contract)
        || value.operands().stream().noneMatch(side -> side.op() instanceof Move.Transpose)) {
      return Optional.empty();
    }
    Side left = new Side(value.operand(0), contract.left());
    Side right = new Side(value.operand(1), contract.right());
    List<Integer> summed = new ArrayList<>(contract.left());
    summed.retainAll(contract.right());
    summed.removeAll(contract.result());
    boolean ordered = left.order(summed).equals(right.order(summed));
    for (Side newLeft : List.of(left.simpler(right, contract.result()), left)) {
      for (Side newRight : List.of(right.simpler(left, contract.result()), right)) {
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
