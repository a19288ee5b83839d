package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** A reshape of a reshape is one. */
final class MergeReshapes implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    return value.op() instanceof Move.Reshape && value.operand(0).op() instanceof Move.Reshape
        ? Optional.of(builder.reshape(value.operand(0).operand(0), value.shape()))
        : Optional.empty();
  }
}
