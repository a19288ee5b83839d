package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A function of one element that the runtime has a routine for: in a loop among other things C2
 * would call it for each element, which costs ten times the memory traffic of a loop by itself.
 */
record ApplyForm(Value result, Elementwise function) implements Form {
  /** With fewer elements the call costs what it saves. */
  private static final long FEW_ELEMENTS = 16;

  static Optional<ApplyForm> of(Value value) {
    if (value.op() instanceof Map map
        && map.function().hasRoutine()
        && value.type().element() == ElementType.FLOAT
        && isLarge(value.shape().elements())) {
      return Optional.of(new ApplyForm(value, map.function()));
    }
    return Optional.empty();
  }

  private static boolean isLarge(Dim elements) {
    return !elements.freeNames().isEmpty() || elements.evaluate(java.util.Map.of()) >= FEW_ELEMENTS;
  }

  @Override
  public List<Value> needs() {
    return result.operands();
  }

  @Override
  public List<Value> takes() {
    return List.of();
  }

  @Override
  public Set<Value> absorbs() {
    return Set.of();
  }

  @Override
  public Kernel build(Set<Value> stored) {
    return new Kernel.Apply(function, result.operand(0), result);
  }
}
