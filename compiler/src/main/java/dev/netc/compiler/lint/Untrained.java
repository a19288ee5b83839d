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
import java.util.Set;
import java.util.stream.Collectors;

/** Parameters that do something, and that no gradient of the loss reaches: they never train. */
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
    byPlace.forEach(
        (span, parameters) -> found.add(diagnostic(flow, behindLoss, span, parameters)));
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
      Flow flow, Set<Value> behindLoss, Span span, List<Parameter> parameters) {
    long count = parameters.stream().mapToLong(p -> p.type().shape().elements().constant()).sum();
    String owners =
        parameters.stream()
            .map(p -> "`" + owner(p.path()) + "`")
            .distinct()
            .collect(Collectors.joining(", "));
    boolean enters =
        parameters.stream()
            .flatMap(p -> flow.parameter(p.path()).stream())
            .anyMatch(behindLoss::contains);
    return Diagnostic.warning(
            code(),
            String.format(
                Locale.ROOT,
                "the loss does not reach the %,d parameters of %s: they never train",
                count,
                owners))
        .at(
            span,
            enters
                ? "no gradient comes back: a `detach`, a comparison or an index is in between"
                : "the loss does not depend on what this gives")
        .help(
            "make the loss depend on it; or allow it, if it is to stay as it is:"
                + " `// netc:allow "
                + code()
                + "`")
        .build();
  }

  private static String owner(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }
}
