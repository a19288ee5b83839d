package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.OptionalDouble;

/** Recognises tensors of equal elements that are known at compile time. */
final class Uniform {
  private Uniform() {}

  /** The element of a constant, however it is broadcast. */
  static OptionalDouble element(Value value) {
    Value source = value;
    while (source.op() instanceof Move.Broadcast || source.op() instanceof Move.Reshape) {
      source = source.operand(0);
    }
    return source.op() instanceof Op.Constant constant
        ? OptionalDouble.of(constant.value())
        : OptionalDouble.empty();
  }

  /** Whether all elements are known to equal {@code number}; for zero, of either sign. */
  static boolean is(Value value, double number) {
    OptionalDouble element = element(value);
    return element.isPresent() && element.getAsDouble() == number;
  }
}
