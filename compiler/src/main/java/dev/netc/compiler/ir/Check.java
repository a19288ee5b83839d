package dev.netc.compiler.ir;

import java.util.List;

/** Conditions that ops put on their operands; a failure is a fault of the compiler. */
final class Check {
  private Check() {}

  static void count(Op op, List<TensorType> operands, int expected) {
    that(
        operands.size() == expected, "%s takes %s operands, not %s", op, expected, operands.size());
  }

  static void axis(int axis, TensorType type) {
    that(axis >= 0 && axis < type.rank(), "%s has no axis %s", type, axis);
  }

  static void that(boolean condition, String message, Object... facts) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(facts));
    }
  }
}
