package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Equal elements need no moving: slices, windows, pads and the like of a constant are that
 * constant, broadcast.
 */
final class MoveUniform implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!movesOnly(value)) {
      return Optional.empty();
    }
    OptionalDouble element = Uniform.element(value.operand(0));
    if (element.isEmpty()
        || !value.operands().stream().map(Uniform::element).allMatch(element::equals)) {
      return Optional.empty();
    }
    boolean padsWithOthers =
        value.op() instanceof Move.Pad pad && pad.value() != element.getAsDouble();
    return padsWithOthers
        ? Optional.empty()
        : Optional.of(builder.full(value.type(), element.getAsDouble()));
  }

  private static boolean movesOnly(Value value) {
    return value.op() instanceof Move.Reshape
        || value.op() instanceof Move.Transpose
        || value.op() instanceof Move.Slice
        || value.op() instanceof Move.Pad
        || value.op() instanceof Move.Flip
        || value.op() instanceof Move.Concat
        || value.op() instanceof Move.Window;
  }
}
