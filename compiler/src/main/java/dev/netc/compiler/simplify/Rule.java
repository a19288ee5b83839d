package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** One simplification. It looks at a value and a few of those it is computed from. */
@FunctionalInterface
interface Rule {
  /**
   * What takes the place of {@code value}: of the same type, and of the same elements up to
   * rounding; empty if the rule does not apply. Makes values only if it does.
   */
  Optional<Value> apply(Value value, GraphBuilder builder);
}
