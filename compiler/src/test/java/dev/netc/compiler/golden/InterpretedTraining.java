package dev.netc.compiler.golden;

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
import dev.netc.compiler.simplify.Simplifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Training with the reference interpreter, in double. */
final class InterpretedTraining implements Training {
  private final Network network;
  private final Graph fromLoss;
  private final Graph fromOutputs;
  private final Graph update;
  private final List<Network.Part> parts;
  private final Map<String, DoubleTensor> parameters = new LinkedHashMap<>();
  private final Map<String, DoubleTensor> buffers = new HashMap<>();
  private final Map<Interpreter.Key, DoubleTensor> optimizer = new HashMap<>();
  private final ScheduledNumbers numbers;
  private int step;
  private boolean again;

  /**
   * Starts with given parameters.
   *
   * @param start by path
   */
  InterpretedTraining(Network network, Map<String, DoubleTensor> start) {
    this.network = network;
    Graph joint = TrainingGraph.of(network, InputGradients.NONE);
    this.fromLoss = without(Result.UPSTREAM_GRADIENT, joint);
    this.fromOutputs = without(Result.LOSS, without(Result.GRADIENT, joint));
    for (Network.Buffer buffer : network.buffers()) {
      DoubleTensor tensor = GoldenTensors.zeros(buffer.type().shape().evaluate(Map.of()));
      Arrays.fill(tensor.data(), ((Start.Filled) buffer.start()).value());
      buffers.put(buffer.path(), tensor);
    }
    Network.Optimizer declared = network.optimizer().orElseThrow();
    this.update = withoutUnusedInputs(declared.update());
    declared.order().forEach(path -> parameters.put(path, start.get(path)));
    this.parts = declared.parts();
    for (Network.StatePart state : declared.states()) {
      DoubleTensor initial = GoldenTensors.zeros(state.type().shape().evaluate(Map.of()));
      Arrays.fill(initial.data(), state.initial());
      optimizer.put(new Interpreter.Key(Role.STATE, state.name()), initial);
    }
    this.numbers = new ScheduledNumbers(declared);
  }

  /** A graph without some of its results, and what only they need. */
  private static Graph without(Result kind, Graph graph) {
    return withoutUnusedInputs(
        Simplifier.simplify(
            new Graph(
                graph.values(),
                graph.outputs().stream().filter(output -> output.kind() != kind).toList())));
  }

  private static Graph withoutUnusedInputs(Graph graph) {
    Set<Value> used = new HashSet<>();
    graph.outputs().forEach(output -> used.add(output.value()));
    graph.values().forEach(value -> used.addAll(value.operands()));
    return new Graph(graph.values().stream().filter(used::contains).toList(), graph.outputs());
  }

  @Override
  public Map<String, DoubleTensor> step(Map<String, DoubleTensor> batch) {
    step++;
    Map<String, DoubleTensor> first = results(fromLoss, round(batch));
    while (again) {
      round(batch);
    }
    return first;
  }

  /** Loss and gradients, and what the optimizer makes of them. */
  private Evaluation round(Map<String, DoubleTensor> batch) {
    Evaluation evaluation = run(fromLoss, batch, Map.of());
    Map<String, DoubleTensor> gradients =
        network.parameters().stream()
            .map(Network.Parameter::path)
            .collect(
                Collectors.toMap(path -> path, path -> evaluation.output(Result.GRADIENT, path)));
    update(flat(gradients), evaluation.output(Result.LOSS, "loss"));
    fromLoss
        .outputs(Result.BUFFER)
        .forEach(output -> buffers.put(output.name(), evaluation.of(output.value())));
    return evaluation;
  }

  @Override
  public Map<String, DoubleTensor> backward(
      Map<String, DoubleTensor> batch, Map<String, DoubleTensor> upstream) {
    return results(fromOutputs, run(fromOutputs, batch, upstream));
  }

  @Override
  public Map<String, DoubleTensor> evaluate(Map<String, DoubleTensor> batch) {
    Graph graph = network.evaluation().orElseThrow();
    return results(graph, run(graph, batch, Map.of()));
  }

  @Override
  public void stepSchedule() {
    numbers.step(Double.NaN);
  }

  @Override
  public DoubleTensor parameter(String path) {
    return parameters.get(path);
  }

  private Evaluation run(
      Graph graph, Map<String, DoubleTensor> batch, Map<String, DoubleTensor> upstream) {
    Map<Interpreter.Key, DoubleTensor> inputs = new HashMap<>();
    for (Value value : graph.inputs()) {
      Op.Input input = (Op.Input) value.op();
      DoubleTensor given =
          switch (input.role()) {
            case INPUT, TARGET -> batch.get(input.name());
            case PARAMETER -> parameters.get(input.name());
            case GRADIENT -> GoldenTensors.zeros(parameters.get(input.name()).shape());
            case UPSTREAM -> upstream.get(input.name());
            case BUFFER -> buffers.get(input.name());
            case HYPERPARAMETER -> DoubleTensor.scalar(0);
            case STATE, RANDOM, CARRY, ITEM, GIVEN ->
                throw new IllegalArgumentException("nothing is given for " + input);
          };
      inputs.put(new Interpreter.Key(input.role(), input.name()), given);
    }
    return Interpreter.run(graph, inputs);
  }

  private static Map<String, DoubleTensor> results(Graph graph, Evaluation evaluation) {
    Map<String, DoubleTensor> results = new HashMap<>();
    for (Graph.Output output : graph.outputs()) {
      String name =
          switch (output.kind()) {
            case OUTPUT -> "output." + output.name();
            case GRADIENT, UPSTREAM_GRADIENT -> "grad_param." + output.name();
            case LOSS -> "loss";
            case METRIC, BUFFER, PARAMETER, STATE, HYPERPARAMETER, AGAIN ->
                output.kind() + " " + output.name();
          };
      results.put(name, evaluation.of(output.value()));
    }
    return results;
  }

  private void update(double[] gradients, DoubleTensor loss) {
    optimizer.put(new Interpreter.Key(Role.HYPERPARAMETER, Network.Optimizer.LOSS), loss);
    double[] flat = flat(parameters);
    optimizer.put(
        new Interpreter.Key(Role.GRADIENT, Network.Optimizer.ALL_GRADIENTS),
        DoubleTensor.vector(gradients));
    for (Network.Part part : parts) {
      optimizer.put(new Interpreter.Key(Role.PARAMETER, part.name()), range(part, flat));
      optimizer.put(new Interpreter.Key(Role.GRADIENT, part.name()), range(part, gradients));
    }
    for (Network.Hyperparameter number : network.optimizer().orElseThrow().hyperparameters()) {
      optimizer.put(
          new Interpreter.Key(Role.HYPERPARAMETER, number.name()),
          DoubleTensor.scalar(numbers.get(number.name())));
    }
    optimizer.put(new Interpreter.Key(Role.HYPERPARAMETER, "step"), DoubleTensor.scalar(step));
    optimizer.put(
        new Interpreter.Key(Role.HYPERPARAMETER, Network.Optimizer.UPSTREAM),
        DoubleTensor.scalar(0));
    Evaluation evaluation = Interpreter.run(update, optimizer);
    again =
        update.outputs(Result.AGAIN).stream()
            .anyMatch(output -> evaluation.of(output.value()).data()[0] != 0);
    for (Graph.Output state : update.outputs(Result.STATE)) {
      optimizer.put(new Interpreter.Key(Role.STATE, state.name()), evaluation.of(state.value()));
    }
    for (Network.Part part : parts) {
      double[] changed = evaluation.output(Result.PARAMETER, part.name()).data();
      System.arraycopy(changed, 0, flat, (int) part.start(), changed.length);
    }
    int at = 0;
    for (Map.Entry<String, DoubleTensor> parameter : parameters.entrySet()) {
      int[] shape = parameter.getValue().shape();
      int length = parameter.getValue().data().length;
      parameter.setValue(DoubleTensor.of(shape, Arrays.copyOfRange(flat, at, at + length)));
      at += length;
    }
  }

  /** All parameters, or what belongs to them, one after another. */
  private double[] flat(Map<String, DoubleTensor> tensors) {
    return parameters.keySet().stream()
        .flatMapToDouble(path -> Arrays.stream(tensors.get(path).data()))
        .toArray();
  }

  private static DoubleTensor range(Network.Part part, double[] flat) {
    return DoubleTensor.of(
        part.type().shape().evaluate(Map.of()),
        Arrays.copyOfRange(flat, (int) part.start(), (int) part.end()));
  }
}
