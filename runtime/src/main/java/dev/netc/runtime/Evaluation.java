package dev.netc.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@link Evaluator} found for a batch.
 *
 * @param loss the loss, reduced as the network declares it
 * @param outputs the network's outputs, in the evaluator's work space
 * @param metrics the declared metrics by name, in declaration order
 */
public record Evaluation(float loss, List<Tensor> outputs, Map<String, Float> metrics) {
  /** An evaluation; the collections are copied. */
  public Evaluation {
    outputs = List.copyOf(outputs);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
