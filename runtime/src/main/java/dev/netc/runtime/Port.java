package dev.netc.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An input, a target or an output of a network, with its type and shape.
 *
 * @param name the name in the {@code .net} file
 * @param type the type of its elements
 * @param shape one text for each axis: a number such as {@code 32}, the name of a size that is free
 *     at run time such as {@code N}, or an expression of such names
 */
public record Port(String name, ElementType type, List<String> shape) {
  /** A port; the shape is copied. */
  public Port {
    shape = List.copyOf(shape);
  }

  /** A port with its axes listed: {@code Port.of("image", ElementType.FLOAT, "N", "1", "28")}. */
  public static Port of(String name, ElementType type, String... shape) {
    return new Port(name, type, List.of(shape));
  }

  /** The size of an axis, or empty if it is free at run time. */
  public OptionalInt size(int axis) {
    String text = shape.get(axis);
    return text.chars().allMatch(Character::isDigit)
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /**
   * Checks one tensor for each port: type, rank, fixed sizes, and that a free size is the same
   * wherever its name appears.
   *
   * @return the free sizes by name
   * @throws IllegalArgumentException naming the port, what it expects and what it was given
   */
  public static Map<String, Integer> check(List<Port> ports, List<Tensor> tensors) {
    if (ports.size() != tensors.size()) {
      throw new IllegalArgumentException(
          "expected " + ports.size() + " tensors " + ports + ", got " + tensors.size());
    }
    Map<String, Integer> free = new HashMap<>();
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).check(tensors.get(i), free);
    }
    return free;
  }

  private void check(Tensor tensor, Map<String, Integer> free) {
    if (tensor.type() != type || tensor.rank() != shape.size()) {
      throw mismatch(tensor, "");
    }
    for (int axis = 0; axis < shape.size(); axis++) {
      OptionalInt fixed = size(axis);
      int given = tensor.size(axis);
      if (fixed.isPresent()) {
        if (fixed.getAsInt() != given) {
          throw mismatch(tensor, "");
        }
        continue;
      }
      Integer before = free.putIfAbsent(shape.get(axis), given);
      if (before != null && before != given) {
        throw mismatch(tensor, ", and " + shape.get(axis) + " is already " + before);
      }
    }
  }

  private IllegalArgumentException mismatch(Tensor tensor, String reason) {
    return new IllegalArgumentException("expected " + this + ", got " + tensor.describe() + reason);
  }

  /** As declared: {@code image: float[N, 1, 28, 28]}. */
  @Override
  public String toString() {
    return name + ": " + type + shape;
  }
}
