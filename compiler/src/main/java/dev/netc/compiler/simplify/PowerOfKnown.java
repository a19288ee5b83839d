package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** {@code pow(x, 1)} is {@code x}, and {@code pow(x, 2)} is {@code x * x}. */
final class PowerOfKnown implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!value.op().equals(new Map(Elementwise.POW))) {
      return Optional.empty();
    }
    Value base = value.operand(0);
    if (Uniform.is(value.operand(1), 1)) {
      return Optional.of(base);
    }
    return Uniform.is(value.operand(1), 2)
        ? Optional.of(builder.mul(base, base))
        : Optional.empty();
  }
}
