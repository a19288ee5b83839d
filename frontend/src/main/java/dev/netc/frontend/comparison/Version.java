package dev.netc.frontend.comparison;

import dev.netc.compiler.cost.Memory;
import dev.netc.compiler.cost.MultiplyAdds;
import dev.netc.compiler.cost.Sizes;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.elaborate.Outline;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is compared of a network. */
final class Version {
  private final Network network;
  private final Sizes sizes;
  private final Memory predict;
  private final Optional<Memory> train;
  private final Map<String, Network.Layer> layers = new HashMap<>();

  /**
   * A layer or function where it is applied.
   *
   * @param name with what it is within
   * @param text what it is made of, without shapes
   * @param shape what comes out
   */
  record Step(String name, String text, String shape) {}

  Version(Network network, Plan inference, Optional<Plan> training, Sizes sizes) {
    this.network = network;
    this.sizes = sizes;
    this.predict = Memory.toPredict(network, inference, sizes);
    this.train = training.map(plan -> Memory.toTrain(network, plan, sizes));
    collect(network.root());
  }

  private void collect(Network.Layer layer) {
    layers.put(layer.path(), layer);
    layer.children().forEach(this::collect);
  }

  String name() {
    return network.name();
  }

  Network.Layer root() {
    return network.root();
  }

  Map<String, Long> sizes() {
    return sizes.known();
  }

  Map<String, TensorType> inputs() {
    return ports(network.inputs());
  }

  Map<String, TensorType> targets() {
    return ports(network.targets());
  }

  Map<String, TensorType> outputs() {
    return ports(network.outputs());
  }

  private static Map<String, TensorType> ports(List<Network.Port> ports) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    ports.forEach(port -> types.put(port.name(), port.type()));
    return types;
  }

  Map<String, TensorType> parameters() {
    Map<String, TensorType> types = new LinkedHashMap<>();
    network.parameters().forEach(parameter -> types.put(parameter.path(), parameter.type()));
    return types;
  }

  Map<String, TensorType> buffers() {
    Map<String, TensorType> types = new LinkedHashMap<>();
    network.buffers().forEach(buffer -> types.put(buffer.path(), buffer.type()));
    return types;
  }

  /** What a checkpoint holds. */
  Map<String, TensorType> state() {
    Map<String, TensorType> state = parameters();
    state.putAll(buffers());
    return state;
  }

  /** How it learns, line by line. */
  List<String> learning() {
    List<String> lines = new ArrayList<>();
    for (Outline.Line line : network.outline().lines()) {
      String word =
          line.kind() == Outline.Line.Kind.GRADIENT
              ? ""
              : line.kind().name().toLowerCase(Locale.ROOT) + " ";
      lines.add(word + line.text());
    }
    return lines;
  }

  /** What is applied, in order. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Application application : network.applications()) {
      if (!application.results().isEmpty()) {
        Network.Layer layer = layers.get(application.name());
        String made = layer == null ? "" : layer.representation();
        boolean plain = application.name().equals(application.type());
        String type = application.type() + (made.isEmpty() ? "" : "(" + made + ")");
        steps.add(
            new Step(
                application.name(),
                plain ? type : application.name() + ": " + type,
                String.join(
                    ", ", application.results().stream().map(t -> t.shape().toString()).toList())));
      }
    }
    return steps;
  }

  long parameterCount() {
    return network.parameterCount();
  }

  OptionalLong multiplyAdds() {
    return sizes.evaluate(MultiplyAdds.of(network));
  }

  OptionalLong memoryToPredict() {
    return predict.total();
  }

  /** Empty also if it cannot be trained. */
  OptionalLong memoryToTrain() {
    return train.map(Memory::total).orElse(OptionalLong.empty());
  }
}
