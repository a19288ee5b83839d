package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Datum.Tensor;
import dev.netc.compiler.elaborate.Datum.Truth;
import dev.netc.compiler.elaborate.Datum.Whole;
import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The functions of {@code primitive}, which the library is written in: the ops of the graph, and
 * questions about tensors.
 */
final class Primitives {
  /** One function, applied to the evaluated arguments. */
  @FunctionalInterface
  private interface Body {
    Datum apply(Call call);
  }

  /** A call of a primitive: where it stands, and what it got. */
  record Call(Frame frame, Span span, List<Datum> arguments) {
    Datum get(int i) {
      return arguments.get(i);
    }
  }

  private final Session session;
  private final GraphBuilder builder;
  private final Tensors tensors;
  private final Evaluator evaluator;
  private final Map<String, Body> table = new TreeMap<>();

  Primitives(Session session, Evaluator evaluator) {
    this.session = session;
    this.builder = session.builder;
    this.tensors = new Tensors(session);
    this.evaluator = evaluator;
    questions();
    reductions();
    movement();
    indexing();
    Arrays.stream(Elementwise.values())
        .forEach(f -> table.put(f.toString(), call -> elementwise(f, call)));
    table.put(
        "floor",
        call ->
            Numbers.isNumber(call.get(0))
                ? Numbers.floor(call.get(0))
                : elementwise(Elementwise.FLOOR, call));
    table.put(
        "ceil",
        call ->
            Numbers.isNumber(call.get(0))
                ? Numbers.ceil(call.get(0))
                : elementwise(Elementwise.CEIL, call));
  }

  Datum apply(String name, Call call) {
    if (call.arguments().contains(Datum.Poison.POISON)) {
      throw new Failure();
    }
    Body body = table.get(name);
    if (body == null) {
      throw session.reporter.fail(
          call.frame(), call.span(), "E0201", "there is no primitive `" + name + "`");
    }
    return body.apply(call);
  }

  private void questions() {
    table.put(
        "shape",
        call -> Items.list(value(call, 0).shape().dims().stream().map(Whole::new).toList()));
    table.put("rank", call -> Whole.of(value(call, 0).rank()));
    table.put("len", call -> Whole.of(items(call, 0).size()));
    table.put("is_list", call -> new Truth(call.get(0) instanceof Items));
    table.put("is_floating_point", call -> new Truth(value(call, 0).type().element().isFloating()));
    table.put("product", call -> new Whole(shape(call, 0).elements()));
    table.put("tensor", call -> new Tensor(constant(call, call.get(0))));
    table.put("cast", call -> new Tensor(cast(call)));
  }

  private void reductions() {
    table.put("sum", call -> reduce(Reduce.Kind.SUM, call));
    table.put("prod", call -> reduce(Reduce.Kind.PROD, call));
    table.put("amax", call -> reduce(Reduce.Kind.MAX, call));
    table.put("amin", call -> reduce(Reduce.Kind.MIN, call));
    table.put(
        "argmax",
        call ->
            new Tensor(
                builder.argReduce(
                    ArgReduce.Kind.ARGMAX, value(call, 0), axis(call, 1, value(call, 0).rank()))));
    table.put(
        "argmin",
        call ->
            new Tensor(
                builder.argReduce(
                    ArgReduce.Kind.ARGMIN, value(call, 0), axis(call, 1, value(call, 0).rank()))));
    table.put(
        "einsum",
        call ->
            new Tensor(
                new Einsum(session).apply(call, text(call, 0), value(call, 1), value(call, 2))));
  }

  private void movement() {
    table.put("reshape", call -> new Tensor(reshape(call)));
    table.put("transpose", call -> new Tensor(transpose(call)));
    table.put("permute", call -> new Tensor(permute(call)));
    table.put("broadcast", call -> new Tensor(broadcast(call)));
    table.put("narrow", call -> new Tensor(narrow(call)));
    table.put(
        "flip",
        call -> new Tensor(builder.flip(value(call, 0), axes(call, 1, value(call, 0).rank()))));
    table.put("concat", call -> new Tensor(concat(call)));
    table.put("pad", call -> new Tensor(pad(call)));
    table.put("window", call -> new Tensor(window(call)));
  }

  private void indexing() {
    table.put("gather", call -> new Tensor(gather(call)));
    table.put("iota", call -> new Tensor(iota(call)));
  }

  // Elementwise functions: on numbers at compile time, on tensors in the graph.

  private Datum elementwise(Elementwise function, Call call) {
    List<Datum> operands = call.arguments();
    if (operands.stream().allMatch(Numbers::isNumber)
        && operands.stream().allMatch(x -> Numbers.value(x).isPresent())) {
      return number(function, operands);
    }
    if (function == Elementwise.WHERE && operands.get(0) instanceof Truth condition) {
      return condition.value() ? operands.get(1) : operands.get(2);
    }
    if (operands.stream()
        .allMatch(x -> x instanceof Datum.Adjustable || Numbers.value(x).isPresent())) {
      Value result = builder.map(function, operandsOf(function, call).toArray(Value[]::new));
      return new Datum.Adjustable(result, evaluate(function, operands));
    }
    return new Tensor(builder.map(function, operandsOf(function, call).toArray(Value[]::new)));
  }

  private static Datum number(Elementwise function, List<Datum> operands) {
    double result = evaluate(function, operands);
    if (function.isPredicate()) {
      return new Truth(result != 0);
    }
    boolean whole =
        operands.stream().allMatch(x -> x instanceof Whole) && result == Math.rint(result);
    boolean closed =
        switch (function) {
          case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, ADD, SUB, MUL, MAX, MIN, REM, STOP_GRADIENT ->
              true;
          default -> false;
        };
    return whole && closed ? Whole.of((long) result) : new Datum.Real(result);
  }

  private static double evaluate(Elementwise function, List<Datum> operands) {
    double[] x = new double[3];
    for (int i = 0; i < operands.size(); i++) {
      x[i] = Numbers.value(operands.get(i)).orElseThrow();
    }
    return function.evaluate(x[0], x[1], x[2]);
  }

  private List<Value> operandsOf(Elementwise function, Call call) {
    String name = "`" + function + "`";
    if (function == Elementwise.WHERE) {
      Value condition = value(call, 0);
      if (condition.type().element() != ElementType.BOOL) {
        throw session.reporter.fail(
            call.frame(),
            call.span(),
            "E0313",
            "`where` chooses by truth values, not by " + condition.type());
      }
      List<Value> branches =
          tensors.unify(call.frame(), call.span(), name, call.arguments().subList(1, 3));
      return tensors.broadcast(
          call.frame(), call.span(), name, List.of(condition, branches.get(0), branches.get(1)));
    }
    List<Value> operands = tensors.unify(call.frame(), call.span(), name, call.arguments());
    ElementType element = operands.get(0).type().element();
    boolean anyType =
        switch (function) {
          case NEG, ABS, ADD, SUB, MUL, MAX, MIN, EQ, NE, LT, LE, STOP_GRADIENT, NOT, AND, OR ->
              true;
          default -> false;
        };
    ElementType needed = anyType || element.isFloating() ? element : session.floating();
    return operands.stream().map(x -> builder.cast(x, needed)).toList();
  }

  private Value constant(Call call, Datum datum) {
    if (!(datum instanceof Items items)) {
      return tensors.as(call.frame(), call.span(), datum, tensors.promote(List.of(datum)));
    }
    if (items.items().isEmpty()) {
      throw session.reporter.fail(
          call.frame(), call.span(), "E0310", "a tensor has at least one element");
    }
    List<Value> rows =
        items.items().stream().map(item -> constant(call, item)).map(Value.class::cast).toList();
    ElementType element =
        tensors.promote(rows.stream().map(row -> (Datum) new Tensor(row)).toList());
    List<Value> parts =
        rows.stream()
            .map(row -> builder.reshape(builder.cast(row, element), prepend(row.shape())))
            .toList();
    if (parts.stream().anyMatch(part -> !part.shape().equals(parts.get(0).shape()))) {
      throw session.reporter.fail(
          call.frame(), call.span(), "E0310", "the rows of a tensor have equal lengths");
    }
    return builder.concat(parts, 0);
  }

  private static Shape prepend(Shape shape) {
    List<Dim> dims = new ArrayList<>(shape.dims());
    dims.add(0, Dim.ONE);
    return new Shape(dims);
  }

  private Value cast(Call call) {
    String name = text(call, 1);
    for (ElementType element : ElementType.values()) {
      if (element.toString().equals(name)) {
        ElementType to = element == ElementType.FLOAT ? session.floating() : element;
        return tensors.as(call.frame(), call.span(), call.get(0), to);
      }
    }
    throw session.reporter.fail(
        call.frame(), call.span(), "E0313", "there is no element type \"" + name + "\"");
  }

  // Reductions.

  private Datum reduce(Reduce.Kind kind, Call call) {
    Value x = value(call, 0);
    if (x.type().element() == ElementType.BOOL) {
      x = builder.cast(x, ElementType.INT);
    }
    List<Integer> axes =
        call.get(1) == Datum.Nothing.NONE ? Axes.range(x.rank()) : axes(call, 1, x.rank());
    boolean keep = call.get(2) instanceof Truth truth && truth.value();
    Value reduced = builder.reduce(kind, x, axes);
    if (!keep) {
      return new Tensor(reduced);
    }
    Shape shape = x.shape();
    for (int axis : axes) {
      shape = shape.with(axis, Dim.ONE);
    }
    return new Tensor(builder.reshape(reduced, shape));
  }

  // Movement.

  private Value reshape(Call call) {
    Value x = value(call, 0);
    List<Datum> sizes = items(call, 1);
    List<Dim> dims = new ArrayList<>();
    int open = -1;
    Dim known = Dim.ONE;
    for (int i = 0; i < sizes.size(); i++) {
      boolean free = sizes.get(i) instanceof Whole whole && whole.value().is(-1);
      if (free && open >= 0) {
        throw session.reporter.fail(
            call.frame(), call.span(), "E0305", "only one size of a shape can be -1");
      }
      open = free ? i : open;
      dims.add(free ? Dim.ONE : evaluator.dim(call.frame(), call.span(), sizes.get(i)));
      known = known.times(dims.get(i));
    }
    Dim all = x.shape().elements();
    Optional<Dim> rest =
        open >= 0
            ? all.dividedExactlyBy(known)
            : Optional.of(Dim.ONE)
                .filter(one -> all.equals(Shape.of(dims.toArray(Dim[]::new)).elements()));
    if (rest.isEmpty()) {
      String shape = Texts.LANGUAGE.of(call.get(1));
      throw session.reporter.fail(
          call.frame(),
          call.span(),
          "E0305",
          "a tensor of shape " + x.shape() + " cannot take the shape " + shape,
          all + " elements, not " + known + (open >= 0 ? " times a whole number" : ""));
    }
    if (open >= 0) {
      dims.set(open, rest.get());
    }
    return builder.reshape(x, new Shape(dims));
  }

  private Value transpose(Call call) {
    Value x = value(call, 0);
    List<Integer> permutation = new ArrayList<>(Axes.range(x.rank()));
    int a = axis(call, 1, x.rank());
    int b = axis(call, 2, x.rank());
    permutation.set(a, b);
    permutation.set(b, a);
    return builder.transpose(x, permutation);
  }

  private Value permute(Call call) {
    Value x = value(call, 0);
    List<Integer> permutation =
        items(call, 1).stream().map(item -> axis(call, item, x.rank())).toList();
    if (permutation.size() != x.rank() || permutation.stream().distinct().count() != x.rank()) {
      throw session.reporter.fail(
          call.frame(),
          call.span(),
          "E0307",
          "a permutation names each of the "
              + x.rank()
              + " axes once, this is "
              + Texts.LANGUAGE.of(call.get(1)));
    }
    return builder.transpose(x, permutation);
  }

  private Value broadcast(Call call) {
    Value x = value(call, 0);
    Shape shape = shape(call, 1);
    if (!Tensors.join(x.shape(), shape).equals(Optional.of(shape))) {
      throw session.reporter.fail(
          call.frame(),
          call.span(),
          "E0303",
          "a tensor of shape " + x.shape() + " does not repeat to " + shape);
    }
    return builder.broadcastTo(x, shape);
  }

  private Value narrow(Call call) {
    Value x = value(call, 0);
    int axis = axis(call, 1, x.rank());
    Dim start = evaluator.dimOrNegative(call.frame(), call.span(), call.get(2));
    Dim length = evaluator.dimOrNegative(call.frame(), call.span(), call.get(3));
    if (!start.isAtLeast(0)
        || !length.isAtLeast(0)
        || !x.dim(axis).minus(start).minus(length).isAtLeast(0)) {
      throw session.reporter.fail(
          call.frame(),
          call.span(),
          "E0307",
          length
              + " elements from "
              + start
              + " are not inside an axis of "
              + x.dim(axis)
              + " for every size");
    }
    return builder.slice(x, axis, start, start.plus(length));
  }

  private Value concat(Call call) {
    List<Value> parts = new ArrayList<>();
    for (Datum item : items(call, 0)) {
      parts.add(tensors.tensor(call.frame(), call.span(), item));
    }
    if (parts.isEmpty()) {
      throw session.reporter.fail(
          call.frame(), call.span(), "E0310", "`cat` takes at least one tensor");
    }
    int rank = parts.get(0).rank();
    int axis = axis(call, 1, rank);
    ElementType element =
        tensors.promote(parts.stream().map(part -> (Datum) new Tensor(part)).toList());
    Shape others = parts.get(0).shape().without(List.of(axis));
    for (Value part : parts) {
      if (part.rank() != rank || !part.shape().without(List.of(axis)).equals(others)) {
        throw session.reporter.fail(
            call.frame(),
            call.span(),
            "E0303",
            "concatenation along axis "
                + axis
                + " of tensors that differ elsewhere: "
                + parts.get(0).shape()
                + " and "
                + part.shape());
      }
    }
    return builder.concat(parts.stream().map(part -> builder.cast(part, element)).toList(), axis);
  }

  private Value pad(Call call) {
    Value x = value(call, 0);
    int axis = axis(call, 1, x.rank());
    long low = evaluator.integer(call.frame(), call.span(), call.get(2));
    long high = evaluator.integer(call.frame(), call.span(), call.get(3));
    double fill = Numbers.value(call.get(4)).orElseThrow();
    Dim left = x.dim(axis).plus(Math.min(low, 0)).plus(Math.min(high, 0));
    if (!left.isAtLeast(1)) {
      throw session.reporter.fail(
          call.frame(),
          call.span(),
          "E0306",
          "padding of " + low + " and " + high + " leaves nothing of an axis of " + x.dim(axis));
    }
    Value kept =
        builder.slice(x, axis, Dim.of(Math.max(-low, 0)), x.dim(axis).plus(Math.min(high, 0)));
    List<Long> zeros = x.shape().dims().stream().map(dim -> 0L).toList();
    List<Long> before = new ArrayList<>(zeros);
    List<Long> after = new ArrayList<>(zeros);
    before.set(axis, Math.max(low, 0));
    after.set(axis, Math.max(high, 0));
    return builder.pad(kept, before, after, zeros, fill);
  }

  private Value window(Call call) {
    Value x = value(call, 0);
    List<Long> sizes = longs(call, 2);
    Move.Window window =
        new Move.Window(axes(call, 1, x.rank()), sizes, longs(call, 3), longs(call, 4));
    for (int i = 0; i < sizes.size(); i++) {
      if (sizes.get(i) < 1 || window.strides().get(i) < 1 || window.dilations().get(i) < 1) {
        throw session.reporter.fail(
            call.frame(),
            call.span(),
            "E0306",
            "kernel sizes, strides and dilations are at least 1");
      }
      Dim extent = x.dim(window.axes().get(i));
      if (!window.placements(i, extent).isAtLeast(1)) {
        throw session.reporter.fail(
            call.frame(),
            call.span(),
            "E0306",
            "a window of "
                + (window.dilations().get(i) * (sizes.get(i) - 1) + 1)
                + " does not fit on an axis of "
                + extent
                + " for every size");
      }
    }
    return builder.window(x, window);
  }

  // Indexing.

  private Value gather(Call call) {
    Value x = value(call, 0);
    Value index = value(call, 2);
    int axis = axis(call, 1, x.rank());
    List<Integer> along = List.of(axis);
    if (index.type().element() != ElementType.INT) {
      throw session.reporter.fail(
          call.frame(), call.span(), "E0313", "indices are int, these are " + index.type());
    }
    if (x.rank() != index.rank()
        || !x.shape().without(along).equals(index.shape().without(along))) {
      throw session.reporter.fail(
          call.frame(),
          call.span(),
          "E0303",
          "gather along axis "
              + axis
              + " from "
              + x.shape()
              + " with indices of shape "
              + index.shape());
    }
    return builder.gather(x, index, axis);
  }

  private Value iota(Call call) {
    Shape shape = shape(call, 0);
    return builder.iota(new TensorType(ElementType.INT, shape), axis(call, 1, shape.rank()));
  }

  // Arguments.

  private Value value(Call call, int i) {
    Datum datum = call.get(i);
    return Numbers.isNumber(datum)
        ? tensors.as(call.frame(), call.span(), datum, tensors.promote(List.of(datum)))
        : tensors.tensor(call.frame(), call.span(), datum);
  }

  private List<Datum> items(Call call, int i) {
    if (call.get(i) instanceof Items items) {
      return items.items();
    }
    throw tensors.wrongKind(call.frame(), call.span(), call.get(i), "a list");
  }

  private List<Long> longs(Call call, int i) {
    return items(call, i).stream()
        .map(item -> (long) evaluator.integer(call.frame(), call.span(), item))
        .toList();
  }

  private Shape shape(Call call, int i) {
    return new Shape(
        items(call, i).stream()
            .map(item -> evaluator.dim(call.frame(), call.span(), item))
            .toList());
  }

  private String text(Call call, int i) {
    if (call.get(i) instanceof Datum.Text text) {
      return text.value();
    }
    throw tensors.wrongKind(call.frame(), call.span(), call.get(i), "a string");
  }

  private int axis(Call call, int i, int rank) {
    return axis(call, call.get(i), rank);
  }

  private int axis(Call call, Datum datum, int rank) {
    int axis = evaluator.integer(call.frame(), call.span(), datum);
    if (axis < -rank || axis >= rank) {
      throw session.reporter.fail(
          call.frame(),
          call.span(),
          "E0307",
          "axis " + axis + " of a tensor with " + rank + " axes",
          "axes are 0 to " + (rank - 1) + ", or -" + rank + " to -1 from the last");
    }
    return axis < 0 ? axis + rank : axis;
  }

  private List<Integer> axes(Call call, int i, int rank) {
    List<Datum> given = call.get(i) instanceof Items items ? items.items() : List.of(call.get(i));
    return given.stream().map(item -> axis(call, item, rank)).distinct().toList();
  }
}
