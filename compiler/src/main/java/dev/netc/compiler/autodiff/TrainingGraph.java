package dev.netc.compiler.autodiff;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Graph.Result;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op.Role;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network's training graph with all its gradients: one graph, of which a program runs the part it
 * needs.
 *
 * <p>Each gradient is added to the one gathered before, which enters under {@link Role#GRADIENT}.
 * There are two of each: {@link Result#GRADIENT} follows from the loss, {@link
 * Result#UPSTREAM_GRADIENT} from cotangents of the outputs, which enter under {@link
 * Role#UPSTREAM}. A parameter that the loss, or the outputs, do not depend on has none.
 */
public final class TrainingGraph {
  /** What gradients are given for, apart from the parameters. */
  public enum InputGradients {
    NONE,
    /** Also for each input of a floating type. */
    ALL
  }

  private final GraphBuilder builder;
  private final Graph training;
  private final Map<String, Value> wanted = new LinkedHashMap<>();
  private final Map<String, Value> gathered = new HashMap<>();

  private TrainingGraph(Graph training) {
    this.training = training;
    this.builder = GraphBuilder.continuing(training);
  }

  /**
   * The joint graph of {@code network}: the outputs of its training graph, then the gradients, the
   * parameters' in their order before the inputs'.
   *
   * @throws IllegalArgumentException if the network has no training graph
   */
  public static Graph of(Network network, InputGradients inputGradients) {
    return of(
        network,
        network
            .training()
            .orElseThrow(
                () -> new IllegalArgumentException(network.name() + " is not for training")),
        inputGradients);
  }

  /** The same for another graph of the same values as the network's own. */
  public static Graph of(Network network, Graph training, InputGradients inputGradients) {
    TrainingGraph joint = new TrainingGraph(training);
    joint.want(Role.PARAMETER, network.parameters().stream().map(Network.Parameter::path));
    if (inputGradients == InputGradients.ALL) {
      joint.want(Role.INPUT, network.inputs().stream().map(Network.Port::name));
    }
    return joint.build();
  }

  private void want(Role role, Stream<String> names) {
    Map<String, Value> inputs = training.inputs(role);
    names.forEach(
        name -> {
          Value value = inputs.get(name);
          if (value != null && value.type().element().isFloating()) {
            wanted.put(name, value);
          }
        });
  }

  private Graph build() {
    List<Graph.Output> outputs = new ArrayList<>(training.outputs());
    outputs.addAll(gradients(Result.GRADIENT, lossSeeds()));
    outputs.addAll(gradients(Result.UPSTREAM_GRADIENT, upstreamSeeds()));
    return builder.build(outputs);
  }

  private Map<Value, Value> lossSeeds() {
    Map<Value, Value> seeds = new LinkedHashMap<>();
    for (Graph.Output loss : training.outputs(Result.LOSS)) {
      seeds.put(loss.value(), builder.like(loss.value(), 1));
    }
    return seeds;
  }

  private Map<Value, Value> upstreamSeeds() {
    Map<Value, Value> seeds = new LinkedHashMap<>();
    for (Graph.Output output : training.outputs(Result.OUTPUT)) {
      Value value = output.value();
      if (value.type().element().isFloating()) {
        builder.at(value.origin().cotangent());
        Value seed = builder.input(Role.UPSTREAM, output.name(), value.type());
        seeds.merge(value, seed, builder::add);
        builder.at(Value.Origin.NONE);
      }
    }
    return seeds;
  }

  private List<Graph.Output> gradients(Result kind, Map<Value, Value> seeds) {
    List<Value> values = List.copyOf(wanted.values());
    List<Optional<Value>> cotangents =
        Differentiator.differentiate(builder, training, seeds, values);
    List<Graph.Output> outputs = new ArrayList<>();
    int next = 0;
    for (String name : wanted.keySet()) {
      Value value = values.get(next);
      cotangents
          .get(next++)
          .ifPresent(ct -> outputs.add(new Graph.Output(kind, name, gather(name, value, ct))));
    }
    return outputs;
  }

  private Value gather(String name, Value value, Value cotangent) {
    builder.at(value.origin().cotangent());
    Value before =
        gathered.computeIfAbsent(name, key -> builder.input(Role.GRADIENT, key, value.type()));
    Value sum = builder.add(before, cotangent);
    builder.at(Value.Origin.NONE);
    return sum;
  }
}
