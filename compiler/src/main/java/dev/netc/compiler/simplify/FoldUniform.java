package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A function of constants, broadcast or not, is a constant. */
final class FoldUniform implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Map) && !(value.op() instanceof Cast)) {
      return Optional.empty();
    }
    List<Double> operands = new ArrayList<>();
    for (Value operand : value.operands()) {
      OptionalDouble element = Uniform.element(operand);
      if (element.isEmpty()) {
        return Optional.empty();
      }
      operands.add(element.getAsDouble());
    }
    ElementType type = value.type().element();
    double result = Interpreter.element(value.op(), type, operands);
    return type == ElementType.FLOAT && !isFloat(result)
        ? Optional.empty()
        : Optional.of(builder.full(value.type(), result));
  }

  /** Whether Java can write it as a literal of type {@code float}. */
  private static boolean isFloat(double number) {
    float rounded = (float) number;
    return !Double.isFinite(number)
        || (!Float.isInfinite(rounded) && (rounded == 0) == (number == 0));
  }
}
