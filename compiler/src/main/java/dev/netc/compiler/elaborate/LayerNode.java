package dev.netc.compiler.elaborate;

import dev.netc.compiler.elaborate.Network.Buffer;
import dev.netc.compiler.elaborate.Network.Parameter;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A layer in the tree of a network that is being elaborated: what it is called, owns and contains.
 */
final class LayerNode {
  /** A parameter, with the value that stands for it in the graph. */
  record Owned(Parameter parameter, Value value) {}

  /** A buffer, with the value it has at this point of the body. */
  record Kept(Buffer buffer, Value value) {}

  private final String name;
  private final String path;
  private final String type;
  private final Map<String, Owned> parameters = new LinkedHashMap<>();

  /** Parameters that stand for others, which PyTorch lists behind all that the layer declares. */
  private final Map<String, Owned> replacements = new LinkedHashMap<>();

  private final Map<String, Value> computed = new HashMap<>();
  private final Map<String, Kept> buffers = new LinkedHashMap<>();
  private final Map<String, LayerNode> children = new LinkedHashMap<>();
  private final Map<String, Span> places = new HashMap<>();
  private final Map<String, Instance> instances = new HashMap<>();
  private String representation = "";
  private boolean applied;
  private boolean replacing;

  private LayerNode(String name, String path, String type) {
    this.name = name;
    this.path = path;
    this.type = type;
  }

  /** The network itself. */
  static LayerNode root(String type) {
    return new LayerNode("", "", type);
  }

  /** A layer that nobody has named; it must turn out to own nothing. */
  static LayerNode anonymous(String type) {
    return new LayerNode("", "?", type);
  }

  String name() {
    return name;
  }

  String path() {
    return path;
  }

  String path(String child) {
    return path.isEmpty() ? child : path + "." + child;
  }

  /** Where a child was named. */
  Optional<Span> place(String childName) {
    return Optional.ofNullable(places.get(childName));
  }

  /** A new child, after all others; empty if the name is taken. */
  Optional<LayerNode> child(String childName, String childType, Span place) {
    if (children.containsKey(childName)) {
      return Optional.empty();
    }
    LayerNode child = new LayerNode(childName, path(childName), childType);
    children.put(childName, child);
    places.put(childName, place);
    return Optional.of(child);
  }

  Optional<Owned> parameter(String parameterName) {
    return Optional.ofNullable(parameters.get(parameterName))
        .or(() -> Optional.ofNullable(replacements.get(parameterName)));
  }

  /** What the layer works with under the name of a parameter, owned or computed. */
  Optional<Value> weight(String parameterName) {
    return Optional.ofNullable(computed.get(parameterName))
        .or(() -> parameter(parameterName).map(Owned::value));
  }

  /** The names of the layer's own parameters, owned or computed. */
  Set<String> weightNames() {
    Set<String> names = new TreeSet<>(parameters.keySet());
    names.addAll(computed.keySet());
    return names;
  }

  void own(String parameterName, Owned owned) {
    (replacing ? replacements : parameters).put(parameterName, owned);
  }

  /** What is made until the next call of {@link #replaced} computes a parameter. */
  void replace() {
    replacing = true;
  }

  /** Ends {@link #replace}. */
  void replaced(String parameterName, Value value) {
    replacing = false;
    computed.put(parameterName, value);
  }

  Optional<Kept> buffer(String bufferName) {
    return Optional.ofNullable(buffers.get(bufferName));
  }

  /** Adds a buffer, or gives one its new value. */
  void keep(String bufferName, Kept kept) {
    buffers.put(bufferName, kept);
  }

  /** Whether this layer or one below owns a parameter or buffer, and so needs a name. */
  boolean ownsState() {
    return !parameters.isEmpty()
        || !replacements.isEmpty()
        || !buffers.isEmpty()
        || children.values().stream().anyMatch(LayerNode::ownsState);
  }

  Optional<LayerNode> existing(String childName) {
    return Optional.ofNullable(children.get(childName));
  }

  /** The layer that was made under a name in the first application of this one. */
  Optional<Instance> instance(String childName) {
    return Optional.ofNullable(instances.get(childName));
  }

  void remember(String childName, Instance instance) {
    instances.put(childName, instance);
  }

  /**
   * Whether the layer has been applied before: then its children and parameters exist, and are
   * shared.
   */
  boolean isApplied() {
    return applied;
  }

  void finishApplication() {
    applied = true;
  }

  /** Adds to what is printed of the layer, in its first application. */
  void represent(String text) {
    if (!applied) {
      representation += text;
    }
  }

  /** All parameters in PyTorch's order: a layer's own, then its children's. */
  List<Parameter> allParameters() {
    List<Parameter> all = new ArrayList<>();
    collect(all);
    return all;
  }

  private void collect(List<Parameter> all) {
    own().forEach(owned -> all.add(owned.parameter()));
    children.values().forEach(child -> child.collect(all));
  }

  private Stream<Owned> own() {
    return Stream.concat(parameters.values().stream(), replacements.values().stream());
  }

  /** All buffers, in the order of the parameters. */
  List<Kept> allBuffers() {
    List<Kept> all = new ArrayList<>(buffers.values());
    children.values().forEach(child -> all.addAll(child.allBuffers()));
    return all;
  }

  Network.Layer finish() {
    return new Network.Layer(
        name,
        path,
        type,
        representation,
        own().map(owned -> owned.parameter().path()).toList(),
        children.values().stream().map(LayerNode::finish).toList());
  }
}
