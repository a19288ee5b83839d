package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * A difference between what is predicted and what is wanted whose shapes are not the same: {@code
 * [N, 1]} less {@code [N]} compares each with each, and the loss falls to the spread of the targets
 * and no further.
 */
final class BroadcastLoss extends GraphLint {
  @Override
  public String code() {
    return "W0402";
  }

  @Override
  public String name() {
    return "broadcast-loss";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    for (Value value : flow.graph().values()) {
      if (Forms.is(value, Elementwise.SUB)) {
        List<Broadcasts> sides = Broadcasts.of(value);
        place(value)
            .filter(written::isOperation)
            .filter(span -> comparesUnlike(flow, sides))
            .ifPresent(span -> found.add(diagnostic(flow, value, span, sides, written)));
      }
    }
  }

  private static boolean comparesUnlike(Flow flow, List<Broadcasts> sides) {
    Value left = sides.get(0).operand();
    Value right = sides.get(1).operand();
    boolean compares =
        (isTarget(flow, left) && flow.dependsOn(right, Flow.Source.PARAMETER))
            || (isTarget(flow, right) && flow.dependsOn(left, Flow.Source.PARAMETER));
    return compares && sides.stream().anyMatch(Broadcasts::isSilent);
  }

  private static boolean isTarget(Flow flow, Value value) {
    return flow.dependsOn(value, Flow.Source.TARGET)
        && !flow.dependsOn(value, Flow.Source.PARAMETER);
  }

  private Diagnostic diagnostic(
      Flow flow, Value value, Span span, List<Broadcasts> sides, Written written) {
    String left = flow.trace().shape(sides.get(0).operand());
    String right = flow.trace().shape(sides.get(1).operand());
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                "a difference of %s and %s is %s: it compares more than was predicted or wanted"
                    .formatted(left, right, flow.trace().shape(value)))
            .at(span, "the tensors are repeated to fit each other")
            .mismatch(left, right);
    for (Broadcasts side : sides) {
      flow.trace()
          .definition(side.operand())
          .filter(definition -> !overlap(definition.span(), span))
          .ifPresent(
              definition -> warning.also(definition.span(), flow.trace().describe(side.operand())));
    }
    if (sides.stream().allMatch(side -> side.operand() != side.repeated())) {
      warning.note("each prediction meets each target, not its own");
    }
    warning.help(
        "give both one shape, with `squeeze` or `unsqueeze`; where the repetition is meant, write it:"
            + " `broadcast_to(…, …)`");
    List<Span> texts = written.sides(span);
    for (int side = 0; side < texts.size(); side++) {
      squeeze(sides.get(side).operand(), sides.get(1 - side).operand(), texts.get(side), warning);
    }
    return warning.build();
  }

  /** Takes away the axis of size one that one side has and the other has not. */
  private static void squeeze(Value wide, Value narrow, Span text, Diagnostic.Builder warning) {
    for (int axis = 1; axis < wide.rank(); axis++) {
      if (wide.dim(axis).is(1) && wide.shape().without(List.of(axis)).equals(narrow.shape())) {
        String squeezed = "squeeze(%s, %d)".formatted(text.text(), axis);
        warning.guess("take the axis of size 1 away: `" + squeezed + "`", new Edit(text, squeezed));
      }
    }
  }

  private static boolean overlap(Span a, Span b) {
    return a.file() == b.file() && a.start() < b.end() && b.start() < a.end();
  }
}
