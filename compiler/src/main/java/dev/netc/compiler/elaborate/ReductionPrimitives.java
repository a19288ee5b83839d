package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.Datum.Tensor;
import dev.netc.compiler.elaborate.Datum.Truth;
import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Map;

/** Functions that combine elements along axes. */
final class ReductionPrimitives {
  private ReductionPrimitives() {}

  static void addTo(Map<String, Primitives.Body> table) {
    table.put("sum", call -> reduce(Reduce.Kind.SUM, call));
    table.put("prod", call -> reduce(Reduce.Kind.PROD, call));
    table.put("amax", call -> reduce(Reduce.Kind.MAX, call));
    table.put("amin", call -> reduce(Reduce.Kind.MIN, call));
    table.put(
        "argmax",
        call ->
            new Tensor(
                call.builder()
                    .argReduce(
                        ArgReduce.Kind.ARGMAX, call.value(0), call.axis(1, call.value(0).rank()))));
    table.put(
        "argmin",
        call ->
            new Tensor(
                call.builder()
                    .argReduce(
                        ArgReduce.Kind.ARGMIN, call.value(0), call.axis(1, call.value(0).rank()))));
    table.put(
        "einsum",
        call -> {
          List<Value> operands =
              call.items(1).stream()
                  .map(item -> call.tensors().tensor(call.frame(), call.span(), item))
                  .toList();
          return new Tensor(Einsum.apply(call, call.text(0), operands));
        });
  }

  private static Datum reduce(Reduce.Kind kind, PrimitiveCall call) {
    Value x = call.value(0);
    if (x.type().element() == ElementType.BOOL) {
      x = call.builder().cast(x, ElementType.INT);
    }
    List<Integer> axes =
        call.get(1) == Datum.Nothing.NONE ? Axes.range(x.rank()) : call.axes(1, x.rank());
    boolean keep = call.get(2) instanceof Truth truth && truth.value();
    Value reduced = call.builder().reduce(kind, x, axes);
    if (!keep) {
      return new Tensor(reduced);
    }
    Shape shape = x.shape();
    for (int axis : axes) {
      shape = shape.with(axis, Dim.ONE);
    }
    return new Tensor(call.builder().reshape(reduced, shape));
  }
}
