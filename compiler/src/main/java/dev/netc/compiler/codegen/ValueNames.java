package dev.netc.compiler.codegen;

import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;

/** What generated code calls a value: the user's name, with {@code d} before it for a gradient. */
final class ValueNames {
  private ValueNames() {}

  static String of(Value value) {
    if (!(value.op() instanceof Op.Input input)) {
      return JavaNames.variable(value.origin().name());
    }
    return switch (input.role()) {
      case GRADIENT, UPSTREAM -> "d" + JavaNames.identifier(input.name());
      case INPUT, TARGET, PARAMETER, BUFFER, STATE, HYPERPARAMETER, RANDOM ->
          JavaNames.variable(input.name());
      case CARRY, ITEM, GIVEN -> JavaNames.variable(value.origin().name());
    };
  }
}
