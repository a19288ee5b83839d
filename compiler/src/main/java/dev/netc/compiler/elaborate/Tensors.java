package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Makes tensors of data, of one element type and one shape where an operation needs that. */
final class Tensors {
  private final Session session;
  private final GraphBuilder builder;

  Tensors(Session session) {
    this.session = session;
    this.builder = session.builder;
  }

  /** Whether an operation on the datum belongs into the graph. */
  static boolean isDynamic(Datum datum) {
    return datum instanceof Datum.Tensor
        || datum instanceof Datum.Adjustable
        || datum instanceof Datum.Packed;
  }

  /** The tensor that a datum is; a list has none. */
  Value tensor(Frame frame, Span span, Datum datum) {
    if (datum instanceof Datum.Tensor tensor) {
      return tensor.value();
    }
    if (datum instanceof Datum.Adjustable adjustable) {
      return adjustable.value();
    }
    throw wrongKind(frame, span, datum, "a tensor");
  }

  Failure wrongKind(Frame frame, Span span, Datum datum, String expected) {
    if (datum == Datum.Poison.POISON) {
      return new Failure();
    }
    Site site = Site.of(frame, span);
    String message =
        site.libraryCall()
            .flatMap(called -> refused(called, datum, expected))
            .orElse("expected " + expected + ", this is " + datum.kind());
    Span place = argument(site, datum).orElse(site.span());
    Diagnostic.Builder error = site.errorAt(place, "E0310", message, "");
    advise(error, place, datum, expected);
    return session.reporter.fail(error.build());
  }

  private static void advise(Diagnostic.Builder error, Span place, Datum datum, String expected) {
    if (datum instanceof Datum.Items items && items.items().stream().anyMatch(Tensors::isDynamic)) {
      error.note("it is " + Texts.LANGUAGE.of(datum));
      error.guess("take its first: `" + place.text() + "[0]`", new Edit(place.after(), "[0]"));
      error.help("take it apart: `(first, second) = …`");
    } else if (datum instanceof Datum.Declared declared && expected.startsWith("a tensor")) {
      error.help(
          declared.function().tensors().stream()
              .filter(parameter -> parameter.defaultValue().isEmpty())
              .map(parameter -> parameter.name().text())
              .collect(
                  Collectors.joining(
                      ", ", "apply it: `" + declared.function().name().text() + "(", ")`")));
    } else if (datum instanceof Datum.Made || datum instanceof Datum.Stages) {
      error.help("apply it first: `x -> " + place.text() + "`");
    } else if (datum instanceof Datum.Items && expected.startsWith("a tensor")) {
      String tensor = "tensor(" + place.text() + ")";
      error.guess("make a tensor of it: `" + tensor + "`", new Edit(place, tensor));
    } else if (datum instanceof Datum.Packed) {
      error.help("`pad_packed_sequence` makes a tensor of it, and the lengths");
    }
  }

  /** The error for a fraction where only a whole number has a meaning. */
  Failure notWhole(Frame frame, Span span, Datum datum) {
    Site site = Site.of(frame, span);
    Span place = argument(site, datum).orElse(site.span());
    String shown = Texts.LANGUAGE.of(datum);
    String message =
        site.libraryCall()
            .flatMap(called -> parameter(called, datum))
            .map(whose -> whose + " must be a whole number, not " + shown)
            .orElse("expected a whole number, this is " + shown);
    OptionalDouble value = Numbers.value(datum);
    boolean whole = value.isPresent() && value.getAsDouble() == Math.rint(value.getAsDouble());
    boolean half =
        datum instanceof Datum.Ratio ratio && value.isEmpty() && ratio.denominator().is(2);
    Diagnostic.Builder error =
        site.errorAt(
            place,
            "E0310",
            message,
            half
                ? "it is none when " + ((Datum.Ratio) datum).numerator() + " is odd"
                : value.isEmpty() ? "it is none for every size" : "");
    if (whole && place.text().endsWith(shown)) {
      Span number = new Span(place.file(), place.end() - shown.length(), place.end());
      String text = Long.toString((long) value.getAsDouble());
      error.help("write `" + text + "`", new Edit(number, text));
    } else {
      error.help("`floor(…)` makes it whole");
    }
    return session.reporter.fail(error.build());
  }

  /** Where the user wrote a value that a declaration of the library cannot work with. */
  static Optional<Span> argument(Site site, Datum datum) {
    return site.libraryCall()
        .flatMap(Frame::call)
        .flatMap(
            call ->
                call.arguments().byName().values().stream()
                    .flatMap(given -> written(given, datum).stream())
                    .findFirst());
  }

  /** The argument that is a value, or the entry of a list that is. */
  private static Optional<Span> written(Arguments.Given given, Datum datum) {
    if (given.value() == datum) {
      return given.span();
    }
    if (given.value() instanceof Datum.Items items
        && given.argument().isPresent()
        && given.argument().get().value() instanceof Expression.ListExpression list
        && list.elements().size() == items.items().size()) {
      for (int i = 0; i < items.items().size(); i++) {
        if (items.items().get(i) == datum) {
          return Optional.of(list.elements().get(i).span());
        }
      }
    }
    return Optional.empty();
  }

  /** In the user's words: which argument of the library's declaration it cannot work with. */
  private static Optional<String> refused(Frame called, Datum datum, String expected) {
    return parameter(called, datum)
        .map(
            whose ->
                expected.matches("a tensor|a number|a list|a string|a whole number|a layer")
                    ? "%s must be %s, not %s".formatted(whose, expected, datum.kind())
                    : "%s cannot be %s".formatted(whose, datum.kind()));
  }

  /** {@code the `dim` of `softmax`}, if the user gave it that value. */
  private static Optional<String> parameter(Frame called, Datum datum) {
    return called.call().stream()
        .flatMap(call -> call.arguments().byName().entrySet().stream())
        .filter(argument -> argument.getValue().value() == datum)
        .findFirst()
        .map(
            argument ->
                "the `%s` of `%s`"
                    .formatted(argument.getKey(), called.declaration().name().text()));
  }

  /** The tensor or number as a value of an element type. */
  Value as(Frame frame, Span span, Datum datum, ElementType element) {
    OptionalDouble number =
        datum instanceof Datum.Adjustable ? OptionalDouble.empty() : Numbers.value(datum);
    if (number.isPresent()) {
      return builder.scalar(element, number.getAsDouble());
    }
    if (datum instanceof Datum.Truth truth) {
      return builder.scalar(element, truth.value() ? 1 : 0);
    }
    if (datum instanceof Datum.Whole whole) {
      return builder.sizeOf(element, whole.value());
    }
    if (datum instanceof Datum.Ratio ratio) {
      ElementType floating = element.isFloating() ? element : session.floating();
      Value quotient =
          builder.div(
              builder.sizeOf(floating, ratio.numerator()),
              builder.sizeOf(floating, ratio.denominator()));
      return builder.cast(quotient, element);
    }
    return builder.cast(tensor(frame, span, datum), element);
  }

  /**
   * The operands as values of one element type and one shape, by PyTorch's rules of promotion and
   * broadcasting.
   */
  List<Value> unify(Frame frame, Span span, String operation, List<Datum> data) {
    return unify(frame, span, operation, data, List.of());
  }

  /**
   * The same.
   *
   * @param written where the operands stand, in the same order; empty if that is not known
   */
  List<Value> unify(
      Frame frame, Span span, String operation, List<Datum> data, List<Span> written) {
    ElementType element = promote(data);
    List<Value> values = new ArrayList<>(data.size());
    for (Datum datum : data) {
      values.add(as(frame, span, datum, element));
    }
    return broadcast(frame, span, operation, values, written);
  }

  /** The operands repeated to one shape. */
  List<Value> broadcast(Frame frame, Span span, String operation, List<Value> values) {
    return broadcast(frame, span, operation, values, List.of());
  }

  private List<Value> broadcast(
      Frame frame, Span span, String operation, List<Value> values, List<Span> written) {
    Shape shape = values.get(0).shape();
    for (Value value : values.subList(1, values.size())) {
      Optional<Shape> joint = join(shape, value.shape());
      if (joint.isEmpty()) {
        throw mismatch(frame, span, operation, values, written);
      }
      shape = joint.get();
    }
    List<Value> repeated = new ArrayList<>(values.size());
    for (Value value : values) {
      repeated.add(builder.broadcastTo(value, shape));
    }
    return repeated;
  }

  private Failure mismatch(
      Frame frame, Span span, String operation, List<Value> values, List<Span> written) {
    List<Value> tensors = values.stream().filter(value -> value.rank() > 0).toList();
    Value a = tensors.get(0);
    Value b =
        tensors.stream()
            .filter(v -> join(a.shape(), v.shape()).isEmpty())
            .findFirst()
            .orElse(tensors.get(1));
    String message =
        operation + " of tensors that do not match: " + a.shape() + " and " + b.shape();
    Site site = Site.of(frame, span);
    Diagnostic.Builder error = site.error("E0303", message, misfit(a, b));
    error.mismatch(a.shape().toString(), b.shape().toString());
    for (Value value : List.of(a, b)) {
      Optional<Trace.Definition> definition = session.trace.definition(site.frame(), value);
      definition
          .filter(d -> !d.span().equals(site.span()))
          .ifPresent(d -> error.also(d.span(), session.trace.describe(definition, value)));
      session.trace.chain(value).ifPresent(error::trace);
    }
    new Shortcuts(session, site, error).propose(written, a, b);
    Remedies remedies = new Remedies(session, site, error);
    remedies.keepSize(a);
    remedies.keepSize(b);
    return session.reporter.fail(error.build());
  }

  /** Refuses truth values where a function computes with numbers, and numbers where it does not. */
  void requireTaken(
      Frame frame, Span span, String operation, Elementwise function, ElementType element) {
    if (function.takes(element)) {
      return;
    }
    Diagnostic.Builder error =
        Site.of(frame, span)
            .error(
                "E0313",
                operation
                    + " takes "
                    + (element.isNumeric() ? "truth values" : "numbers")
                    + ", these are "
                    + (element.isNumeric() ? "of type " + element : "truth values"),
                "");
    error.help(
        element.isNumeric()
            ? "a comparison makes truth values of them, such as `x != 0`"
            : "make numbers of them first: `… -> to_int -> …`");
    throw session.reporter.fail(error.build());
  }

  /**
   * Refuses a product of whole and real numbers, as PyTorch does: indices and counts are rarely
   * meant to be multiplied by weights.
   */
  void checkProduct(Frame frame, Span span, String operation, Value left, Value right) {
    if (left.type().element().isFloating() == right.type().element().isFloating()) {
      ElementType element = promote(List.of(new Datum.Tensor(left), new Datum.Tensor(right)));
      requireTaken(frame, span, operation, Elementwise.MUL, element);
      return;
    }
    Value whole = left.type().element().isFloating() ? right : left;
    Site site = Site.of(frame, span);
    Diagnostic.Builder error =
        site.error(
            "E0323",
            operation
                + " of real numbers and "
                + (whole.type().element() == ElementType.INT ? "whole ones" : "truth values")
                + (frame.isLibrary() ? "" : ": " + left.type() + " and " + right.type()),
            "");
    Value at = whole;
    while (session.trace.definition(at).isEmpty() && !at.operands().isEmpty()) {
      at = at.operand(0);
    }
    String described = session.trace.describe(at);
    session
        .trace
        .definition(at)
        .filter(d -> !d.span().equals(site.span()))
        .ifPresent(d -> error.also(d.span(), described));
    int start = site.span().start();
    error.help(
        "make them real first, `… -> to_float -> …`; indices are for `Embedding`",
        new Edit(new Span(site.span().file(), start, start), "to_float -> "));
    throw session.reporter.fail(error.build());
  }

  /** {@code axis 1 (C): 128 is not 64}; from the last where the two have not the same axes. */
  private String misfit(Value a, Value b) {
    for (int i = 1; i <= Math.min(a.rank(), b.rank()); i++) {
      Dim x = a.dim(a.rank() - i);
      Dim y = b.dim(b.rank() - i);
      if (!x.equals(y) && !x.is(1) && !y.is(1)) {
        String unproven = x.differsFrom(y) ? "" : " for every size";
        int axis = a.rank() - i;
        String name =
            session
                .trace
                .axisName(a, axis)
                .or(() -> session.trace.axisName(b, b.rank() - (a.rank() - axis)))
                .map(known -> " (" + known + ")")
                .orElse("");
        String place = a.rank() == b.rank() ? Integer.toString(axis) : "-" + i;
        return "axis " + place + name + ": " + x + " is not " + y + unproven;
      }
    }
    return "";
  }

  /**
   * The shape that both repeat to, if there is one: axes match from the last, one matches anything.
   */
  static Optional<Shape> join(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>();
    for (int i = rank; i > 0; i--) {
      Dim x = i <= a.rank() ? a.dim(a.rank() - i) : Dim.ONE;
      Dim y = i <= b.rank() ? b.dim(b.rank() - i) : Dim.ONE;
      if (!x.equals(y) && !x.is(1) && !y.is(1)) {
        return Optional.empty();
      }
      dims.add(x.is(1) ? y : x);
    }
    return Optional.of(new Shape(dims));
  }

  /**
   * PyTorch's result type: tensors with axes decide, then scalars, then numbers, each only if of a
   * higher category.
   */
  ElementType promote(List<Datum> data) {
    Optional<ElementType> result = Optional.empty();
    for (int priority = 0; priority < 3; priority++) {
      Optional<ElementType> level = Optional.empty();
      for (Datum datum : data) {
        if (priority(datum) == priority) {
          ElementType element = element(datum);
          level = Optional.of(level.map(known -> wider(known, element)).orElse(element));
        }
      }
      if (level.isPresent()
          && (result.isEmpty() || category(level.get()) > category(result.get()))) {
        result = level;
      }
    }
    return result.orElse(session.floating());
  }

  private static int priority(Datum datum) {
    boolean axes = datum instanceof Datum.Tensor tensor && tensor.value().rank() > 0;
    return axes ? 0 : isDynamic(datum) ? 1 : 2;
  }

  private ElementType element(Datum datum) {
    if (datum instanceof Datum.Tensor tensor) {
      return tensor.value().type().element();
    }
    if (datum instanceof Datum.Adjustable adjustable) {
      return adjustable.value().type().element();
    }
    if (datum instanceof Datum.Truth) {
      return ElementType.BOOL;
    }
    return datum instanceof Datum.Whole ? ElementType.INT : session.floating();
  }

  private static ElementType wider(ElementType a, ElementType b) {
    return rank(a) >= rank(b) ? a : b;
  }

  private static int rank(ElementType element) {
    return switch (element) {
      case BOOL -> 0;
      case INT -> 1;
      case FLOAT -> 2;
      case DOUBLE -> 3;
    };
  }

  private static int category(ElementType element) {
    return Math.min(rank(element), 2);
  }
}
