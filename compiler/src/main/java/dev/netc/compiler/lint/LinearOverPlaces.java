package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * A linear map over one axis of a feature map or an image, such as a dense layer without a flatten
 * before: it fits whatever the size is, and sees one row at a time.
 */
final class LinearOverPlaces extends GraphLint {
  private static final int SMALLEST_IMAGE = 8;

  @Override
  public String code() {
    return "W0404";
  }

  @Override
  public String name() {
    return "unflattened";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    Places places = new Places(flow.graph());
    for (Value value : flow.graph().values()) {
      if (value.op() instanceof Contract contract) {
        boolean leftLearned = flow.isLearned(value.operand(0));
        boolean rightLearned = flow.isLearned(value.operand(1));
        Value data = value.operand(leftLearned ? 1 : 0);
        List<Integer> labels = leftLearned ? contract.right() : contract.left();
        int last = data.rank() - 1;
        if (leftLearned != rightLearned
            && last > 1
            && !contract.result().contains(labels.get(last))
            && summed(contract, labels) == 1
            && isOfPlaces(places, data, last)) {
          place(value).ifPresent(span -> found.add(diagnostic(flow, value, data, span, written)));
        }
      }
    }
  }

  private static long summed(Contract contract, List<Integer> labels) {
    return labels.stream().filter(label -> !contract.result().contains(label)).count();
  }

  private static boolean isOfPlaces(Places places, Value data, int axis) {
    return !places.windows(data, axis).isEmpty() || isImage(data);
  }

  /**
   * Whether an input, perhaps scaled, has one, three or four channels before two axes of pixels.
   */
  private static boolean isImage(Value value) {
    Value at = value;
    while (at.op() instanceof dev.netc.compiler.ir.Map && !at.operands().isEmpty()) {
      at = at.operand(0);
    }
    return at.op() instanceof Op.Input input
        && input.role() == Op.Role.INPUT
        && at.rank() == 4
        && (at.dim(1).is(1) || at.dim(1).is(3) || at.dim(1).is(4))
        && isLarge(at.dim(2))
        && isLarge(at.dim(3));
  }

  private static boolean isLarge(Dim dim) {
    return dim.isConstant() && dim.constant() >= SMALLEST_IMAGE;
  }

  private Diagnostic diagnostic(Flow flow, Value value, Value data, Span span, Written written) {
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                "%s maps the last axis of %s alone, whose %s elements are places"
                    .formatted(name(value), flow.trace().shape(data), data.dim(data.rank() - 1)))
            .at(span, "each row is mapped by itself: this gives " + flow.trace().shape(value));
    flow.trace().chain(data).ifPresent(warning::trace);
    written
        .insertion(span, "flatten", "")
        .ifPresentOrElse(
            edit -> warning.help("flatten first: `flatten -> " + span.text() + "`", edit),
            () -> warning.help("flatten first: `… -> flatten -> …`"));
    return warning.build();
  }
}
