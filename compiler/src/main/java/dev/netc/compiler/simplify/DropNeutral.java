package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/**
 * {@code x + 0}, {@code 0 + x}, {@code x - 0}, {@code x * 1}, {@code 1 * x} and {@code x / 1} are
 * {@code x}.
 */
final class DropNeutral implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Map map) || map.function().arity() != 2) {
      return Optional.empty();
    }
    Value first = value.operand(0);
    Value second = value.operand(1);
    if (neutral(map.function(), second)) {
      return Optional.of(first);
    }
    boolean commutes = map.function() == Elementwise.ADD || map.function() == Elementwise.MUL;
    return commutes && neutral(map.function(), first) ? Optional.of(second) : Optional.empty();
  }

  private static boolean neutral(Elementwise function, Value second) {
    return switch (function) {
      case ADD, SUB -> Uniform.is(second, 0);
      case MUL, DIV -> Uniform.is(second, 1);
      default -> false;
    };
  }
}
