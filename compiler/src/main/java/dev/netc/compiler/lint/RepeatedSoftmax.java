package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A softmax of a softmax, which is all but even, or the logarithm of a softmax of one, which is the
 * same again, such as {@code log_softmax} before a cross entropy that applies it itself.
 */
final class RepeatedSoftmax extends GraphLint {
  @Override
  public String code() {
    return "W0407";
  }

  @Override
  public String name() {
    return "repeated-softmax";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    for (Value value : flow.graph().values()) {
      Optional<Value> inner =
          Forms.softmaxed(value)
              .map(Forms::unmoved)
              .filter(x -> Forms.softmaxed(x).isPresent())
              .or(
                  () ->
                      Forms.logSoftmaxed(value)
                          .map(Forms::unmoved)
                          .filter(x -> Forms.logSoftmaxed(x).isPresent()));
      inner.ifPresent(
          first ->
              place(value)
                  .ifPresent(span -> found.add(diagnostic(flow, first, value, span, written))));
    }
  }

  private Diagnostic diagnostic(Flow flow, Value first, Value second, Span span, Written written) {
    boolean logarithm = Forms.logSoftmaxed(first).isPresent();
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                logarithm
                    ? "%s takes the log-softmax of what is one: nothing changes"
                        .formatted(name(second))
                    : "%s takes the softmax of what is one: the result is all but even"
                        .formatted(name(second)))
            .at(span);
    Optional<Span> place = place(first).filter(other -> !other.equals(span));
    place.ifPresent(other -> warning.also(other, "this gives one"));
    warning.help(
        place.isPresent() && !flow.isOutput(first)
            ? "leave out one of the two"
            : "leave out one of the two; an output may still have it");
    if (!flow.isOutput(first)) {
      place
          .flatMap(written::removal)
          .ifPresent(edit -> warning.guess("leave " + name(first) + " out", edit));
    }
    return warning.build();
  }
}
