package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.ShapePattern.Dimension;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What declarations call the axes of tensors: the {@code [N, C, H, W]} of what a convolution takes.
 * What is computed element by element keeps its axes.
 */
final class AxisNames {
  private final Map<Value, List<String>> given = new LinkedHashMap<>();

  /** Names of values, by what they share their axes with. */
  record Resolved(Map<Value, Value> alike, Map<Value, List<String>> names) {
    /** A name for each axis, empty where there is none; an empty list if no axis has one. */
    List<String> of(Value value) {
      return names.getOrDefault(root(alike, value), List.of());
    }
  }

  /** Takes the names of a pattern; axes that its dots stand for have none. */
  void name(Value value, ShapePattern pattern) {
    List<String> names = new ArrayList<>();
    int others = value.rank() - pattern.dimensions().size() + 1;
    for (Dimension dimension : pattern.dimensions()) {
      if (dimension instanceof Dimension.Rest) {
        for (int i = 0; i < others; i++) {
          names.add("");
        }
      } else {
        names.add(dimension instanceof Dimension.Named named ? named.name() : "");
      }
    }
    if (names.stream().anyMatch(name -> !name.isEmpty())) {
      given.putIfAbsent(value, names);
    }
  }

  /** Spreads the names over values that share their axes; of several names the first counts. */
  Resolved resolve(List<Value> values) {
    Map<Value, Value> alike = new HashMap<>();
    for (Value value : values) {
      if (value.op() instanceof dev.netc.compiler.ir.Map || value.op() instanceof Cast) {
        for (Value operand : value.operands()) {
          if (operand.shape().equals(value.shape()) && value.rank() > 0) {
            Value a = root(alike, operand);
            Value b = root(alike, value);
            if (a != b) {
              alike.put(b, a);
            }
          }
        }
      }
    }
    Map<Value, List<String>> names = new HashMap<>();
    given.forEach((value, own) -> names.putIfAbsent(root(alike, value), own));
    return new Resolved(alike, names);
  }

  private static Value root(Map<Value, Value> alike, Value value) {
    Value at = value;
    for (Value next = alike.get(at); next != null; next = alike.get(at)) {
      at = next;
    }
    return at;
  }
}
