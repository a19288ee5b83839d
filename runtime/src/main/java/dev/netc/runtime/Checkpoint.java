package dev.netc.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A model's parameters and buffers in a safetensors file, under the names of a state_dict. */
final class Checkpoint {
  private Checkpoint() {}

  static void save(Model model, Path file) {
    // The mark by which Hugging Face's tools know tensors in PyTorch's layout.
    Safetensors.write(file, tensors(model), Map.of("format", "pt"));
  }

  /** Loads all or nothing: what is wrong is found before anything is written. */
  static void load(Model model, Path file) {
    Map<String, Tensor> wanted = tensors(model);
    Map<String, Tensor> found = Safetensors.read(file).tensors();
    List<String> problems = new ArrayList<>();
    wanted.forEach(
        (name, tensor) -> {
          Tensor given = found.get(name);
          if (given == null) {
            problems.add("missing: " + name + " " + tensor.describe());
          } else if (!fits(given, tensor)) {
            problems.add(
                "different: "
                    + name
                    + " is "
                    + given.describe()
                    + " in the file, "
                    + tensor.describe()
                    + " in the model");
          }
        });
    found.forEach(
        (name, tensor) -> {
          if (!wanted.containsKey(name)) {
            problems.add("unexpected: " + name + " " + tensor.describe());
          }
        });
    if (!problems.isEmpty()) {
      throw new CheckpointException(
          file + " does not fit the model:\n  " + String.join("\n  ", problems));
    }
    wanted.forEach(
        (name, tensor) -> {
          Tensor given = Objects.requireNonNull(found.get(name));
          tensor.copyFrom(converted(given, tensor.type()));
        });
  }

  private static Map<String, Tensor> tensors(Model model) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    model.parameters().forEach(parameter -> tensors.put(parameter.name(), parameter.value()));
    model.buffers().forEach(buffer -> tensors.put(buffer.name(), buffer.value()));
    return tensors;
  }

  private static boolean fits(Tensor given, Tensor wanted) {
    boolean sameKind =
        given.type() == wanted.type() || (given.type().isFloating() && wanted.type().isFloating());
    return sameKind && Arrays.equals(given.shape(), wanted.shape());
  }

  /** The same floating numbers in the model's type, rounded where it is the smaller one. */
  private static Tensor converted(Tensor given, ElementType type) {
    if (given.type() == type) {
      return given;
    }
    Tensor converted = Tensor.zeros(type, given.shape());
    for (int i = 0; i < given.numel(); i++) {
      if (type == ElementType.FLOAT) {
        converted.floatStorage()[i] = (float) given.element(i);
      } else {
        converted.doubleStorage()[i] = given.element(i);
      }
    }
    return converted;
  }
}
