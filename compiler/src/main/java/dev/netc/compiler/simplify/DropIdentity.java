package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/**
 * Ops that leave everything where it is: a pad by nothing, a slice of all, a transpose that keeps
 * the order.
 */
final class DropIdentity implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    return value.operands().size() == 1
            && value.type().equals(value.operand(0).type())
            && changesNothing(value)
        ? Optional.of(value.operand(0))
        : Optional.empty();
  }

  /** Of an op that does not change the type. */
  private static boolean changesNothing(Value value) {
    Op op = value.op();
    if (op instanceof Move.Transpose transpose) {
      return transpose.permutation().equals(Axes.range(value.rank()));
    }
    if (op instanceof Move.Flip flip) {
      return flip.axes().stream().allMatch(axis -> value.dim(axis).is(1));
    }
    if (op instanceof Reduce reduce) {
      return reduce.axes().isEmpty();
    }
    // Of equal types only what takes or adds nothing, as sizes are not negative.
    return op instanceof Move.Reshape
        || op instanceof Move.Broadcast
        || op instanceof Move.Slice
        || op instanceof Move.Pad
        || op instanceof Move.Concat
        || op instanceof Cast;
  }
}
