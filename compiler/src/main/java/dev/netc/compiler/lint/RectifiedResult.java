package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A rectifier between the last learned layer and the loss: where that layer gives something below
 * zero, the result is zero, and so is the gradient, for good.
 */
final class RectifiedResult extends GraphLint {
  @Override
  public String code() {
    return "W0413";
  }

  @Override
  public String name() {
    return "rectified-result";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    for (Value value : flow.graph().values()) {
      boolean ofLearned =
          Forms.rectified(value).filter(x -> isOfLearnedProduct(flow, x)).isPresent();
      if (ofLearned
          && !flow.dependsOn(value, Flow.Source.TARGET)
          && isCompared(flow, value)
          && flow.endsLearning(value)) {
        place(value).ifPresent(span -> found.add(diagnostic(value, span, written)));
      }
    }
  }

  /** Whether a value is a product with something learned, perhaps with a bias. */
  private static boolean isOfLearnedProduct(Flow flow, Value value) {
    Value at = Forms.unmoved(value);
    while (Forms.is(at, Elementwise.ADD) && flow.isLearned(at.operand(1))) {
      at = Forms.unmoved(at.operand(0));
    }
    return at.op() instanceof Contract
        && (flow.isLearned(at.operand(0)) || flow.isLearned(at.operand(1)));
  }

  /** Whether a value, perhaps moved, is subtracted from a target, or enters a softmax. */
  private static boolean isCompared(Flow flow, Value value) {
    Deque<Value> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty()) {
      Value at = open.remove();
      for (Value user : flow.users(at)) {
        if (user.op() instanceof Move.Reshape || user.op() instanceof Move.Transpose) {
          open.add(user);
        } else if (isDifference(flow, user)
            || (user.op() instanceof Reduce reduce && reduce.kind() == Reduce.Kind.MAX)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isDifference(Flow flow, Value value) {
    return Forms.is(value, Elementwise.SUB)
        && (flow.dependsOn(value.operand(0), Flow.Source.TARGET)
            != flow.dependsOn(value.operand(1), Flow.Source.TARGET));
  }

  private Diagnostic diagnostic(Value value, Span span, Written written) {
    Diagnostic.Builder warning =
        Diagnostic.warning(code(), name(value) + " cuts off the result before the loss sees it")
            .at(span, "below zero the gradient is zero, and the layer before cannot learn to rise")
            .note("for results that cannot be negative, `softplus` keeps a gradient everywhere");
    written
        .removal(span)
        .ifPresentOrElse(
            edit -> warning.help("leave it out", edit), () -> warning.help("leave it out"));
    return warning.build();
  }
}
