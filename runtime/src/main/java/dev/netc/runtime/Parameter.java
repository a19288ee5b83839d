package dev.netc.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A named tensor of a model: a parameter, a buffer or a gradient.
 *
 * @param name the path as in a PyTorch {@code state_dict}, such as {@code layer1.0.conv1.weight}
 * @param value a view of the model's own array: writing into it changes the model
 */
public record Parameter(String name, Tensor value) {
  /**
   * All elements of some tensors, such as a model's parameters or a trainer's gradients, one after
   * another in a vector of their own: PyTorch's {@code parameters_to_vector}.
   *
   * @throws IllegalArgumentException if they are not of one element type, or none
   */
  public static Tensor toVector(List<Parameter> parameters) {
    Tensor vector = Tensor.zeros(type(parameters), count(parameters));
    for (Part part : parts(parameters, vector)) {
      part.vector().copyFrom(part.parameter());
    }
    return vector;
  }

  /**
   * Overwrites some tensors with the elements of a vector, one after another: PyTorch's {@code
   * vector_to_parameters}.
   *
   * @throws IllegalArgumentException if the vector is not of their size and element type; nothing
   *     is written then
   */
  public static void fromVector(Tensor vector, List<Parameter> parameters) {
    if (vector.type() != type(parameters) || vector.numel() != count(parameters)) {
      throw new IllegalArgumentException(
          "expected "
              + type(parameters)
              + "["
              + count(parameters)
              + "], a vector of all elements, got "
              + vector.describe());
    }
    for (Part part : parts(parameters, vector.view(vector.numel()))) {
      part.parameter().copyFrom(part.vector());
    }
  }

  /** A parameter, and its part of a vector in the parameter's shape. */
  private record Part(Tensor parameter, Tensor vector) {}

  private static List<Part> parts(List<Parameter> parameters, Tensor vector) {
    List<Part> parts = new ArrayList<>();
    int start = 0;
    for (Parameter parameter : parameters) {
      Tensor value = parameter.value();
      parts.add(new Part(value, vector.part(start, value.shape())));
      start += value.numel();
    }
    return parts;
  }

  private static int count(List<Parameter> parameters) {
    return parameters.stream().mapToInt(parameter -> parameter.value().numel()).sum();
  }

  private static ElementType type(List<Parameter> parameters) {
    Set<ElementType> types = new TreeSet<>();
    parameters.forEach(parameter -> types.add(parameter.value().type()));
    if (types.size() != 1) {
      throw new IllegalArgumentException("a vector has one element type, these have " + types);
    }
    return types.iterator().next();
  }
}
