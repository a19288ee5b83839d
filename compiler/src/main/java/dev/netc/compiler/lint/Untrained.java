package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network.Parameter;
import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Gather;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.ScatterAdd;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parameters that do something, and that no gradient of the loss reaches: they never train. If that
 * is so of all of them, it is one finding, of the loss.
 */
final class Untrained extends GraphLint {
  @Override
  public String code() {
    return "W0313";
  }

  @Override
  public String name() {
    return "untrained";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    if (flow.loss().isEmpty()) {
      return;
    }
    Value loss = flow.loss().get();
    Set<Value> trained = differentiable(loss);
    Set<Value> used = flow.used();
    java.util.Map<Span, List<Parameter>> byPlace = new LinkedHashMap<>();
    for (Parameter parameter : flow.network().parameters()) {
      flow.parameter(parameter.path())
          .filter(value -> used.contains(value) && !trained.contains(value))
          .ifPresent(
              value ->
                  byPlace
                      .computeIfAbsent(parameter.span(), key -> new ArrayList<>())
                      .add(parameter));
    }
    if (byPlace.isEmpty()) {
      return;
    }
    Set<Value> behindLoss = flow.before(loss);
    List<Parameter> untrained = byPlace.values().stream().flatMap(List::stream).toList();
    Optional<Span> place = place(loss);
    if (place.isPresent()
        && byPlace.size() > 1
        && flow.network().parameters().stream().noneMatch(p -> isTrained(flow, trained, p))) {
      found.add(all(flow, trained, behindLoss, place.get(), untrained));
      return;
    }
    byPlace.forEach(
        (span, parameters) -> found.add(diagnostic(flow, trained, behindLoss, span, parameters)));
  }

  private static boolean isTrained(Flow flow, Set<Value> trained, Parameter parameter) {
    return flow.parameter(parameter.path()).filter(trained::contains).isPresent();
  }

  private Diagnostic all(
      Flow flow,
      Set<Value> trained,
      Set<Value> behindLoss,
      Span place,
      List<Parameter> parameters) {
    long count = count(parameters);
    Optional<Value> end = end(flow, trained, behindLoss, behindLoss);
    boolean cut = end.isPresent();
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                String.format(
                    Locale.ROOT,
                    "the loss reaches none of the %,d parameters: nothing would train",
                    count))
            .at(
                place,
                cut
                    ? "no gradient comes from here to any of them"
                    : "it depends on nothing that is learned");
    end.flatMap(GraphLint::place)
        .filter(span -> !span.equals(place))
        .ifPresent(span -> warning.also(span, "the gradient ends here"));
    warning.note("they are those of " + owners(parameters));
    return warning
        .help(
            cut
                ? "leave out what stops the gradient: a `detach`, a comparison or an index"
                : "compare what the network predicts with the target")
        .build();
  }

  /**
   * The last value on the way from parameters to the loss through which no gradient passes.
   *
   * @param from some of what the loss depends on, in which it is looked for
   */
  private static Optional<Value> end(
      Flow flow, Set<Value> trained, Set<Value> behindLoss, Set<Value> from) {
    Optional<Value> last = Optional.empty();
    for (Value value : flow.graph().values()) {
      if (behindLoss.contains(value) && trained.contains(value) && from.contains(value)) {
        for (int i = 0; i < value.operands().size(); i++) {
          Value operand = value.operand(i);
          if (!passesGradient(value, i)
              && from.contains(operand)
              && flow.dependsOn(operand, Flow.Source.PARAMETER)) {
            last = Optional.of(value);
          }
        }
      }
    }
    return last;
  }

  /** What a gradient flows to from a value. */
  private static Set<Value> differentiable(Value from) {
    Set<Value> reached = new HashSet<>(Set.of(from));
    Deque<Value> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      Value at = open.remove();
      for (int i = 0; i < at.operands().size(); i++) {
        if (passesGradient(at, i) && reached.add(at.operand(i))) {
          open.add(at.operand(i));
        }
      }
    }
    return reached;
  }

  private static boolean passesGradient(Value value, int operand) {
    if (value.op() instanceof Map map) {
      Elementwise function = map.function();
      return switch (function) {
        case STOP_GRADIENT, SIGN, FLOOR, CEIL, ROUND -> false;
        case WHERE -> operand > 0;
        default -> !function.isPredicate();
      };
    }
    boolean index = value.op() instanceof Gather || value.op() instanceof ScatterAdd;
    return !(value.op() instanceof ArgReduce)
        && !(index && operand == 1)
        && value.type().element().isFloating();
  }

  private Diagnostic diagnostic(
      Flow flow, Set<Value> trained, Set<Value> behindLoss, Span span, List<Parameter> parameters) {
    Set<Value> made = new HashSet<>();
    parameters.stream()
        .flatMap(p -> flow.parameter(p.path()).stream())
        .forEach(value -> made.addAll(flow.behind(value)));
    boolean enters = made.stream().anyMatch(behindLoss::contains);
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                String.format(
                    Locale.ROOT,
                    "the loss does not reach the %,d parameters of %s: they never train",
                    count(parameters),
                    owners(parameters)))
            .at(
                span,
                enters
                    ? "no gradient comes back: a `detach`, a comparison or an index is in between"
                    : "the loss does not depend on what this gives");
    end(flow, trained, behindLoss, made)
        .flatMap(GraphLint::place)
        .filter(place -> !place.equals(span))
        .ifPresent(place -> warning.also(place, "the gradient ends here"));
    return warning
        .help(
            "make the loss depend on it; or allow it, if it is to stay as it is:"
                + " `// netc:allow "
                + code()
                + "`")
        .build();
  }

  private static long count(List<Parameter> parameters) {
    return parameters.stream().mapToLong(p -> p.type().shape().elements().constant()).sum();
  }

  /** {@code `fc1`, `fc2`}. */
  private static String owners(List<Parameter> parameters) {
    return parameters.stream()
        .map(p -> "`" + owner(p.path()) + "`")
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String owner(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }
}
