package dev.netc.compiler.library;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.autodiff.TrainingGraph.InputGradients;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Start;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Graph.Result;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Op.Role;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.library.GradientDomains.Call;
import dev.netc.compiler.library.GradientDomains.Given;
import dev.netc.compiler.library.GradientDomains.Slopes;
import dev.netc.compiler.testing.RandomTensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Compares the gradients of a network with central differences, at a random point, of a random
 * weighted sum of its outputs. All inputs and parameters move at once, each along a direction of
 * its own; then some elements alone.
 */
final class NetworkGradient {
  /** See {@code GradientCheck}. */
  private static final double STEP = 1e-5;

  private static final double TOLERANCE = 1e-6;
  private static final int DIRECTIONS = 3;
  private static final int ELEMENTS = 2;

  private final Call call;
  private final Random random;
  private final Graph forward;
  private final Graph derived;
  private final Map<Interpreter.Key, DoubleTensor> point = new HashMap<>();

  /** What is moved, with its gradient. */
  private final Map<Interpreter.Key, DoubleTensor> gradients = new LinkedHashMap<>();

  /** The point depends on the text of the call only. */
  NetworkGradient(Network network, Call call) {
    this.call = call;
    this.random = new Random(call.text().hashCode());
    this.forward = network.training().orElseThrow();
    this.derived = TrainingGraph.of(network, InputGradients.ALL);
    call.given()
        .forEach(given -> point.put(new Interpreter.Key(Role.INPUT, given.name()), draw(given)));
    for (Network.Buffer buffer : network.buffers()) {
      point.put(new Interpreter.Key(Role.BUFFER, buffer.path()), start(buffer));
    }
    for (Value value : derived.inputs()) {
      Op.Input input = (Op.Input) value.op();
      point.computeIfAbsent(
          new Interpreter.Key(input.role(), input.name()),
          key -> other(input.role(), value.shape().evaluate(Map.of())));
    }
  }

  private DoubleTensor draw(Given given) {
    return given.draw(random);
  }

  /** As the network starts; what is drawn or computed, at random. */
  private DoubleTensor start(Network.Buffer buffer) {
    int[] shape = buffer.type().shape().evaluate(Map.of());
    if (!(buffer.start() instanceof Start.Filled filled)) {
      return RandomTensors.uniform(random, shape, -1, 1);
    }
    double[] elements = new double[count(shape)];
    Arrays.fill(elements, filled.value());
    return DoubleTensor.of(shape, elements);
  }

  private DoubleTensor other(Role role, int[] shape) {
    return switch (role) {
      case PARAMETER, UPSTREAM -> RandomTensors.uniform(random, shape, -1, 1);
      case GRADIENT, HYPERPARAMETER -> DoubleTensor.of(shape, new double[count(shape)]);
      case RANDOM -> RandomTensors.integers(random, shape, 0, Integer.MAX_VALUE);
      case INPUT, TARGET, BUFFER, STATE, CARRY, ITEM, GIVEN ->
          throw new IllegalArgumentException("nothing is given for " + role);
    };
  }

  private static int count(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  void check() {
    Evaluation evaluation = Interpreter.run(derived, point);
    for (Value value : forward.inputs()) {
      Op.Input input = (Op.Input) value.op();
      boolean moved = input.role() == Role.INPUT || input.role() == Role.PARAMETER;
      if (moved && value.type().element().isFloating()) {
        Interpreter.Key key = new Interpreter.Key(input.role(), input.name());
        gradients.put(
            key,
            derived
                .output(Result.UPSTREAM_GRADIENT, input.name())
                .map(evaluation::of)
                .orElseGet(() -> other(Role.GRADIENT, point.get(key).shape())));
      }
    }
    assertWithMessage("%s has slopes", call.text())
        .that(
            gradients.values().stream()
                .anyMatch(g -> Arrays.stream(g.data()).anyMatch(x -> x != 0)))
        .isEqualTo(call.slopes() == Slopes.SOME);
    for (int i = 0; i < DIRECTIONS; i++) {
      Map<Interpreter.Key, DoubleTensor> direction = new LinkedHashMap<>();
      gradients.forEach(
          (key, gradient) ->
              direction.put(key, RandomTensors.uniform(random, gradient.shape(), -1, 1)));
      check("along a random direction", direction);
    }
    gradients.forEach(this::checkElements);
  }

  private void checkElements(Interpreter.Key key, DoubleTensor gradient) {
    random
        .ints(ELEMENTS, 0, gradient.data().length)
        .forEach(
            i -> {
              double[] unit = new double[gradient.data().length];
              unit[i] = 1;
              check(
                  "by element " + i + " of " + key.name(),
                  Map.of(key, DoubleTensor.of(gradient.shape(), unit)));
            });
  }

  private void check(String what, Map<Interpreter.Key, DoubleTensor> direction) {
    double slope =
        direction.keySet().stream()
            .mapToDouble(key -> product(gradients.get(key), direction.get(key)))
            .sum();
    double difference = (at(direction, STEP) - at(direction, -STEP)) / (2 * STEP);
    assertWithMessage("the slope of %s %s", call.text(), what)
        .that(slope)
        .isWithin(TOLERANCE * Math.max(1, Math.abs(difference)))
        .of(difference);
  }

  private static double product(DoubleTensor a, DoubleTensor b) {
    return IntStream.range(0, a.data().length).mapToDouble(i -> a.data()[i] * b.data()[i]).sum();
  }

  /** The weighted sum of the outputs, at some steps along a direction. */
  private double at(Map<Interpreter.Key, DoubleTensor> direction, double step) {
    Map<Interpreter.Key, DoubleTensor> moved = new HashMap<>(point);
    direction.forEach(
        (key, by) ->
            moved.computeIfPresent(
                key,
                (k, x) ->
                    DoubleTensor.of(
                        x.shape(),
                        IntStream.range(0, x.data().length)
                            .mapToDouble(i -> x.data()[i] + step * by.data()[i])
                            .toArray())));
    Evaluation evaluation = Interpreter.run(forward, moved);
    return forward.outputs(Result.OUTPUT).stream()
        .filter(output -> output.value().type().element().isFloating())
        .mapToDouble(
            output ->
                product(
                    evaluation.of(output.value()),
                    point.get(new Interpreter.Key(Role.UPSTREAM, output.name()))))
        .sum();
  }
}
