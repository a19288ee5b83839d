package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;

/** The form of relu: {@code where(x <= 0, 0, x)}. */
final class Rectifier {
  private Rectifier() {}

  static boolean is(Value value) {
    return value.op() instanceof Map map
        && map.function() == Elementwise.WHERE
        && value.type().element().isFloating()
        && value.operand(0).op() instanceof Map condition
        && condition.function() == Elementwise.LE
        && value.operand(0).operand(0) == value.operand(2)
        && isZero(value.operand(0).operand(1))
        && isZero(value.operand(1));
  }

  private static boolean isZero(Value value) {
    Value source = value;
    while (source.op() instanceof Move.Broadcast || source.op() instanceof Move.Reshape) {
      source = source.operand(0);
    }
    return source.op() instanceof Op.Constant constant && constant.value() == 0;
  }
}
