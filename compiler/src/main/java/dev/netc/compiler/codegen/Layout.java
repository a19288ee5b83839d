package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each parameter and buffer lies: those of one element type one after another in one array,
 * in declaration order. Gradients lie as the parameters do.
 */
final class Layout {
  private final Map<String, Long> offsets = new HashMap<>();
  private final Map<String, ElementType> types = new HashMap<>();
  private final Map<ElementType, Long> parameterElements = new EnumMap<>(ElementType.class);
  private final Map<ElementType, Long> bufferElements = new EnumMap<>(ElementType.class);

  Layout(Network network) {
    for (Network.Parameter parameter : inOrder(network)) {
      place(Op.Role.PARAMETER, parameter.path(), parameter.type(), parameterElements);
    }
    for (Network.Buffer buffer : network.buffers()) {
      place(Op.Role.BUFFER, buffer.path(), buffer.type(), bufferElements);
    }
  }

  /**
   * The parameters as they lie in the array: in declaration order, unless the optimizer groups
   * them.
   */
  private static List<Network.Parameter> inOrder(Network network) {
    List<Network.Parameter> parameters = new ArrayList<>(network.parameters());
    Map<String, Integer> positions = new HashMap<>();
    network
        .optimizer()
        .ifPresent(optimizer -> optimizer.order().forEach(p -> positions.put(p, positions.size())));
    parameters.sort(Comparator.comparingInt(p -> positions.getOrDefault(p.path(), -1)));
    return parameters;
  }

  private void place(Op.Role role, String path, TensorType type, Map<ElementType, Long> sizes) {
    long start = sizes.getOrDefault(type.element(), 0L);
    offsets.put(role + path, start);
    types.put(role + path, type.element());
    long end = Math.addExact(start, type.shape().elements().constant());
    if (end > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the parameters are more than a Java array can hold");
    }
    sizes.put(type.element(), end);
  }

  /** The elements of all parameters by type; only types that occur. */
  Map<ElementType, Long> parameterElements() {
    return parameterElements;
  }

  /** The elements of all buffers by type; only types that occur. */
  Map<ElementType, Long> bufferElements() {
    return bufferElements;
  }

  /** Where a parameter, its gradient, or a buffer lies. */
  ArrayReference of(Op.Role role, String path) {
    String key = (role == Op.Role.BUFFER ? Op.Role.BUFFER : Op.Role.PARAMETER) + path;
    Long offset = offsets.get(key);
    if (offset == null) {
      throw new IllegalArgumentException("no " + role + " " + path);
    }
    return ArrayReference.part(field(role, requireNonNull(types.get(key))), offset);
  }

  /** The field of all parameters, gradients or buffers of a type. */
  static String field(Op.Role role, ElementType type) {
    String name =
        switch (role) {
          case PARAMETER -> "weights";
          case GRADIENT -> "gradients";
          case BUFFER -> "buffers";
          case HYPERPARAMETER -> "settings";
          case INPUT, TARGET, UPSTREAM, STATE, RANDOM, CARRY, ITEM, GIVEN ->
              throw new IllegalArgumentException(role.toString());
        };
    return type == ElementType.FLOAT
        ? name
        : type.toString() + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
