package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Proposes for a shape that has too many or too few elements the nearest one that keeps the batch
 * and has as many for each sample.
 */
final class Factorisation {
  private static final int MOST_AXES = 4;

  private final PrimitiveCall call;
  private final Diagnostic.Builder error;

  Factorisation(PrimitiveCall call, Diagnostic.Builder error) {
    this.call = call;
    this.error = error;
  }

  void propose(Value value, Datum shape) {
    Optional<Argument> written = argument(shape);
    Dim sample =
        Axes.range(1, Math.max(1, value.rank())).stream()
            .map(value::dim)
            .reduce(Dim.ONE, Dim::times);
    Optional<List<Long>> wanted = wanted(shape);
    if (written.isEmpty() || wanted.isEmpty() || !sample.isConstant() || value.rank() < 1) {
      return;
    }
    if (value.rank() > 2) {
      String sizes =
          Axes.range(1, value.rank()).stream()
              .map(axis -> value.dim(axis).toString())
              .collect(Collectors.joining(" · "));
      error.note("a sample has " + sample + " = " + sizes + " elements");
    }
    String text =
        nearest(sample.constant(), wanted.get()).stream()
            .map(Object::toString)
            .collect(Collectors.joining(", ", "[-1, ", "]"));
    error.guess(
        "the nearest shape that keeps the samples apart is `" + text + "`",
        new Edit(written.get().value().span(), text));
  }

  private Optional<Argument> argument(Datum shape) {
    return Site.of(call.frame(), call.span())
        .libraryCall()
        .flatMap(Frame::call)
        .flatMap(
            from ->
                from.arguments().byName().values().stream()
                    .filter(given -> given.value() == shape)
                    .flatMap(given -> given.argument().stream())
                    .findFirst());
  }

  /** The sizes behind the first; empty if they are not all known, or too many. */
  private static Optional<List<Long>> wanted(Datum shape) {
    List<Long> sizes = new ArrayList<>();
    if (!(shape instanceof Datum.Items items)) {
      return Optional.empty();
    }
    for (Datum item :
        items.items().subList(Math.min(1, items.items().size()), items.items().size())) {
      if (!(item instanceof Datum.Whole whole)
          || !whole.value().isConstant()
          || whole.value().constant() < 1) {
        return Optional.empty();
      }
      sizes.add(whole.value().constant());
    }
    return Optional.of(sizes).filter(all -> !all.isEmpty() && all.size() <= MOST_AXES);
  }

  /** Factors of a number that are nearest to others, as their ratios say. */
  static List<Long> nearest(long number, List<Long> wanted) {
    if (wanted.size() == 1) {
      return List.of(number);
    }
    List<Long> best = List.of();
    for (long factor = 1; factor * factor <= number; factor++) {
      for (long candidate : List.of(factor, number / factor)) {
        if (number % factor == 0) {
          List<Long> all = new ArrayList<>(List.of(candidate));
          all.addAll(nearest(number / candidate, wanted.subList(1, wanted.size())));
          best = best.isEmpty() || distance(all, wanted) < distance(best, wanted) ? all : best;
        }
      }
    }
    return best;
  }

  private static double distance(List<Long> factors, List<Long> wanted) {
    double distance = 0;
    for (int i = 0; i < factors.size(); i++) {
      distance += Math.abs(Math.log((double) factors.get(i) / wanted.get(i)));
    }
    return distance;
  }
}
