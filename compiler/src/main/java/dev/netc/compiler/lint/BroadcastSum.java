package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Set;

/**
 * The sum of two branches that come from one value and differ in shape, such as a residual block
 * whose shortcut has one channel or one row: it is repeated to fit, where an error was due.
 */
final class BroadcastSum extends GraphLint {
  @Override
  public String code() {
    return "W0403";
  }

  @Override
  public String name() {
    return "broadcast-sum";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    for (Value value : flow.graph().values()) {
      if (!Forms.is(value, Elementwise.ADD)) {
        continue;
      }
      List<Broadcasts> sides = Broadcasts.of(value);
      place(value)
          .filter(written::isOperation)
          .filter(span -> sides.stream().anyMatch(Broadcasts::isSilent))
          .filter(span -> areBranches(flow, sides.get(0).operand(), sides.get(1).operand()))
          .ifPresent(span -> found.add(diagnostic(flow, value, span, sides)));
    }
  }

  /** Whether two values, of which neither has to do with targets, come from one. */
  private static boolean areBranches(Flow flow, Value left, Value right) {
    if (flow.dependsOn(left, Flow.Source.TARGET) || flow.dependsOn(right, Flow.Source.TARGET)) {
      return false;
    }
    Set<Value> before = flow.before(left);
    return flow.before(right).stream()
        .anyMatch(
            value ->
                before.contains(value)
                    && flow.dependsOn(value, Flow.Source.INPUT)
                    && value.rank() > 1
                    && !(value.op() instanceof Op.Input in && in.role() != Op.Role.INPUT));
  }

  private Diagnostic diagnostic(Flow flow, Value value, Span span, List<Broadcasts> sides) {
    String left = flow.trace().shape(sides.get(0).operand());
    String right = flow.trace().shape(sides.get(1).operand());
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                "two branches of one value are added that differ in shape: %s and %s give %s"
                    .formatted(left, right, flow.trace().shape(value)))
            .at(span, "the tensors are repeated to fit each other")
            .mismatch(left, right);
    for (Broadcasts side : sides) {
      flow.trace().chain(side.operand()).ifPresent(warning::trace);
    }
    warning.help(
        "give both branches one shape; where the repetition is meant, write it:"
            + " `broadcast_to(…, …)`");
    return warning.build();
  }
}
