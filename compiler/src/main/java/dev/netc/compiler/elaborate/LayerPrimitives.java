package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.Datum.Truth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Primitives that make layers of layers, or ask about them. */
final class LayerPrimitives {
  private LayerPrimitives() {}

  static void addTo(Map<String, Primitives.Body> table) {
    table.put("copy", call -> new Datum.Made(layer(call, 0).copy()));
    table.put("type", call -> new Datum.Text(layer(call, 0).function.name().text()));
    table.put("with", LayerPrimitives::with);
    table.put("argument", LayerPrimitives::argument);
    table.put("is_named", call -> new Truth(layer(call, 0).node().isPresent()));
    table.put(
        "parametrized",
        call ->
            new Datum.Made(layer(call, 0).with(new Parametrization(call.text(1), call.get(2)))));
    table.put(
        "is_parametrized",
        call ->
            new Truth(
                layer(call, 0).parametrizations.stream()
                    .anyMatch(each -> each.parameter().equals(call.text(1)))));
    table.put("unparametrized", call -> new Datum.Made(layer(call, 0).without(call.text(1))));
  }

  /** The name of a declaration alone stands for what it makes without arguments. */
  private static Instance layer(PrimitiveCall call, int i) {
    if (call.evaluator().caller().madeIfLayer(call.site(), call.get(i))
        instanceof Datum.Made made) {
      return made.instance();
    }
    throw call.tensors().wrongKind(call.frame(), call.span(), call.get(i), "a layer");
  }

  /** What a layer was made with, given or by default, by the argument's name. */
  private static Datum argument(PrimitiveCall call) {
    Instance layer = layer(call, 0);
    String name = call.text(1);
    Optional<Datum> given = layer.arguments.get(name).map(Arguments.Given::value);
    return given
        .or(
            () ->
                layer.function.statics().stream()
                    .filter(parameter -> parameter.name().text().equals(name))
                    .flatMap(parameter -> parameter.defaultValue().stream())
                    .findFirst()
                    .map(value -> call.evaluator().evaluate(call.frame(), value)))
        .orElseThrow(
            () ->
                call.fail(
                    "E0201",
                    "`" + layer.function.name().text() + "` has no argument `" + name + "`"));
  }

  /** A layer made from the same declaration, with another argument: by its name and value. */
  private static Datum with(PrimitiveCall call) {
    Map<String, Arguments.Given> others = new LinkedHashMap<>();
    others.put(call.text(1), new Arguments.Given(call.get(2), Optional.empty()));
    return new Datum.Made(layer(call, 0).with(new Arguments(others)));
  }
}
