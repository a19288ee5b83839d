package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** {@code stop_gradient(x)} is {@code x}, once gradients are made. */
final class DropStopGradient implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    return value.op().equals(new Map(Elementwise.STOP_GRADIENT))
        ? Optional.of(value.operand(0))
        : Optional.empty();
  }
}
