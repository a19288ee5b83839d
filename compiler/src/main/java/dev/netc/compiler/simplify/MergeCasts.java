package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** A cast of a cast is one, if the first one loses nothing. */
final class MergeCasts implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Cast cast) || !(value.operand(0).op() instanceof Cast)) {
      return Optional.empty();
    }
    Value source = value.operand(0).operand(0);
    return isExact(source.type().element(), value.operand(0).type().element())
        ? Optional.of(builder.cast(source, cast.to()))
        : Optional.empty();
  }

  /** Whether every element of one type has its own place in the other. */
  private static boolean isExact(ElementType from, ElementType to) {
    return switch (from) {
      case BOOL -> true;
      case INT -> to == ElementType.INT || to == ElementType.DOUBLE;
      case FLOAT -> to.isFloating();
      case DOUBLE -> to == ElementType.DOUBLE;
    };
  }
}
