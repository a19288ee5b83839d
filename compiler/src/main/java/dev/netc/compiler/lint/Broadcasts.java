package dev.netc.compiler.lint;

import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.List;

/** One operand of an operation between tensors, with what has been done to fit it to the other. */
record Broadcasts(Value operand, Value repeated) {
  static List<Broadcasts> of(Value operation) {
    return operation.operands().stream().map(Broadcasts::side).toList();
  }

  private static Broadcasts side(Value repeated) {
    if (!(repeated.op() instanceof Move.Broadcast)) {
      return new Broadcasts(repeated, repeated);
    }
    Value source = repeated.operand(0);
    // Axes of size one go before the repetition.
    boolean squeezed =
        source.op() instanceof Move.Reshape && source.rank() < source.operand(0).rank();
    return new Broadcasts(squeezed ? source.operand(0) : source, repeated);
  }

  /**
   * Whether the operand is repeated though nobody has asked for it: an axis of size one that has
   * just been put there is meant to be.
   */
  boolean isSilent() {
    return operand != repeated && operand.rank() > 0 && !isUnsqueezed();
  }

  private boolean isUnsqueezed() {
    Value at = operand;
    while (at.op() instanceof Map && !at.operands().isEmpty()) {
      at = at.operand(0);
    }
    return at.op() instanceof Move.Reshape && at.operand(0).rank() < at.rank();
  }
}
