package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Network.Hyperparameter;
import dev.netc.compiler.elaborate.Network.Schedule;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of an optimizer as its schedule starts. A warm-up begins with another {@code lr} than
 * the one written, a cycle may give an optimizer its momentum: conditions in the optimizer's body
 * see the numbers that the first step will use.
 */
record ScheduleStart(Map<String, Double> numbers) {

  static ScheduleStart of(Optional<Schedule> schedule, List<Hyperparameter> declared) {
    Map<String, Double> numbers = new HashMap<>();
    schedule.ifPresent(s -> numbers.putAll(start(s, declared)));
    return new ScheduleStart(numbers);
  }

  private static Map<String, Double> start(Schedule schedule, List<Hyperparameter> declared) {
    Map<Interpreter.Key, DoubleTensor> inputs = new HashMap<>();
    for (Hyperparameter number : declared) {
      put(inputs, Op.Role.HYPERPARAMETER, number.name(), number.value());
      put(inputs, Op.Role.HYPERPARAMETER, Schedule.initial(number.name()), number.value());
    }
    schedule.states().forEach(s -> put(inputs, Op.Role.STATE, s.name(), s.initial()));
    put(inputs, Op.Role.HYPERPARAMETER, "step", 0);
    put(inputs, Op.Role.HYPERPARAMETER, "metric", Double.NaN);
    Evaluation evaluation = Interpreter.run(schedule.next(), inputs);
    Map<String, Double> start = new HashMap<>();
    for (Graph.Output output : schedule.next().outputs(Graph.Result.HYPERPARAMETER)) {
      start.put(output.name(), evaluation.of(output.value()).item());
    }
    return start;
  }

  private static void put(
      Map<Interpreter.Key, DoubleTensor> inputs, Op.Role role, String name, double value) {
    inputs.put(new Interpreter.Key(role, name), DoubleTensor.scalar(value));
  }

  /** The datum with the values that its numbers start from. */
  Datum of(Datum datum) {
    if (datum instanceof Items items) {
      return new Items(items.brackets(), items.items().stream().map(this::of).toList());
    }
    if (datum instanceof Datum.Adjustable number && number.value().op() instanceof Op.Input input) {
      return new Datum.Adjustable(
          number.value(), numbers.getOrDefault(input.name(), number.initial()));
    }
    return datum;
  }
}
