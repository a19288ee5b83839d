package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A costly function of one element, as a loop of its own: so it can be done by a routine of the
 * runtime, whatever its operand and its users are made of. Where those allow it as well, the loops
 * become one again later.
 */
final class RoutineForm {
  /** With fewer elements the call costs what it saves. */
  private static final long FEW_ELEMENTS = 16;

  private RoutineForm() {}

  static Optional<Form> of(Value value) {
    if (!(value.op() instanceof Map map)
        || !map.function().isTranscendental()
        || value.type().element() != ElementType.FLOAT
        || !isLarge(value.shape().elements())) {
      return Optional.empty();
    }
    boolean simple = value.operands().stream().allMatch(operand -> operand.op() instanceof Map);
    return Optional.of(simple ? new LoopForm(value) : new Apart(value));
  }

  private static boolean isLarge(Dim elements) {
    return !elements.freeNames().isEmpty() || elements.evaluate(java.util.Map.of()) >= FEW_ELEMENTS;
  }

  /** A loop over operands that are in memory. */
  private record Apart(Value result) implements Form {
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
      return LoopForm.loop(List.of(result), stored);
    }
  }
}
