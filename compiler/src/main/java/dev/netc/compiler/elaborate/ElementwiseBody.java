package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.OptimizerBody.Kept;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * What an optimizer's body does to a parameter, where it does it element by element: then it can be
 * done to many parameters at once. Two are equal if they do the same.
 *
 * @param states what is kept for each element
 * @param steps in their order; to repeat a scalar is none
 * @param results the new values of the parameter and of the states
 */
record ElementwiseBody(List<State> states, List<Step> steps, List<Operand> results) {
  /** A tensor that is kept, as it is declared. */
  record State(String name, double initial) {}

  /** What a step takes. */
  sealed interface Operand permits Entering, Computed, Given {}

  /** The parameter, the gradient, or a state, in this order. */
  record Entering(int position) implements Operand {}

  /** The result of an earlier step. */
  record Computed(int step) implements Operand {}

  /** A scalar that is not the body's own: a number of the optimizer. */
  record Given(Value value) implements Operand {}

  /** An op with its operands. */
  record Step(Op op, List<Operand> operands, Value.Origin origin) {}

  /**
   * Reads what a run of a body has made, if all of it is elementwise.
   *
   * @param made by the run, in order
   */
  static Optional<ElementwiseBody> of(
      Value p, Value g, OptimizerBody.Result result, List<Value> made) {
    Reader reader = new Reader(p.shape());
    reader.enter(p);
    reader.enter(g);
    for (Kept kept : result.states()) {
      if (!kept.before().shape().equals(p.shape())) {
        return Optional.empty();
      }
      reader.enter(kept.before());
    }
    if (!made.stream().allMatch(reader::reads)) {
      return Optional.empty();
    }
    List<Operand> results = new ArrayList<>(List.of(reader.operand(result.p())));
    result.states().forEach(kept -> results.add(reader.operand(kept.after())));
    List<State> states =
        result.states().stream().map(kept -> new State(kept.name(), kept.initial())).toList();
    return Optional.of(new ElementwiseBody(states, reader.steps, results));
  }

  private static final class Reader {
    private final Shape shape;
    private final java.util.Map<Value, Operand> known = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    Reader(Shape shape) {
      this.shape = shape;
    }

    void enter(Value value) {
      known.put(value, new Entering(known.size()));
    }

    /** False if the value is not elementwise. */
    boolean reads(Value value) {
      if (known.containsKey(value)) {
        return true;
      }
      Op op = value.op();
      boolean elementwise = op instanceof Map || op instanceof Cast || op instanceof Op.Constant;
      boolean repeats = op instanceof Move.Broadcast && value.operand(0).rank() == 0;
      if (!(elementwise || repeats) || !(value.rank() == 0 || value.shape().equals(shape))) {
        return false;
      }
      if (repeats) {
        known.put(value, operand(value.operand(0)));
      } else {
        known.put(value, new Computed(steps.size()));
        steps.add(
            new Step(op, value.operands().stream().map(this::operand).toList(), value.origin()));
      }
      return true;
    }

    Operand operand(Value value) {
      return known.getOrDefault(value, new Given(value));
    }
  }

  /** Does the same to a vector: many parameters one after another. */
  OptimizerBody.Result run(GraphBuilder builder, Value p, Value g, OptimizerBody.States declare) {
    List<Value> entering = new ArrayList<>(List.of(p, g));
    states.forEach(s -> entering.add(declare.declare(s.name(), p.type(), s.initial())));
    List<Value> computed = new ArrayList<>();
    for (Step step : steps) {
      List<Value> operands =
          step.operands().stream().map(operand -> value(operand, entering, computed)).toList();
      boolean scalar = operands.stream().allMatch(operand -> operand.rank() == 0);
      Value.Origin before = builder.at(step.origin());
      computed.add(
          builder.add(
              step.op(),
              scalar
                  ? operands
                  : operands.stream().map(o -> builder.broadcastTo(o, p.shape())).toList()));
      builder.at(before);
    }
    List<Value> after =
        results.stream()
            .map(operand -> value(operand, entering, computed))
            .map(value -> builder.broadcastTo(value, p.shape()))
            .toList();
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      State state = states.get(i);
      kept.add(new Kept(state.name(), state.initial(), entering.get(i + 2), after.get(i + 1)));
    }
    return new OptimizerBody.Result(after.get(0), kept, Optional.empty());
  }

  private static Value value(Operand operand, List<Value> entering, List<Value> computed) {
    if (operand instanceof Entering position) {
      return entering.get(position.position());
    }
    return operand instanceof Computed earlier
        ? computed.get(earlier.step())
        : ((Given) operand).value();
  }
}
