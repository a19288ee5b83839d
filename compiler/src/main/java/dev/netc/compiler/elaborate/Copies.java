package dev.netc.compiler.elaborate;

import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies values of other graphs into one that is being made; inputs of one name become one. */
class Copies {
  final GraphBuilder builder;
  private final Map<String, Value> inputs = new HashMap<>();

  Copies(GraphBuilder builder) {
    this.builder = builder;
  }

  /** The copy of the last of some values, which stand behind their operands. */
  final Value of(List<Value> values) {
    Map<Value, Value> copies = new HashMap<>();
    for (Value value : values) {
      List<Value> operands =
          value.operands().stream()
              .map(operand -> Optional.ofNullable(copies.get(operand)).orElseThrow())
              .toList();
      copies.put(value, copy(value.op(), operands));
    }
    return Optional.ofNullable(copies.get(values.get(values.size() - 1))).orElseThrow();
  }

  /** The copy of one value. */
  Value copy(Op op, List<Value> operands) {
    return op instanceof Op.Input input ? input(input) : builder.add(op, operands);
  }

  /** The input of that role and name. */
  final Value input(Op.Input input) {
    String key = input.role() + " " + input.name();
    Value known = inputs.get(key);
    if (known == null) {
      known = makeInput(input);
      inputs.put(key, known);
    }
    return known;
  }

  /** What stands for an input, when it is met for the first time. */
  Value makeInput(Op.Input input) {
    return builder.input(input.role(), input.name(), input.type());
  }
}
