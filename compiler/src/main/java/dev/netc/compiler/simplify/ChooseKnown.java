package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code where} of a known condition, or of two equal branches, is a branch. */
final class ChooseKnown implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!value.op().equals(new Map(Elementwise.WHERE))) {
      return Optional.empty();
    }
    Value chosen = value.operand(1);
    Value other = value.operand(2);
    if (chosen == other) {
      return Optional.of(chosen);
    }
    OptionalDouble condition = Uniform.element(value.operand(0));
    return condition.isPresent()
        ? Optional.of(condition.getAsDouble() != 0 ? chosen : other)
        : Optional.empty();
  }
}
