package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reshape that makes several rows of each sample, because the number of rows was left open:
 * {@code reshape(x, [-1, 200])} of {@code [N, 400]} has {@code 2*N}.
 */
final class TornSamples extends GraphLint {
  /** The size of a row of many, as it is written. */
  private static final Pattern ROWS =
      Pattern.compile("\\[\\s*-1\\s*,\\s*([^,\\]]*[^,\\]\\s])\\s*\\]");

  @Override
  public String code() {
    return "W0406";
  }

  @Override
  public String name() {
    return "torn-samples";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    for (Value value : flow.graph().values()) {
      if (value.op() instanceof Move.Reshape && value.rank() > 0) {
        torn(value)
            .flatMap(count -> place(value).map(span -> diagnostic(flow, value, count, span)))
            .filter(warning -> isOpen(warning.span()))
            .ifPresent(found::add);
      }
    }
  }

  /** How many rows each sample becomes, if parts of an axis join the batch and others do not. */
  private static Optional<Dim> torn(Value value) {
    Value operand = value.operand(0);
    if (operand.rank() < 2 || operand.dim(0).isConstant()) {
      return Optional.empty();
    }
    Dim whole = operand.dim(0);
    Dim rows = value.dim(0);
    for (int axis = 1; axis <= operand.rank(); axis++) {
      if (rows.equals(whole)) {
        return Optional.empty();
      }
      whole = axis < operand.rank() ? whole.times(operand.dim(axis)) : whole;
    }
    return rows.dividedExactlyBy(operand.dim(0));
  }

  /** Whether the first size is left open in the text. */
  private static boolean isOpen(Span span) {
    return span.text().replace(" ", "").contains("[-1,");
  }

  private Diagnostic diagnostic(Flow flow, Value value, Dim count, Span span) {
    Value operand = value.operand(0);
    Dim each = operand.shape().without(List.of(0)).elements();
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                "each sample is torn into %s rows: %s becomes %s"
                    .formatted(count, flow.trace().shape(operand), value.shape()))
            .at(span, "-1 stands for " + value.dim(0) + " here, not for " + operand.dim(0))
            .note(
                "a sample has %s elements, a row of the result %s"
                    .formatted(each, value.shape().without(List.of(0)).elements()));
    flow.trace().chain(operand).ifPresent(warning::trace);
    warning.help("keep the batch as it is: `[%s, …]`, or `flatten`".formatted(operand.dim(0)));
    Matcher sizes = ROWS.matcher(span.text());
    if (value.rank() == 2 && sizes.find()) {
      Span last = new Span(span.file(), span.start() + sizes.start(1), span.start() + sizes.end(1));
      warning.guess(
          "give a row all that a sample has: `[-1, %s]`".formatted(each),
          new Edit(last, each.toString()));
    }
    return warning.build();
  }
}
