package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the user's own code has made, in the user's words: the names of values, and the applications
 * that lead from one to the next. It explains where a size comes from.
 */
final class Trace {
  /** A value under the name that the user knows it by, and where it got it. */
  record Definition(String name, Span span) {}

  private record Step(String name, Value operand) {}

  private final Map<Value, Definition> definitions = new HashMap<>();
  private final Map<Value, Step> steps = new HashMap<>();
  private final List<Application> applications = new ArrayList<>();

  void define(Value value, String name, Span span) {
    definitions.put(value, new Definition(name, span));
  }

  Optional<Definition> definition(Value value) {
    return Optional.ofNullable(definitions.get(value));
  }

  /** Notes that the application of {@code name} to {@code operand} gave {@code result}. */
  void step(String name, Value operand, Value result, Span span) {
    if (operand != result) {
      steps.putIfAbsent(result, new Step(name, operand));
      definitions.putIfAbsent(result, new Definition(name, span));
    }
  }

  void add(Application application) {
    applications.add(application);
  }

  List<Application> applications() {
    return applications;
  }

  /**
   * Gives an application, if there is one at that place, the name that the user gave its result.
   */
  void rename(int position, String name) {
    if (position < applications.size()) {
      applications.set(position, applications.get(position).named(name));
    }
  }

  /** {@code `flat` is float[N, 400]}, or just the type of a value without a name. */
  String describe(Value value) {
    return definition(value)
        .map(d -> "`" + d.name() + "` is " + value.type())
        .orElse(value.type().toString());
  }

  /** {@code image [N, 1, 32, 32] -> conv1 [N, 6, 30, 30] -> …}, if more than one step led here. */
  Optional<String> path(Value value) {
    List<String> parts = new ArrayList<>();
    Value at = value;
    for (Step step = steps.get(at); step != null; step = steps.get(at)) {
      parts.add(0, step.name() + " " + at.shape());
      at = step.operand();
    }
    Value start = at;
    definition(start).ifPresent(d -> parts.add(0, d.name() + " " + start.shape()));
    return parts.size() < 2 ? Optional.empty() : Optional.of(String.join(" -> ", parts));
  }

  /**
   * {@code 1350 = 6 · 15 · 15, from `pooled`: float[N, 6, 15, 15]}, if a reshape made the axis of
   * others.
   */
  Optional<String> derivation(Value value, int axis) {
    Value at = value;
    while (at.op() instanceof dev.netc.compiler.ir.Map && at.operands().size() >= 1) {
      Value same =
          at.operands().stream().filter(o -> !isFilled(o)).findFirst().orElse(at.operand(0));
      at = same;
    }
    if (!(at.op() instanceof Move.Reshape)) {
      return Optional.empty();
    }
    Value source = at.operand(0);
    List<Dim> factors = merged(source.shape(), at.shape(), axis);
    if (factors.size() < 2) {
      return Optional.empty();
    }
    String product = factors.stream().map(Dim::toString).collect(Collectors.joining(" · "));
    String from = definition(source).map(d -> "`" + d.name() + "`: ").orElse("") + source.type();
    return Optional.of(at.dim(axis) + " = " + product + ", from " + from);
  }

  private static boolean isFilled(Value value) {
    return value.op() instanceof Move.Broadcast;
  }

  /**
   * The dims of {@code from} whose product is axis {@code axis} of {@code to}; empty if they do not
   * line up.
   */
  private static List<Dim> merged(Shape from, Shape to, int axis) {
    Dim before = product(to, Axes.range(axis));
    for (int start = 0; start <= from.rank(); start++) {
      if (product(from, Axes.range(start)).equals(before)) {
        for (int end = start + 1; end <= from.rank(); end++) {
          if (product(from, Axes.range(start, end)).equals(to.dim(axis))) {
            return from.dims().subList(start, end);
          }
        }
      }
    }
    return List.of();
  }

  private static Dim product(Shape shape, List<Integer> axes) {
    return axes.stream().map(shape::dim).reduce(Dim.ONE, Dim::times);
  }
}
