package dev.netc.compiler.cost;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How much of one measure a network takes, and what takes it.
 *
 * @param shares the parts that people know by name, in any order; they need not add up to the total
 * @param largest the activations that take most, if bytes are measured
 */
record Cost(long total, List<Share> shares, List<Memory.Activation> largest) {

  /** A part of the whole. */
  record Share(String name, long amount) {}

  Cost {
    shares = List.copyOf(shares);
    largest = List.copyOf(largest);
  }

  /** The learned elements, by the layers that own them. */
  static Cost ofParameters(Network network) {
    Map<String, Long> elements = new HashMap<>();
    network
        .parameters()
        .forEach(p -> elements.put(p.path(), p.type().shape().elements().constant()));
    List<Share> shares = new ArrayList<>();
    collect(network.root(), elements, shares);
    return new Cost(network.parameterCount(), shares, List.of());
  }

  private static void collect(Network.Layer layer, Map<String, Long> elements, List<Share> shares) {
    long own = layer.parameters().stream().mapToLong(path -> elements.getOrDefault(path, 0L)).sum();
    if (own > 0) {
      String name =
          layer.path().isEmpty() ? "the network itself" : named(layer.path(), layer.type());
      shares.add(new Share(name, own));
    }
    layer.children().forEach(child -> collect(child, elements, shares));
  }

  /** The multiply-adds of a forward pass, by what does them. */
  static Cost ofMultiplyAdds(Network network, Sizes sizes) {
    List<Share> shares = new ArrayList<>();
    for (Network.Application application : MultiplyAdds.innermost(network)) {
      shares.add(
          new Share(
              named(application.name(), application.type()),
              known(application.multiplyAdds(), sizes)));
    }
    return new Cost(known(MultiplyAdds.of(network), sizes), shares, List.of());
  }

  private static long known(Dim dim, Sizes sizes) {
    OptionalLong value = sizes.evaluate(dim);
    return value.orElseThrow(() -> new IllegalArgumentException("unknown size in " + dim));
  }

  /** Bytes, by what they are for. */
  static Cost of(Memory memory) {
    List<Share> shares = new ArrayList<>();
    memory
        .parts()
        .forEach((part, bytes) -> shares.add(new Share(part.toString(), bytes.orElseThrow())));
    return new Cost(memory.total().orElseThrow(), shares, memory.largest());
  }

  private static String named(String name, String type) {
    return name.equals(type) ? "`" + name + "`" : "`" + name + "` (" + type + ")";
  }
}
