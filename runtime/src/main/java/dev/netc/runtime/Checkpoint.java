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

  /** What tensors come from, in words. */
  record Source(String name, String kind) {}

  static void save(Model model, Path file) {
    // The mark by which Hugging Face's tools know tensors in PyTorch's layout.
    Safetensors.write(file, tensors(model), Map.of("format", "pt"));
  }

  /** Loads all or nothing: what is wrong is found before anything is written. */
  static void load(Model model, Path file) {
    load(tensors(model), file, "model");
  }

  /**
   * As {@link #load(Model, Path)}.
   *
   * @param subject what the wanted tensors belong to, for messages
   */
  static void load(Map<String, Tensor> wanted, Path file, String subject) {
    Safetensors read = Safetensors.read(file);
    if (TrainerCheckpoint.isOne(read)) {
      throw new CheckpointException(
          file + " is the checkpoint of a trainer: Trainer.load reads it");
    }
    Map<String, Tensor> found = read.tensors();
    check(wanted, found, new Source(file.toString(), "file"), subject);
    wanted.forEach((name, tensor) -> copy(Objects.requireNonNull(found.get(name)), tensor));
  }

  /**
   * Refuses tensors that are not those wanted.
   *
   * @param subject what they are for
   * @throws CheckpointException that lists what is missing, unexpected, or of another shape or type
   */
  static void check(
      Map<String, Tensor> wanted, Map<String, Tensor> found, Source source, String subject) {
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
                    + " in the "
                    + source.kind()
                    + ", "
                    + tensor.describe()
                    + " in the "
                    + subject);
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
          source.name() + " does not fit the " + subject + ":\n  " + String.join("\n  ", problems));
    }
  }

  /** Overwrites a tensor with one that fits. */
  static void copy(Tensor found, Tensor wanted) {
    wanted.copyFrom(converted(found, wanted.type()));
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
