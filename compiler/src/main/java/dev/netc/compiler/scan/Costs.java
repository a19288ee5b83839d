package dev.netc.compiler.scan;

import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;

/** What an op costs, as far as it matters where it is computed. */
final class Costs {
  private Costs() {}

  /** Whether computing anew costs hardly more than reading from memory. */
  static boolean isCheap(Op op) {
    if (op instanceof Map map) {
      return switch (map.function()) {
        case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF, POW -> false;
        default -> true;
      };
    }
    return op instanceof Op.Source
        || op instanceof Cast
        || (op instanceof Move && !(op instanceof Move.OverlapAdd));
  }

  /** Whether the op only looks at all elements of its operand in another order, or repeatedly. */
  static boolean isView(Op op) {
    return op instanceof Move.Reshape
        || op instanceof Move.Transpose
        || op instanceof Move.Broadcast;
  }
}
