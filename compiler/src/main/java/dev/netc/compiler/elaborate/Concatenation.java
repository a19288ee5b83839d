package dev.netc.compiler.elaborate;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains why tensors cannot be put side by side. */
final class Concatenation {
  private static final long MOST_CUT = 3;

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
                ranks
                    ? "concatenation of tensors with %d and with %d axes: %s and %s"
                        .formatted(first.rank(), other.rank(), first.shape(), other.shape())
                    : "concatenation along axis %d of tensors that differ elsewhere: %s and %s"
                        .formatted(axis, first.shape(), other.shape()),
                ranks ? "all have as many axes" : misfit(first, other));
    error.mismatch(first.shape().toString(), other.shape().toString());
    call.explain(error, first);
    call.explain(error, other);
    if (ranks) {
      flatten(error, first.rank() > other.rank() ? first : other);
    } else {
      Remedies remedies = new Remedies(call.session(), Site.of(call.frame(), call.span()), error);
      remedies.keepSize(first);
      remedies.keepSize(other);
      crop(error, first, other);
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

  /**
   * Cuts off what a map of an odd size has more than one that was made smaller and larger again.
   */
  private void crop(Diagnostic.Builder error, Value first, Value other) {
    List<String> cuts = new ArrayList<>();
    Value large = null;
    for (int i = 0; i < first.rank(); i++) {
      Dim difference = first.dim(i).minus(other.dim(i));
      boolean cut = i != axis && !difference.is(0);
      if (cut && (!difference.isConstant() || Math.abs(difference.constant()) > MOST_CUT)) {
        return;
      }
      Value larger = cut && difference.constant() > 0 ? first : other;
      if (cut && large != null && larger != large) {
        return;
      }
      large = cut ? larger : large;
      cuts.add(cut ? ":" + (larger == first ? other : first).dim(i) : ":");
    }
    if (large != null) {
      replace(error, large, "cut off what is too much: ", "", "[" + String.join(", ", cuts) + "]");
    }
  }

  /** All of a sample beside what is one row for each. */
  private void flatten(Diagnostic.Builder error, Value value) {
    replace(error, value, "flatten it first: ", "flatten(", ")");
  }

  /** Writes something around the entry of the list that is a value. */
  private void replace(
      Diagnostic.Builder error, Value value, String words, String before, String behind) {
    Site site = Site.of(call.frame(), call.span());
    for (Datum item : call.items(0)) {
      if (item instanceof Datum.Tensor tensor && tensor.value() == value) {
        Optional<Span> written = Tensors.argument(site, item);
        written.ifPresent(
            span -> {
              String text = before + span.text() + behind;
              error.guess(words + "`" + text + "`", new Edit(span, text));
            });
      }
    }
  }
}
