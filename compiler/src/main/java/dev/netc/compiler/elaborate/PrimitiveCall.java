package dev.netc.compiler.elaborate;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A call of a primitive: where it stands, and what it got, each argument by its position and as
 * what it should be.
 */
record PrimitiveCall(Session session, Evaluator evaluator, CallSite site, List<Datum> arguments) {
  Frame frame() {
    return site.frame();
  }

  Span span() {
    return site.span();
  }

  GraphBuilder builder() {
    return session.builder;
  }

  Tensors tensors() {
    return new Tensors(session);
  }

  Datum get(int i) {
    return arguments.get(i);
  }

  Failure fail(String code, String message) {
    return session.reporter.fail(frame(), span(), code, message);
  }

  Failure fail(String code, String message, String label) {
    return session.reporter.fail(frame(), span(), code, message, label);
  }

  Failure fail(Diagnostic.Builder error) {
    return session.reporter.fail(error.build());
  }

  /** An error about one of the values that the call got, at the argument that the user wrote. */
  Diagnostic.Builder errorAt(Datum datum, String code, String message, String label) {
    Site place = Site.of(frame(), span());
    return place.errorAt(Tensors.argument(place, datum).orElse(place.span()), code, message, label);
  }

  /** The same with what the tensor is that it is about. */
  Failure fail(Datum datum, Value about, String code, String message, String label) {
    Diagnostic.Builder error = errorAt(datum, code, message, label);
    explain(error, about);
    return session.reporter.fail(error.build());
  }

  /** Labels where a tensor comes from, and what led to its shape. */
  void explain(Diagnostic.Builder error, Value about) {
    Site place = Site.of(frame(), span());
    Optional<Trace.Definition> definition = session.trace.definition(place.frame(), about);
    definition
        .filter(d -> !d.span().equals(place.span()))
        .ifPresent(d -> error.also(d.span(), session.trace.describe(definition, about)));
    session.trace.chain(about).ifPresent(error::trace);
  }

  Dim dim(Datum datum) {
    return evaluator.dim(frame(), span(), datum);
  }

  Dim dimOrNegative(Datum datum) {
    return evaluator.dimOrNegative(frame(), span(), datum);
  }

  int integer(Datum datum) {
    return evaluator.integer(frame(), span(), datum);
  }

  /** A number that is known now. */
  double number(int i) {
    OptionalDouble number = Numbers.value(get(i));
    if (number.isEmpty()) {
      throw tensors().wrongKind(frame(), span(), get(i), "a number");
    }
    return number.getAsDouble();
  }

  Value value(int i) {
    Datum datum = get(i);
    return Numbers.isNumber(datum)
        ? tensors().as(frame(), span(), datum, tensors().promote(List.of(datum)))
        : tensors().tensor(frame(), span(), datum);
  }

  List<Datum> items(int i) {
    if (get(i) instanceof Items items) {
      return items.items();
    }
    throw tensors().wrongKind(frame(), span(), get(i), "a list");
  }

  List<Long> longs(int i) {
    return items(i).stream().map(item -> (long) integer(item)).toList();
  }

  Shape shape(int i) {
    return new Shape(items(i).stream().map(item -> dim(item)).toList());
  }

  String text(int i) {
    if (get(i) instanceof Datum.Text text) {
      return text.value();
    }
    throw tensors().wrongKind(frame(), span(), get(i), "a string");
  }

  int axis(int i, int rank) {
    return axis(get(i), rank);
  }

  int axis(Datum datum, int rank) {
    int axis = integer(datum);
    if (axis < -rank || axis >= rank) {
      throw session.reporter.fail(
          errorAt(
                  datum,
                  "E0307",
                  "a tensor with "
                      + rank
                      + (rank == 1 ? " axis" : " axes")
                      + " has no axis "
                      + axis,
                  "axes are 0 to " + (rank - 1) + ", or -" + rank + " to -1 from the last")
              .build());
    }
    return axis < 0 ? axis + rank : axis;
  }

  List<Integer> axes(int i, int rank) {
    List<Datum> given = get(i) instanceof Items items ? items.items() : List.of(get(i));
    return given.stream().map(item -> axis(item, rank)).distinct().toList();
  }
}
