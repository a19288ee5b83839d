package dev.netc.compiler.elaborate;

import static dev.netc.compiler.elaborate.StepNumbers.named;

import dev.netc.compiler.elaborate.Network.Part;
import dev.netc.compiler.elaborate.Network.StatePart;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Builds the graph of a step, group by group. A group whose parameters are all treated alike,
 * element by element, is one range of the flat arrays; in any other each parameter is a range of
 * its own, seen in its own shape.
 */
final class StepBuilder {
  private final Session session;
  private final TensorType all;
  private final Value number;
  private Optional<Value> gradients = Optional.empty();
  private Optional<Value> condition = Optional.empty();
  private final List<Part> parts = new ArrayList<>();
  private final List<StatePart> states = new ArrayList<>();
  private final Map<String, Long> arrays = new HashMap<>();
  private final List<Graph.Output> outputs = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private long next;
  private int ranges;

  /**
   * @param all the flat array of all parameters
   */
  StepBuilder(Session session, TensorType all) {
    this.session = session;
    this.all = all;
    this.number =
        named(session, Op.Role.HYPERPARAMETER, "step", TensorType.scalar(ElementType.DOUBLE));
  }

  /** How many steps there have been, with this one. */
  Value number() {
    return number;
  }

  /** Lets the optimizer see other gradients than have been gathered. */
  void changeGradients(UnaryOperator<Value> change) {
    Value gathered = named(session, Op.Role.GRADIENT, Network.Optimizer.ALL_GRADIENTS, all);
    gradients = Optional.of(change.apply(gathered));
  }

  /** Adds what an optimizer does that sees all parameters as one vector, and the loss. */
  void addWhole(OptimizerBody body, List<Network.Parameter> members) {
    Part part = new Part("p", 0, all);
    Value p = named(session, Op.Role.PARAMETER, part.name(), all);
    Value loss =
        named(
            session,
            Op.Role.HYPERPARAMETER,
            Network.Optimizer.LOSS,
            TensorType.scalar(ElementType.DOUBLE));
    OptimizerBody.Seen seen = new OptimizerBody.Seen(p, gradient(part), number, Optional.of(loss));
    OptimizerBody.Result result = body.run("p", seen, states(part));
    finish(part, p, result);
    outputs.add(
        new Graph.Output(Graph.Result.AGAIN, OptimizerBody.AGAIN, result.again().orElseThrow()));
    members.forEach(member -> order.add(member.path()));
  }

  private OptimizerBody.Seen seen(Value p, Value g) {
    return new OptimizerBody.Seen(p, g, number, Optional.empty());
  }

  /**
   * Adds what an optimizer does to some parameters.
   *
   * @param moves when it does so
   */
  void add(OptimizerBody body, List<Network.Parameter> members, Reached.Moves moves) {
    members.forEach(member -> order.add(member.path()));
    if (moves == Reached.Moves.NEVER) {
      next += members.stream().mapToLong(p -> p.type().shape().elements().constant()).sum();
      return;
    }
    condition =
        moves == Reached.Moves.WITH_UPSTREAM
            ? Optional.of(
                named(
                    session,
                    Op.Role.HYPERPARAMETER,
                    Network.Optimizer.UPSTREAM,
                    TensorType.scalar(ElementType.BOOL)))
            : Optional.empty();
    Optional<ElementwiseBody> elementwise = elementwise(body, members);
    if (elementwise.isPresent()) {
      long elements = members.stream().mapToLong(p -> p.type().shape().elements().constant()).sum();
      ranges++;
      Part part =
          new Part(
              ranges == 1 ? "p" : "p" + ranges,
              next,
              new TensorType(all.element(), Shape.of(Dim.of(elements))));
      Value p = named(session, Op.Role.PARAMETER, part.name(), part.type());
      finish(part, p, elementwise.get().run(session.builder, p, gradient(part), states(part)));
    } else {
      for (Network.Parameter member : members) {
        Part part = new Part("p." + member.path(), next, member.type());
        Value p = named(session, Op.Role.PARAMETER, part.name(), part.type());
        session.trace.define(p, member.path(), member.span());
        finish(part, p, body.run(member.path(), seen(p, gradient(part)), states(part)));
      }
    }
  }

  /**
   * What the body does to each parameter, if it does the same to all of them. Mistakes show here.
   */
  private Optional<ElementwiseBody> elementwise(
      OptimizerBody body, List<Network.Parameter> members) {
    Map<Shape, Network.Parameter> examples = new LinkedHashMap<>();
    members.forEach(member -> examples.putIfAbsent(member.type().shape(), member));
    Optional<ElementwiseBody> common = Optional.empty();
    boolean first = true;
    for (Network.Parameter example : examples.values()) {
      Optional<ElementwiseBody> own = tried(body, example);
      if (own.isEmpty() || !(first || own.equals(common))) {
        return Optional.empty();
      }
      common = own;
      first = false;
    }
    return common;
  }

  /** Runs the body and forgets what it has made. */
  private Optional<ElementwiseBody> tried(OptimizerBody body, Network.Parameter example) {
    int before = session.builder.size();
    Value p = named(session, Op.Role.PARAMETER, example.path(), example.type());
    Value g = named(session, Op.Role.GRADIENT, example.path(), example.type());
    session.trace.define(p, example.path(), example.span());
    OptimizerBody.Result result =
        body.run(
            "p", seen(p, g), (name, type, initial) -> named(session, Op.Role.STATE, name, type));
    List<Value> made = session.builder.since(before);
    session.builder.remove(made);
    return ElementwiseBody.of(p, g, result, made);
  }

  private Value gradient(Part part) {
    if (gradients.isEmpty()) {
      return named(session, Op.Role.GRADIENT, part.name(), part.type());
    }
    Value range =
        session.builder.slice(gradients.get(), 0, Dim.of(part.start()), Dim.of(part.end()));
    return session.builder.reshape(range, part.type().shape());
  }

  private OptimizerBody.States states(Part part) {
    return (array, type, initial) -> {
      String name = arrays.containsKey(array) ? array + "." + part.name() : array;
      StatePart state =
          new StatePart(name, array, part, arrays.getOrDefault(array, 0L), type, initial);
      arrays.put(array, state.end());
      states.add(state);
      return named(session, Op.Role.STATE, name, type);
    };
  }

  private void finish(Part part, Value p, OptimizerBody.Result result) {
    parts.add(part);
    next = part.end();
    outputs.add(new Graph.Output(Graph.Result.PARAMETER, part.name(), ifItMoves(p, result.p())));
    for (OptimizerBody.Kept kept : result.states()) {
      String name = ((Op.Input) kept.before().op()).name();
      Value after = ifItMoves(kept.before(), kept.after());
      outputs.add(new Graph.Output(Graph.Result.STATE, name, after));
    }
  }

  private Value ifItMoves(Value before, Value after) {
    return condition
        .map(moves -> session.builder.broadcastTo(moves, after.shape()))
        .map(moves -> session.builder.where(moves, after, before))
        .orElse(after);
  }

  /** The graph of the whole step. */
  Graph build() {
    return session.builder.build(outputs);
  }

  List<Part> parts() {
    return parts;
  }

  List<StatePart> states() {
    return states;
  }

  /** The paths of the parameters as they lie in the flat arrays. */
  List<String> order() {
    return order;
  }
}
