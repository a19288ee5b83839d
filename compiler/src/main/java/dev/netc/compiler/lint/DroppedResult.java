package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * Dropout behind the last learned layer: the loss then sees zeros where the network has predicted
 * something, and no layer is left that could learn to do without them.
 */
final class DroppedResult extends GraphLint {
  @Override
  public String code() {
    return "W0412";
  }

  @Override
  public String name() {
    return "dropped-result";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    Forms forms = new Forms(flow);
    for (Value value : flow.graph().values()) {
      if (forms.dropped(value).isPresent() && flow.endsLearning(value)) {
        place(value).ifPresent(span -> found.add(diagnostic(value, span, written)));
      }
    }
  }

  private Diagnostic diagnostic(Value value, Span span, Written written) {
    Diagnostic.Builder warning =
        Diagnostic.warning(code(), name(value) + " drops parts of the result in training")
            .at(span, "no layer behind it can make up for what is lost")
            .note("dropout is for what a learned layer reads; a result is compared as it is");
    written
        .removal(span)
        .ifPresentOrElse(
            edit -> warning.help("leave it out", edit), () -> warning.help("leave it out"));
    return warning.build();
  }
}
