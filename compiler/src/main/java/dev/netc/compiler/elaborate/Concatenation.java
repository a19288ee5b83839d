package dev.netc.compiler.elaborate;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.Optional;

/** Explains why tensors cannot be put side by side. */
final class Concatenation {
  private final PrimitiveCall call;
  private final int axis;

  Concatenation(PrimitiveCall call, int axis) {
    this.call = call;
    this.axis = axis;
  }

  /** The error for two of them that differ in another axis, or in the number of axes. */
  Failure mismatch(Value first, Value other) {
    boolean ranks = first.rank() != other.rank();
    Diagnostic.Builder error =
        Site.of(call.frame(), call.span())
            .error(
                "E0303",
                "concatenation along axis %d of tensors that differ elsewhere: %s and %s"
                    .formatted(axis, first.shape(), other.shape()),
                ranks ? first.rank() + " axes beside " + other.rank() : misfit(first, other));
    error.mismatch(first.shape().toString(), other.shape().toString());
    call.explain(error, first);
    call.explain(error, other);
    if (ranks) {
      flatten(error, first.rank() > other.rank() ? first : other);
    } else {
      Remedies remedies = new Remedies(call.session(), Site.of(call.frame(), call.span()), error);
      remedies.keepSize(first);
      remedies.keepSize(other);
    }
    return call.fail(error);
  }

  private String misfit(Value first, Value other) {
    for (int i = 0; i < first.rank(); i++) {
      if (i != axis && !first.dim(i).equals(other.dim(i))) {
        String name =
            call.session().trace.axisName(first, i).map(known -> " (" + known + ")").orElse("");
        return "axis " + i + name + ": " + first.dim(i) + " is not " + other.dim(i);
      }
    }
    return "";
  }

  /** All of a sample beside what is one row for each. */
  private void flatten(Diagnostic.Builder error, Value value) {
    Site site = Site.of(call.frame(), call.span());
    for (Datum item : call.items(0)) {
      if (item instanceof Datum.Tensor tensor && tensor.value() == value) {
        Optional<Span> written = Tensors.argument(site, item);
        written.ifPresent(
            span ->
                error.guess(
                    "flatten it first: `flatten(" + span.text() + ")`",
                    new Edit(span, "flatten(" + span.text() + ")")));
      }
    }
  }
}
