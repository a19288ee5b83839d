package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A contraction takes its operands in any order of axes, so none needs a transpose. */
final class ContractOfTranspose implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Contract contract)
        || !(isTranspose(value.operand(0)) || isTranspose(value.operand(1)))) {
      return Optional.empty();
    }
    return Optional.of(
        builder.contract(
            source(value.operand(0)),
            labels(value.operand(0), contract.left()),
            source(value.operand(1)),
            labels(value.operand(1), contract.right()),
            contract.result()));
  }

  private static boolean isTranspose(Value operand) {
    return operand.op() instanceof Move.Transpose;
  }

  private static Value source(Value operand) {
    return isTranspose(operand) ? operand.operand(0) : operand;
  }

  /** The labels of the source's axes. */
  private static List<Integer> labels(Value operand, List<Integer> labels) {
    if (!(operand.op() instanceof Move.Transpose transpose)) {
      return labels;
    }
    List<Integer> moved = new ArrayList<>(labels);
    for (int axis = 0; axis < labels.size(); axis++) {
      moved.set(transpose.permutation().get(axis), labels.get(axis));
    }
    return moved;
  }
}
