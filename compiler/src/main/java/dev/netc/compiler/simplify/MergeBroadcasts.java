package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** A broadcast of a broadcast is one. */
final class MergeBroadcasts implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    return value.op() instanceof Move.Broadcast outer
            && value.operand(0).op() instanceof Move.Broadcast inner
        ? Optional.of(
            builder.broadcast(
                value.operand(0).operand(0),
                value.shape(),
                inner.axes().stream().map(outer.axes()::get).toList()))
        : Optional.empty();
  }
}
