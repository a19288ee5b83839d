package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a graph of single numbers as Java: a variable for each number that is used twice and for
 * each choice, one expression for the rest.
 */
final class NumberWriter {
  private final CodeBlock.Builder code;
  private final java.util.Map<Value, Integer> uses = new HashMap<>();
  private final java.util.Map<Value, Text> texts = new HashMap<>();

  /** Choices that more is computed of, which would not be readable as parts of an expression. */
  private final Set<Value> chosen = new HashSet<>();

  private final JavaNames names = JavaNames.without("step", "metric", "hyperparameters");

  NumberWriter(CodeBlock.Builder code, Graph graph) {
    this.code = code;
    graph.outputs().forEach(output -> uses.merge(output.value(), 1, Integer::sum));
    for (Value value : graph.values()) {
      for (int i = 0; i < value.operands().size(); i++) {
        boolean twice = value.op() instanceof Map map && Template.repeats(map.function(), i);
        Value operand = value.operands().get(i);
        uses.merge(operand, twice ? 2 : 1, Integer::sum);
        if (isChoice(operand)) {
          chosen.add(operand);
        }
      }
    }
  }

  private static boolean isChoice(Value value) {
    return value.op() instanceof Map map && map.function() == Elementwise.WHERE;
  }

  /** Says where an input is read. It is read once, before anything is written. */
  void input(Value value, String source) {
    boolean variable = source.equals(((Op.Input) value.op()).name());
    if (uses.getOrDefault(value, 0) > 0) {
      texts.put(value, variable ? Text.primary(source) : declare(value, new Text(source, 0)));
    }
  }

  /** The value as text, after the statements that it needs. */
  Text write(Value value) {
    Text known = texts.get(value);
    if (known != null) {
      return known;
    }
    Text text = text(value);
    boolean shared = uses.getOrDefault(value, 0) > 1 && !(value.op() instanceof Op.Constant);
    if (!shared && !chosen.contains(value)) {
      return text;
    }
    Text variable = declare(value, text);
    texts.put(value, variable);
    return variable;
  }

  private Text declare(Value value, Text text) {
    String suggestion = value.origin().name().isEmpty() ? "value" : value.origin().name();
    String name = names.allocate(JavaNames.variable(suggestion.replace('_', ' ')));
    code.addStatement("$L $L = $L", value.type().element().java(), name, text.code());
    return Text.primary(name);
  }

  private Text text(Value value) {
    if (value.op() instanceof Op.Constant constant) {
      return Literals.of(value.type().element(), constant.value());
    }
    List<Text> operands = new ArrayList<>();
    value.operands().forEach(operand -> operands.add(write(operand)));
    if (value.op() instanceof Map map) {
      return Template.fill(map.function(), value.type().element(), operands);
    }
    if (value.op() instanceof Cast) {
      return cast(value, operands.get(0));
    }
    throw new IllegalArgumentException("no single number: " + value);
  }

  private static Text cast(Value value, Text operand) {
    ElementType to = value.type().element();
    if (to == ElementType.BOOL) {
      return new Text(operand.within(Text.RELATION) + " != 0", Text.EQUALITY);
    }
    return value.operands().get(0).type().element() == ElementType.BOOL
        ? new Text(operand.within(Text.OR) + " ? 1 : 0", Text.TERNARY)
        : new Text("(" + to.java() + ") " + operand.within(Text.PRIMARY), Text.PREFIX);
  }
}
