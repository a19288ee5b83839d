package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says of what is decided by sizes that are known at run time only how to say more of them. */
final class OpenSizes {
  private final Frame network;
  private final Diagnostic.Builder error;

  /**
   * @param frame where it is decided, or any around that
   * @param error what is added to
   */
  OpenSizes(Frame frame, Diagnostic.Builder error) {
    Frame at = frame;
    while (at.call().isPresent()) {
      at = at.call().get().caller();
    }
    this.network = at;
    this.error = error;
  }

  /** {@code H}, {@code H and W}. */
  static String list(List<String> names) {
    return String.join(" and ", names);
  }

  /** Adds why it cannot be decided, and what to write so that it can. */
  void explain(Undecided undecided) {
    List<String> names = undecided.names();
    error.note(
        names.size() == 1
            ? names.get(0) + " is known at run time only: it may be any number from 1"
            : "%s are known at run time only: each may be any number from 1"
                .formatted(list(names)));
    Optional<Dim> form = undecided.formThatHolds();
    form.ifPresent(dim -> propose(names.get(0), dim));
    error.help(
        "say more where the input is declared: the size as a number, or as `16 * H` or `H + 31`; or make"
            + " it hold for all");
  }

  /** For the size alone, and for all sizes but that of a batch: most often they are alike. */
  private void propose(String name, Dim form) {
    if (!(network.declaration() instanceof Declaration.Network declaration)) {
      return;
    }
    List<Statement.Port> ports =
        declaration.body().statements().stream()
            .filter(Statement.Port.class::isInstance)
            .map(Statement.Port.class::cast)
            .toList();
    Map<String, Dim> forms = new LinkedHashMap<>(Map.of(name, form));
    guess(DeclaredSizes.edits(declaration.span(), ports, this::value, forms));
    for (Statement.Port port : ports) {
      value(port)
          .filter(value -> value.rank() > 0)
          .ifPresent(value -> alike(value, name, form, forms));
    }
    if (forms.size() > 1) {
      guess(DeclaredSizes.edits(declaration.span(), ports, this::value, forms));
    }
  }

  private static void alike(Value value, String name, Dim form, Map<String, Dim> forms) {
    String batch = value.dim(0).toString();
    for (Dim dim : value.shape().dims()) {
      if (dim.freeNames().size() == 1 && !dim.toString().equals(batch)) {
        String other = dim.freeNames().first();
        Dim free = Dim.free(name);
        boolean multiple = form.dividedExactlyBy(free).isPresent();
        Dim alike =
            multiple
                ? Dim.free(other).times(form.dividedExactlyBy(free).get())
                : Dim.free(other).plus(form.minus(free));
        forms.putIfAbsent(other, alike);
      }
    }
  }

  private Optional<Value> value(Statement.Port port) {
    return network
        .lookup(port.name().text())
        .filter(Datum.Tensor.class::isInstance)
        .map(datum -> ((Datum.Tensor) datum).value());
  }

  private void guess(List<Edit> edits) {
    if (!edits.isEmpty()) {
      error.guess(
          "if the input has no other sizes, say so: " + DeclaredSizes.words(edits),
          edits.get(0),
          edits.subList(1, edits.size()).toArray(Edit[]::new));
    }
  }
}
