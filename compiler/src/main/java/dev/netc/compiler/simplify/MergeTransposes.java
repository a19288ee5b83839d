package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** A transpose of a transpose is one, or none. */
final class MergeTransposes implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    return value.op() instanceof Move.Transpose outer
            && value.operand(0).op() instanceof Move.Transpose inner
        ? Optional.of(
            builder.transpose(
                value.operand(0).operand(0),
                outer.permutation().stream().map(inner.permutation()::get).toList()))
        : Optional.empty();
  }
}
