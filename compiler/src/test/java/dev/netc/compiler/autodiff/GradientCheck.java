package dev.netc.compiler.autodiff;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.testing.RandomTensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Compares derivatives with central differences along random directions, in double. A derived graph
 * is a graph again, so that the second order is the same check once more.
 */
final class GradientCheck {
  private static final String LOSS = "loss";

  /**
   * Differences of this step are right to about ten digits, if the function's values and slopes are
   * of the order of one.
   */
  private static final double STEP = 1e-5;

  private static final double TOLERANCE = 1e-6;

  private final Random random = new Random(7);
  private final Map<String, Long> sizes;
  private final Map<Interpreter.Key, DoubleTensor> given = new HashMap<>();

  /** A function of tensors, built as a graph. */
  @FunctionalInterface
  interface Function {
    Value build(GraphBuilder builder, List<Value> x);
  }

  /** Where an operand is drawn from. */
  record Domain(TensorType type, double low, double high) {}

  /** Uses {@code sizes} for the free names. */
  GradientCheck(Map<String, Long> sizes) {
    this.sizes = sizes;
  }

  /** Checks {@code function} to second order, at random points of {@code domains}. */
  void check(List<Domain> domains, Function function) {
    GraphBuilder builder = new GraphBuilder();
    List<Value> x = new ArrayList<>();
    for (Domain domain : domains) {
      String name = "x" + x.size();
      x.add(builder.input(Op.Role.INPUT, name, domain.type()));
      int[] shape = domain.type().shape().evaluate(sizes);
      given.put(
          new Interpreter.Key(Op.Role.INPUT, name),
          RandomTensors.uniform(random, shape, domain.low(), domain.high()));
    }
    Value y = builder.cast(function.build(builder, x), ElementType.DOUBLE);
    Value loss = innerProduct(builder, y, "w");
    check(builder.build(List.of(new Graph.Output(Graph.Result.LOSS, LOSS, loss))), 2);
  }

  private void check(Graph graph, int orders) {
    Graph derived = derive(graph, orders);
    double difference = (loss(graph, STEP, orders) - loss(graph, -STEP, orders)) / (2 * STEP);
    double derivative = loss(derived, 0, orders);
    assertWithMessage("derivative with %s orders to go", orders)
        .that(derivative)
        .isWithin(TOLERANCE * Math.max(1, Math.abs(difference)))
        .of(difference);
    if (orders > 1) {
      check(derived, orders - 1);
    }
  }

  /** The graph of the loss's derivative along directions that are inputs themselves. */
  private Graph derive(Graph graph, int order) {
    GraphBuilder builder = GraphBuilder.continuing(graph);
    Value loss = graph.output(Graph.Result.LOSS, LOSS).orElseThrow();
    List<Value> x = floatingInputs(graph);
    List<Optional<Value>> gradients =
        Differentiator.differentiate(builder, graph, Map.of(loss, builder.like(loss, 1)), x);
    Value sum = builder.scalar(ElementType.DOUBLE, 0);
    for (int i = 0; i < x.size(); i++) {
      Op.Input input = (Op.Input) x.get(i).op();
      Value direction = weights(builder, x.get(i), direction(input, order).name());
      if (gradients.get(i).isPresent()) {
        Value product = builder.mul(gradients.get(i).get(), direction);
        sum = builder.add(sum, builder.sum(product, Axes.range(product.rank())));
      }
    }
    return builder.build(List.of(new Graph.Output(Graph.Result.LOSS, LOSS, sum)));
  }

  private static List<Value> floatingInputs(Graph graph) {
    return graph.inputs().stream()
        .filter(value -> ((Op.Input) value.op()).role() == Op.Role.INPUT)
        .filter(value -> value.type().element().isFloating())
        .toList();
  }

  private static Interpreter.Key direction(Op.Input input, int order) {
    return new Interpreter.Key(Op.Role.UPSTREAM, "d" + order + input.name());
  }

  private Value innerProduct(GraphBuilder builder, Value y, String name) {
    Value product = builder.mul(y, weights(builder, y, name));
    return builder.sum(product, Axes.range(product.rank()));
  }

  private Value weights(GraphBuilder builder, Value like, String name) {
    given.computeIfAbsent(
        new Interpreter.Key(Op.Role.UPSTREAM, name),
        key -> RandomTensors.uniform(random, like.shape().evaluate(sizes), -1, 1));
    return builder.input(Op.Role.UPSTREAM, name, like.type());
  }

  /** The loss with all inputs moved by {@code step} along their directions. */
  private double loss(Graph graph, double step, int order) {
    Map<Interpreter.Key, DoubleTensor> moved = new HashMap<>(given);
    for (Value value : floatingInputs(graph)) {
      Op.Input input = (Op.Input) value.op();
      double[] direction = given.get(direction(input, order)).data();
      moved.computeIfPresent(
          new Interpreter.Key(Op.Role.INPUT, input.name()),
          (key, x) -> {
            double[] elements = x.data().clone();
            for (int i = 0; i < elements.length; i++) {
              elements[i] += step * direction[i];
            }
            return DoubleTensor.of(x.shape(), elements);
          });
    }
    return Interpreter.run(graph, moved).output(Graph.Result.LOSS, LOSS).item();
  }
}
