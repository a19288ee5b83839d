package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * A value to be stored, less what needs no work of its own around its core: the addition to a
 * gradient that was gathered before, reshapes, and an epilogue.
 *
 * @param result the value to be stored
 * @param core what remains, with as many elements in the same order
 * @param epilogue what makes elements of the result of those of the core
 * @param around the values between the two, {@code core} included unless it is the result
 */
record Peeled(Value result, Value core, Kernel.Mode mode, Epilogue epilogue, Set<Value> around) {

  /**
   * @param uses how many values use a value
   */
  static Peeled of(Value result, Uses uses) {
    Value core = result;
    Kernel.Mode mode = Kernel.Mode.REPLACE;
    if (gradient(result) && uses.once(result.operand(1))) {
      core = result.operand(1);
      mode = Kernel.Mode.ADD;
    }
    Set<Value> around = new HashSet<>();
    if (core != result) {
      around.add(core);
    }
    while (core.op() instanceof Move.Reshape && uses.once(core.operand(0))) {
      core = core.operand(0);
      around.add(core);
    }
    return new Peeled(result, core, mode, Epilogue.NONE, around);
  }

  private static boolean gradient(Value value) {
    return value.op() instanceof Map map
        && map.function() == Elementwise.ADD
        && value.operand(0).op() instanceof Op.Input input
        && input.role() == Op.Role.GRADIENT
        && value.operand(0) != value.operand(1);
  }
}
