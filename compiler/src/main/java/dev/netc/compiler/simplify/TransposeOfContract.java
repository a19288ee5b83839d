package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A contraction gives its result in any order of axes; if only a transpose uses it, in that of the
 * transpose.
 */
final class TransposeOfContract implements Rule {
  private final Predicate<Value> usedOnce;

  TransposeOfContract(Predicate<Value> usedOnce) {
    this.usedOnce = usedOnce;
  }

  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    Value source = value.operands().isEmpty() ? value : value.operand(0);
    return value.op() instanceof Move.Transpose transpose
            && source.op() instanceof Contract contract
            && usedOnce.test(source)
        ? Optional.of(
            builder.contract(
                source.operand(0),
                contract.left(),
                source.operand(1),
                contract.right(),
                transpose.permutation().stream().map(contract.result()::get).toList()))
        : Optional.empty();
  }
}
