package dev.netc.compiler.cost;

import dev.netc.compiler.diagnostics.NearNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a budget can limit. */
public enum Measure {
  /** The learned elements. */
  PARAMETERS,
  /** The multiply-adds of one forward pass. */
  MACS,
  /** The bytes that training takes; of a network that cannot be trained, those of predicting. */
  MEMORY,
  /** The bytes that predicting takes. */
  PREDICT_MEMORY;

  /** What tools call the same. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "params", "parameters",
          "weights", "parameters",
          "flops", "macs",
          "mult_adds", "macs",
          "multiply_adds", "macs",
          "ram", "memory",
          "inference_memory", "predict_memory",
          "train_memory", "memory",
          "training_memory", "memory");

  /** The measure of a name. */
  public static Optional<Measure> of(String name) {
    return Stream.of(values()).filter(measure -> measure.word().equals(name)).findFirst();
  }

  /** The name that somebody may have meant by another. */
  static Optional<String> near(String word) {
    String meant = OTHERS.get(word.toLowerCase(Locale.ROOT));
    return meant != null ? Optional.of(meant) : NearNames.of(word, words()).stream().findFirst();
  }

  /** The names of all measures. */
  public static List<String> words() {
    return Stream.of(values()).map(Measure::word).toList();
  }

  /** How a budget calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is measured in bytes. */
  public boolean isBytes() {
    return this == MEMORY || this == PREDICT_MEMORY;
  }
}
