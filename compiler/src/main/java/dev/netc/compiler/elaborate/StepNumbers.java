package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Network.Hyperparameter;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The numbers of what is done at each step, such as {@code lr}: known now, and scalars of the graph
 * nonetheless, since they may change at run time.
 */
final class StepNumbers {
  private final Session session;
  private final Evaluator evaluator;
  private final List<Hyperparameter> all = new ArrayList<>();

  StepNumbers(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  /**
   * Binds the static list of a declaration in the frame of its body.
   *
   * @param label what the numbers' names start with
   * @return what has been bound, by name
   */
  Map<String, Datum> bind(
      Frame frame, Declaration.Function function, Arguments arguments, String label) {
    Map<String, Datum> bound = new LinkedHashMap<>();
    for (Parameter parameter : function.statics()) {
      String name = parameter.name().text();
      Optional<Arguments.Given> given = arguments.get(name);
      Datum value =
          given
              .map(Arguments.Given::value)
              .orElseGet(() -> evaluator.evaluate(frame, parameter.defaultValue().orElseThrow()));
      bound.put(name, adjustable(frame, label + name, value));
      frame.bind(name, bound.get(name));
    }
    return bound;
  }

  /** Numbers become scalars of the graph; anything else stays as it is. */
  Datum adjustable(Frame frame, String name, Datum datum) {
    if (datum instanceof Items items) {
      List<Datum> all = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        all.add(adjustable(frame, name + "[" + i + "]", items.items().get(i)));
      }
      return new Items(items.brackets(), all);
    }
    OptionalDouble number = Numbers.value(datum);
    if (datum instanceof Datum.Tensor || (Numbers.isNumber(datum) && number.isEmpty())) {
      throw session.reporter.fail(
          frame,
          frame.call().orElseThrow().span(),
          "E0310",
          "`%s` is a number that is known at compile time, this is %s"
              .formatted(
                  name, datum instanceof Datum.Tensor ? "a tensor" : Texts.LANGUAGE.of(datum)));
    }
    if (number.isEmpty()) {
      return datum;
    }
    all.add(new Hyperparameter(name, number.getAsDouble()));
    TensorType type = TensorType.scalar(ElementType.DOUBLE);
    return new Datum.Adjustable(
        named(session, Op.Role.HYPERPARAMETER, name, type), number.getAsDouble());
  }

  /** All, also those that nothing is computed of. */
  List<Hyperparameter> all() {
    return List.copyOf(all);
  }

  /** Those that one of some graphs depends on. */
  List<Hyperparameter> usedIn(List<Graph> graphs) {
    return all.stream()
        .filter(number -> graphs.stream().anyMatch(graph -> isUsed(graph, number)))
        .toList();
  }

  private static boolean isUsed(Graph graph, Hyperparameter number) {
    Optional<Value> input = graph.input(Op.Role.HYPERPARAMETER, number.name());
    return input.isPresent()
        && graph.values().stream().anyMatch(value -> value.operands().contains(input.get()));
  }

  /** An input of the graph that is called as it is named. */
  static Value named(Session session, Op.Role role, String name, TensorType type) {
    Value.Origin before = session.builder.at(new Value.Origin(name, Optional.empty()));
    Value value = session.builder.input(role, name, type);
    session.builder.at(before);
    return value;
  }
}
