package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Datum.Truth;
import dev.netc.compiler.elaborate.Datum.Whole;
import dev.netc.compiler.ir.Range;
import dev.netc.compiler.ir.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The functions of {@code primitive}, which the library is written in: the ops of the graph, and
 * questions about tensors.
 */
final class Primitives {
  /** One function, applied to the evaluated arguments. */
  @FunctionalInterface
  interface Body {
    Datum apply(PrimitiveCall call);
  }

  private static final Map<String, Body> TABLE = table();

  private Primitives() {}

  private static Map<String, Body> table() {
    Map<String, Body> table = new TreeMap<>();
    addQuestions(table);
    table.put("parameter", Primitives::parameter);
    table.put("drawn", Primitives::drawn);
    table.put("random", call -> new Datum.Tensor(call.session().random(call.shape(0))));
    LayerPrimitives.addTo(table);
    ElementwisePrimitives.addTo(table);
    ReductionPrimitives.addTo(table);
    MovementPrimitives.addTo(table);
    return Map.copyOf(table);
  }

  /** The result of one of the functions; an unknown name is an error of the library. */
  static Datum apply(String name, PrimitiveCall call) {
    if (call.arguments().contains(Datum.Poison.POISON)) {
      throw new Failure();
    }
    Body body = TABLE.get(name);
    if (body == null) {
      throw call.fail("E0201", "there is no primitive `" + name + "`");
    }
    return body.apply(call);
  }

  /** A parameter under a name that is put together: {@code ["weight_ih_l", 0]}. */
  private static Datum parameter(PrimitiveCall call) {
    String name = call.items(0).stream().map(Primitives::plain).collect(Collectors.joining());
    Shape shape = call.evaluator().fixed(call.frame(), call.span(), call.shape(1), "a parameter's");
    return new Parameters(call.session(), call.evaluator())
        .numbered(call.frame(), call.span(), name, shape, call.number(2));
  }

  /**
   * Says of a value that all its elements are drawn by themselves, in a way that the runtime has a
   * method for: by the name of the distribution and its two numbers.
   */
  private static Datum drawn(PrimitiveCall call) {
    OptionalDouble first = Numbers.value(call.get(2));
    OptionalDouble second = Numbers.value(call.get(3));
    if (first.isPresent() && second.isPresent()) {
      Start.Distribution distribution =
          Start.Distribution.valueOf(call.text(0).toUpperCase(Locale.ROOT));
      call.session()
          .drawn
          .put(
              call.value(1),
              new Start.Drawn(distribution, first.getAsDouble(), second.getAsDouble()));
    }
    return call.get(1);
  }

  /** What is packed, and the lengths. */
  private static Datum unpack(PrimitiveCall call) {
    if (call.get(0) instanceof Datum.Packed packed) {
      return Items.tuple(List.of(new Datum.Tensor(packed.data()), packed.lengths()));
    }
    throw call.tensors().wrongKind(call.frame(), call.span(), call.get(0), "a packed sequence");
  }

  private static String plain(Datum part) {
    return part instanceof Datum.Text text ? text.value() : Texts.LANGUAGE.of(part);
  }

  private static void addQuestions(Map<String, Body> table) {
    table.put(
        "shape",
        call -> Items.list(call.value(0).shape().dims().stream().map(Whole::new).toList()));
    table.put("rank", call -> Whole.of(call.value(0).rank()));
    table.put("len", call -> Whole.of(call.items(0).size()));
    table.put("is_list", call -> new Truth(call.get(0) instanceof Items));
    table.put("is_tensor", call -> new Truth(call.get(0) instanceof Datum.Tensor));
    table.put("pack", call -> new Datum.Packed(call.value(0), call.get(1)));
    table.put("is_packed", call -> new Truth(call.get(0) instanceof Datum.Packed));
    table.put("unpack", Primitives::unpack);
    table.put("is_whole", call -> new Truth(call.get(0) instanceof Whole));
    table.put("is_floating_point", call -> new Truth(call.value(0).type().element().isFloating()));
    table.put("least", call -> number(range(call).least()));
    table.put("greatest", call -> number(range(call).greatest()));
    table.put("is_unbounded", call -> new Truth(range(call).isAny()));
    table.put(
        "is_fixed",
        call -> new Truth(!(call.get(0) instanceof Whole whole) || whole.value().isConstant()));
    table.put("product", call -> new Whole(call.shape(0).elements()));
  }

  private static Datum number(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1L << 53
        ? Whole.of((long) bound)
        : new Datum.Real(bound);
  }

  private static Range range(PrimitiveCall call) {
    return call.session().ranges.of(call.value(0));
  }
}
