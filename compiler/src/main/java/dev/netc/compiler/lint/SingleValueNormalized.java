package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.lint.Forms.Mean;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** A normalisation over a single value: less its own mean that is zero, whatever it was. */
final class SingleValueNormalized extends GraphLint {
  @Override
  public String code() {
    return "W0414";
  }

  @Override
  public String name() {
    return "single-value";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    Forms forms = new Forms(flow);
    for (Value value : flow.graph().values()) {
      Optional<Mean> mean = forms.centred(value).filter(m -> m.count().is(1));
      if (mean.isPresent() && flow.dependsOn(value, Flow.Source.INPUT)) {
        place(value).ifPresent(span -> found.add(diagnostic(flow, value, mean.get(), span)));
      }
    }
  }

  private Diagnostic diagnostic(Flow flow, Value value, Mean mean, Span span) {
    String axes =
        (mean.axes().size() == 1 ? "axis " : "axes ")
            + mean.axes().stream().map(Object::toString).reduce((a, b) -> a + ", " + b).orElse("");
    return Diagnostic.warning(
            code(), name(value) + " normalises over a single value, which gives zero")
        .at(span, flow.trace().describe(mean.of()))
        .note(
            "the mean over %s of %s is of one element: each less its mean is 0"
                .formatted(axes, mean.of().shape()))
        .help(
            "normalise over an axis that has more than one element; a batch of any size is declared"
                + " as `N`")
        .build();
  }
}
