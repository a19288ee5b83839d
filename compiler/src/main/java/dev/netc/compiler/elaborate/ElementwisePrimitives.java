package dev.netc.compiler.elaborate;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Datum.Tensor;
import dev.netc.compiler.elaborate.Datum.Truth;
import dev.netc.compiler.elaborate.Datum.Whole;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Functions of elements: on numbers at compile time, on tensors in the graph. Every constant of
 * {@link Elementwise} is one.
 */
final class ElementwisePrimitives {
  /** Each element that is written out is a value of the graph, which goes through all phases. */
  private static final int STEPS_OF_ELEMENT = 20;

  private ElementwisePrimitives() {}

  static void addTo(Map<String, Primitives.Body> table) {
    for (Elementwise function : Elementwise.values()) {
      table.put(function.toString(), call -> elementwise(function, call));
    }
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
    table.put("tensor", call -> new Tensor(constant(call, call.get(0))));
    table.put("cast", call -> new Tensor(cast(call)));
  }

  private static Datum elementwise(Elementwise function, PrimitiveCall call) {
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
      Value result = call.builder().map(function, operandsOf(function, call).toArray(Value[]::new));
      return new Datum.Adjustable(result, evaluate(function, operands));
    }
    return new Tensor(
        call.builder().map(function, operandsOf(function, call).toArray(Value[]::new)));
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

  private static List<Value> operandsOf(Elementwise function, PrimitiveCall call) {
    String name = "`" + function + "`";
    if (function == Elementwise.WHERE) {
      Value condition = call.value(0);
      if (condition.type().element() != ElementType.BOOL) {
        Diagnostic.Builder error =
            call.errorAt(
                call.get(0),
                "E0313",
                "`where` chooses by truth values, not by " + condition.type(),
                "");
        error.help("compare first: `where(… > 0, …, …)`");
        throw call.fail(error);
      }
      List<Value> branches =
          call.tensors().unify(call.frame(), call.span(), name, call.arguments().subList(1, 3));
      return call.tensors()
          .broadcast(
              call.frame(),
              call.span(),
              name,
              List.of(condition, branches.get(0), branches.get(1)));
    }
    List<Value> operands = call.tensors().unify(call.frame(), call.span(), name, call.arguments());
    ElementType element = operands.get(0).type().element();
    boolean anyType =
        switch (function) {
          case NEG, ABS, ADD, SUB, MUL, MAX, MIN, EQ, NE, LT, LE, STOP_GRADIENT, NOT, AND, OR ->
              true;
          default -> false;
        };
    ElementType needed = anyType || element.isFloating() ? element : call.session().floating();
    call.tensors().requireTaken(call.frame(), call.span(), name, function, needed);
    return operands.stream().map(x -> call.builder().cast(x, needed)).toList();
  }

  private static Value constant(PrimitiveCall call, Datum datum) {
    if (!(datum instanceof Items items)) {
      return call.tensors()
          .as(call.frame(), call.span(), datum, call.tensors().promote(List.of(datum)));
    }
    if (items.items().isEmpty()) {
      throw call.fail("E0310", "a tensor has at least one element");
    }
    call.session().steps(call.frame(), call.span(), (long) STEPS_OF_ELEMENT * items.items().size());
    List<Value> rows =
        items.items().stream().map(item -> constant(call, item)).map(Value.class::cast).toList();
    ElementType element =
        call.tensors().promote(rows.stream().map(row -> (Datum) new Tensor(row)).toList());
    List<Value> parts =
        rows.stream()
            .map(
                row ->
                    call.builder().reshape(call.builder().cast(row, element), prepend(row.shape())))
            .toList();
    if (parts.stream().anyMatch(part -> !part.shape().equals(parts.get(0).shape()))) {
      throw call.fail("E0310", "the rows of a tensor have equal lengths");
    }
    return call.builder().concat(parts, 0);
  }

  private static Shape prepend(Shape shape) {
    List<Dim> dims = new ArrayList<>(shape.dims());
    dims.add(0, Dim.ONE);
    return new Shape(dims);
  }

  private static Value cast(PrimitiveCall call) {
    String name = call.text(1);
    for (ElementType element : ElementType.values()) {
      if (element.toString().equals(name)) {
        ElementType to = element == ElementType.FLOAT ? call.session().floating() : element;
        return call.tensors().as(call.frame(), call.span(), call.get(0), to);
      }
    }
    throw call.fail("E0313", "there is no element type \"" + name + "\"");
  }
}
