package dev.netc.compiler.cost;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Dim;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sizes of a network that are known at run time only, as far as somebody has given them.
 *
 * @param known by name
 */
public record Sizes(NavigableMap<String, Long> known) {

  /** Keeps its own copy of the map. */
  public Sizes {
    known = Collections.unmodifiableNavigableMap(new TreeMap<>(known));
  }

  /**
   * The sizes of a network, of which one is the batch: the first axis of the first input, if that
   * is free.
   *
   * @param batch the size of the batch, unless {@code given} says another
   * @param given others by name; what the network does not have is left out
   */
  public static Sizes of(Network network, long batch, Map<String, Long> given) {
    NavigableMap<String, Long> known = new TreeMap<>(given);
    known.keySet().retainAll(names(network));
    batchName(network).ifPresent(name -> known.putIfAbsent(name, batch));
    return new Sizes(known);
  }

  /** The names of all sizes of a network that are known at run time only. */
  public static NavigableSet<String> names(Network network) {
    NavigableSet<String> names = new TreeSet<>();
    Stream.of(network.inputs(), network.targets())
        .flatMap(List::stream)
        .flatMap(port -> port.type().shape().dims().stream())
        .forEach(dim -> names.addAll(dim.freeNames()));
    return names;
  }

  /** The name of the batch's size. */
  public static Optional<String> batchName(Network network) {
    return network.inputs().stream()
        .map(Network.Port::type)
        .filter(type -> type.rank() > 0)
        .findFirst()
        .map(type -> type.dim(0).freeNames())
        .filter(names -> names.size() == 1)
        .map(names -> names.first());
  }

  /** These sizes, and others in place of those of the same name. */
  public Sizes with(Map<String, Long> others) {
    NavigableMap<String, Long> all = new TreeMap<>(known);
    all.putAll(others);
    return new Sizes(all);
  }

  /** Those of the names that are not known, in order. */
  public NavigableSet<String> lacking(Set<String> names) {
    NavigableSet<String> lacking = new TreeSet<>(names);
    lacking.removeAll(known.keySet());
    return lacking;
  }

  /** The value of a number that depends on sizes, if they are known. */
  public OptionalLong evaluate(Dim dim) {
    return lacking(dim.freeNames()).isEmpty()
        ? OptionalLong.of(dim.evaluate(known))
        : OptionalLong.empty();
  }
}
