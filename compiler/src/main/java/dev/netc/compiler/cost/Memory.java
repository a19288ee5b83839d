package dev.netc.compiler.cost;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Slot;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The bytes that a network takes for one purpose.
 *
 * <p>To predict it takes its parameters, its buffers and the work space of the predictor, in which
 * activations share places. To train it takes, on top of the first two, a gradient for each
 * parameter, the state of the optimizer, and the work space of the trainer: what the backward pass
 * needs of the forward one, and gradients of activations. Copies of the inputs count as
 * activations, the arrays of the caller do not.
 *
 * @param parts by what they are for; what is not there takes nothing, what is empty depends on a
 *     size that nobody has given
 * @param largest the activations that take most, the largest first; they may share their places
 *     with others
 */
public record Memory(Map<Part, OptionalLong> parts, List<Activation> largest) {
  private static final int MOST = 3;

  /** What memory is for, in the order in which people read it. */
  public enum Part {
    PARAMETERS,
    BUFFERS,
    GRADIENTS,
    OPTIMIZER_STATE,
    ACTIVATIONS;

    /** In words. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * A tensor of the work space.
   *
   * @param name as the author knows it
   */
  public record Activation(String name, TensorType type, long bytes) {}

  /** Keeps its own copies. */
  public Memory {
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
    largest = List.copyOf(largest);
  }

  /** What it takes to predict. */
  public static Memory toPredict(Network network, Plan inference, Sizes sizes) {
    return with(inference, sizes, kept(network));
  }

  /** What it takes to train. */
  public static Memory toTrain(Network network, Plan training, Sizes sizes) {
    Map<Part, OptionalLong> parts = kept(network);
    put(parts, Part.GRADIENTS, network.parameters().stream().map(Network.Parameter::type));
    put(
        parts,
        Part.OPTIMIZER_STATE,
        network.optimizer().stream()
            .flatMap(optimizer -> optimizer.states().stream())
            .map(Network.StatePart::type));
    return with(training, sizes, parts);
  }

  /** Those of the names that the work space of a plan depends on and that are not known. */
  public static Set<String> lacking(Plan plan, Sizes sizes) {
    Set<String> names = new TreeSet<>();
    plan.allSlots()
        .flatMap(slot -> slot.sizes().stream())
        .forEach(size -> names.addAll(size.freeNames()));
    return sizes.lacking(names);
  }

  /** Whether anything is needed for this. */
  public boolean has(Part part) {
    return parts.containsKey(part);
  }

  /** The bytes for this; empty if they depend on a size that nobody has given. */
  public OptionalLong bytes(Part part) {
    return parts.getOrDefault(part, OptionalLong.of(0));
  }

  /** The bytes of all parts together; empty if one of them is not known. */
  public OptionalLong total() {
    return parts.values().stream().allMatch(OptionalLong::isPresent)
        ? OptionalLong.of(
            parts.values().stream().map(OptionalLong::getAsLong).reduce(0L, Math::addExact))
        : OptionalLong.empty();
  }

  private static Map<Part, OptionalLong> kept(Network network) {
    Map<Part, OptionalLong> parts = new EnumMap<>(Part.class);
    put(parts, Part.PARAMETERS, network.parameters().stream().map(Network.Parameter::type));
    put(parts, Part.BUFFERS, network.buffers().stream().map(Network.Buffer::type));
    parts.putIfAbsent(Part.PARAMETERS, OptionalLong.of(0));
    return parts;
  }

  private static void put(Map<Part, OptionalLong> parts, Part part, Stream<TensorType> types) {
    long bytes = types.mapToLong(t -> t.shape().elements().constant() * t.element().bytes()).sum();
    if (bytes > 0) {
      parts.put(part, OptionalLong.of(bytes));
    }
  }

  private static Memory with(Plan plan, Sizes sizes, Map<Part, OptionalLong> parts) {
    boolean known = lacking(plan, sizes).isEmpty();
    parts.put(
        Part.ACTIVATIONS,
        known ? OptionalLong.of(plan.workspaceBytes(sizes.known())) : OptionalLong.empty());
    return new Memory(parts, known ? largest(plan, sizes) : List.of());
  }

  private static List<Activation> largest(Plan plan, Sizes sizes) {
    return plan.allSlots()
        .flatMap(slot -> activation(plan, slot, sizes))
        .filter(activation -> !activation.name().isEmpty())
        .distinct()
        .sorted(Comparator.comparing(Activation::bytes).reversed().thenComparing(Activation::name))
        .limit(MOST)
        .toList();
  }

  /** The largest tensor of a slot. */
  private static Stream<Activation> activation(Plan plan, Slot slot, Sizes sizes) {
    Map<String, Long> ofSlot = plan.sizes(slot, sizes.known());
    return slot.values().stream()
        .filter(value -> sizes.lacking(value.shape().elements().freeNames()).isEmpty())
        .map(value -> activation(value, ofSlot))
        .max(Comparator.comparing(Activation::bytes))
        .stream();
  }

  private static Activation activation(Value value, Map<String, Long> sizes) {
    long elements = value.shape().elements().evaluate(sizes);
    return new Activation(
        value.origin().name(),
        value.type(),
        Math.multiplyExact(elements, value.type().element().bytes()));
  }
}
