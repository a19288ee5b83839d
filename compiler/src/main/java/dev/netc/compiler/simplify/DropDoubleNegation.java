package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** {@code neg(neg(x))} and {@code not(not(x))} are {@code x}. */
final class DropDoubleNegation implements Rule {
  private static final Op NEGATION = new Map(Elementwise.NEG);
  private static final Op COMPLEMENT = new Map(Elementwise.NOT);

  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    Op op = value.op();
    return (op.equals(NEGATION) || op.equals(COMPLEMENT)) && value.operand(0).op().equals(op)
        ? Optional.of(value.operand(0).operand(0))
        : Optional.empty();
  }
}
