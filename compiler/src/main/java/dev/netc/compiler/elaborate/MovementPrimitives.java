package dev.netc.compiler.elaborate;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Datum.Tensor;
import dev.netc.compiler.elaborate.Datum.Whole;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Functions that place elements elsewhere, or pick them. */
final class MovementPrimitives {
  private MovementPrimitives() {}

  static void addTo(Map<String, Primitives.Body> table) {
    table.put("reshape", call -> new Tensor(reshape(call)));
    table.put("transpose", call -> new Tensor(transpose(call)));
    table.put("permute", call -> new Tensor(permute(call)));
    table.put("broadcast", call -> new Tensor(broadcast(call)));
    table.put("narrow", call -> new Tensor(narrow(call)));
    table.put(
        "flip",
        call -> new Tensor(call.builder().flip(call.value(0), call.axes(1, call.value(0).rank()))));
    table.put("concat", call -> new Tensor(concat(call)));
    table.put("pad", call -> new Tensor(pad(call)));
    table.put("window", call -> new Tensor(window(call)));
    table.put("overlap_add", call -> new Tensor(overlapAdd(call)));
    table.put("gather", call -> new Tensor(gather(call)));
    table.put("scatter_add", call -> new Tensor(scatterAdd(call)));
    table.put("iota", call -> new Tensor(iota(call)));
  }

  private static Value reshape(PrimitiveCall call) {
    Value x = call.value(0);
    List<Datum> sizes = call.items(1);
    List<Dim> dims = new ArrayList<>();
    int open = -1;
    Dim known = Dim.ONE;
    for (int i = 0; i < sizes.size(); i++) {
      boolean free = sizes.get(i) instanceof Whole whole && whole.value().is(-1);
      if (free && open >= 0) {
        throw call.fail(
            call.get(1),
            x,
            "E0305",
            "only one size of a shape can be -1",
            "it stands for the rest");
      }
      open = free ? i : open;
      dims.add(free ? Dim.ONE : call.dim(sizes.get(i)));
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
      Diagnostic.Builder error =
          call.errorAt(
              call.get(1),
              "E0305",
              "a tensor of shape " + x.shape() + " cannot take the shape " + shape,
              all + " elements, not " + known + (open >= 0 ? " times a whole number" : ""));
      call.explain(error, x);
      new Factorisation(call, error).propose(x, call.get(1));
      throw call.fail(error);
    }
    if (open >= 0) {
      dims.set(open, rest.get());
    }
    return call.builder().reshape(x, new Shape(dims));
  }

  private static Value transpose(PrimitiveCall call) {
    Value x = call.value(0);
    List<Integer> permutation = new ArrayList<>(Axes.range(x.rank()));
    int a = call.axis(1, x.rank());
    int b = call.axis(2, x.rank());
    permutation.set(a, b);
    permutation.set(b, a);
    return call.builder().transpose(x, permutation);
  }

  private static Value permute(PrimitiveCall call) {
    Value x = call.value(0);
    List<Integer> permutation =
        call.items(1).stream().map(item -> call.axis(item, x.rank())).toList();
    if (permutation.size() != x.rank() || permutation.stream().distinct().count() != x.rank()) {
      throw call.fail(
          call.get(1),
          x,
          "E0307",
          "a permutation names each of the "
              + x.rank()
              + " axes once, this is "
              + Texts.LANGUAGE.of(call.get(1)),
          permutationMistake(permutation, x.rank()));
    }
    return call.builder().transpose(x, permutation);
  }

  private static String permutationMistake(List<Integer> permutation, int rank) {
    List<Integer> missing =
        Axes.range(rank).stream().filter(axis -> !permutation.contains(axis)).toList();
    return missing.isEmpty()
        ? "there are too many"
        : "axis "
            + missing.stream().map(Object::toString).collect(Collectors.joining(", "))
            + " is missing";
  }

  private static Value broadcast(PrimitiveCall call) {
    Value x = call.value(0);
    Shape shape = call.shape(1);
    if (!Tensors.join(x.shape(), shape).equals(Optional.of(shape))) {
      throw call.fail("E0303", "a tensor of shape " + x.shape() + " does not repeat to " + shape);
    }
    return call.builder().broadcastTo(x, shape);
  }

  private static Value narrow(PrimitiveCall call) {
    Value x = call.value(0);
    int axis = call.axis(1, x.rank());
    Dim start = call.dimOrNegative(call.get(2));
    Dim length = call.dimOrNegative(call.get(3));
    if (!start.isAtLeast(0)
        || !length.isAtLeast(0)
        || !x.dim(axis).minus(start).minus(length).isAtLeast(0)) {
      throw call.fail(
          "E0307",
          length
              + " elements from "
              + start
              + " are not inside an axis of "
              + x.dim(axis)
              + " for every size");
    }
    return call.builder().slice(x, axis, start, start.plus(length));
  }

  private static Value concat(PrimitiveCall call) {
    List<Value> parts = new ArrayList<>();
    for (Datum item : call.items(0)) {
      parts.add(call.tensors().tensor(call.frame(), call.span(), item));
    }
    if (parts.isEmpty()) {
      throw call.fail("E0310", "`cat` takes at least one tensor");
    }
    int rank = parts.get(0).rank();
    int axis = call.axis(1, rank);
    ElementType element =
        call.tensors().promote(parts.stream().map(part -> (Datum) new Tensor(part)).toList());
    Shape others = parts.get(0).shape().without(List.of(axis));
    for (Value part : parts) {
      if (part.rank() != rank || !part.shape().without(List.of(axis)).equals(others)) {
        throw new Concatenation(call, axis).mismatch(parts.get(0), part);
      }
    }
    return call.builder()
        .concat(parts.stream().map(part -> call.builder().cast(part, element)).toList(), axis);
  }

  private static Value pad(PrimitiveCall call) {
    Value x = call.value(0);
    int axis = call.axis(1, x.rank());
    long low = call.integer(call.get(2));
    long high = call.integer(call.get(3));
    double fill = call.number(4);
    Dim left = x.dim(axis).plus(Math.min(low, 0)).plus(Math.min(high, 0));
    if (!left.isAtLeast(1)) {
      throw call.fail(
          "E0306",
          "padding of " + low + " and " + high + " leaves nothing of an axis of " + x.dim(axis));
    }
    Value kept =
        call.builder()
            .slice(x, axis, Dim.of(Math.max(-low, 0)), x.dim(axis).plus(Math.min(high, 0)));
    List<Long> zeros = x.shape().dims().stream().map(dim -> 0L).toList();
    List<Long> before = new ArrayList<>(zeros);
    List<Long> after = new ArrayList<>(zeros);
    before.set(axis, Math.max(low, 0));
    after.set(axis, Math.max(high, 0));
    return call.builder().pad(kept, before, after, zeros, fill);
  }

  private static Value window(PrimitiveCall call) {
    Value x = call.value(0);
    Move.Window window = windowOver(call, x.rank());
    for (int i = 0; i < window.axes().size(); i++) {
      Dim extent = x.dim(window.axes().get(i));
      if (!window.placements(i, extent).isAtLeast(1)) {
        throw call.fail(
            "E0306",
            "a window of "
                + (window.dilations().get(i) * (window.sizes().get(i) - 1) + 1)
                + " does not fit on an axis of "
                + extent
                + " for every size");
      }
    }
    return call.builder().window(x, window);
  }

  private static Move.Window windowOver(PrimitiveCall call, int rank) {
    Move.Window window =
        new Move.Window(call.axes(1, rank), call.longs(2), call.longs(3), call.longs(4));
    for (int i = 0; i < window.axes().size(); i++) {
      if (window.sizes().get(i) < 1
          || window.strides().get(i) < 1
          || window.dilations().get(i) < 1) {
        throw call.fail("E0306", "kernel sizes, strides and dilations are at least 1");
      }
    }
    return window;
  }

  private static Value overlapAdd(PrimitiveCall call) {
    Value x = call.value(0);
    Move.Window window = windowOver(call, x.rank() - call.items(2).size());
    List<Dim> extents = call.shape(5).dims();
    for (int i = 0; i < window.axes().size(); i++) {
      Dim places = window.placements(i, extents.get(i));
      if (!places.equals(x.dim(window.axes().get(i)))) {
        throw call.fail(
            "E0306",
            places + " windows stand on an axis of " + extents.get(i) + ", these are " + x.shape());
      }
    }
    return call.builder().overlapAdd(x, window, extents);
  }

  private static Value gather(PrimitiveCall call) {
    Value x = call.value(0);
    Value index = call.value(2);
    int axis = call.axis(1, x.rank());
    List<Integer> along = List.of(axis);
    if (index.type().element() != ElementType.INT) {
      throw call.fail("E0313", "indices are int, these are " + index.type());
    }
    if (x.rank() != index.rank()
        || !x.shape().without(along).equals(index.shape().without(along))) {
      throw call.fail(
          "E0303",
          "gather along axis "
              + axis
              + " from "
              + x.shape()
              + " with indices of shape "
              + index.shape());
    }
    return call.builder().gather(x, index, axis);
  }

  private static Value scatterAdd(PrimitiveCall call) {
    Value x = call.value(0);
    Value index = call.value(2);
    int axis = call.axis(1, x.rank());
    if (index.type().element() != ElementType.INT) {
      throw call.fail("E0313", "indices are int, these are " + index.type());
    }
    if (!x.shape().equals(index.shape())) {
      throw call.fail(
          "E0303", "values of shape " + x.shape() + " with indices of shape " + index.shape());
    }
    return call.builder().scatterAdd(x, index, axis, call.dim(call.get(3)));
  }

  private static Value iota(PrimitiveCall call) {
    Shape shape = call.shape(0);
    return call.builder().iota(new TensorType(ElementType.INT, shape), call.axis(1, shape.rank()));
  }
}
