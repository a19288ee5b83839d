package dev.netc.compiler.golden;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Hyperparameter;
import dev.netc.compiler.elaborate.Network.Schedule;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op.Role;
import java.util.HashMap;
import java.util.Map;

/** The numbers of an optimizer, which follow its schedule in the reference interpreter. */
final class ScheduledNumbers {
  private final Network.Optimizer optimizer;
  private final Map<Interpreter.Key, DoubleTensor> inputs = new HashMap<>();
  private int step;

  /** As they are when a training begins. */
  ScheduledNumbers(Network.Optimizer optimizer) {
    this.optimizer = optimizer;
    for (Hyperparameter number : optimizer.hyperparameters()) {
      set(Role.HYPERPARAMETER, number.name(), number.value());
      set(Role.HYPERPARAMETER, Schedule.initial(number.name()), number.value());
    }
    optimizer
        .schedule()
        .ifPresent(
            schedule -> {
              schedule.states().forEach(s -> set(Role.STATE, s.name(), s.initial()));
              follow(schedule, Double.NaN);
            });
  }

  private void set(Role role, String name, double value) {
    inputs.put(new Interpreter.Key(role, name), DoubleTensor.scalar(value));
  }

  /** What a number is now. */
  double get(String name) {
    return inputs.get(new Interpreter.Key(Role.HYPERPARAMETER, name)).item();
  }

  /** A step of the schedule, if there is one. */
  void step(double metric) {
    step++;
    optimizer.schedule().ifPresent(schedule -> follow(schedule, metric));
  }

  private void follow(Schedule schedule, double metric) {
    set(Role.HYPERPARAMETER, "step", step);
    set(Role.HYPERPARAMETER, "metric", metric);
    Evaluation evaluation = Interpreter.run(schedule.next(), inputs);
    for (Graph.Output output : schedule.next().outputs()) {
      Role role = output.kind() == Graph.Result.STATE ? Role.STATE : Role.HYPERPARAMETER;
      set(role, output.name(), evaluation.of(output.value()).item());
    }
  }
}
