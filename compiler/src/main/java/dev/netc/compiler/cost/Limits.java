package dev.netc.compiler.cost;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the user allows all networks to cost, beside the budgets in their files.
 *
 * @param most by what is measured
 * @param batch the size of the batch, where a budget does not say one
 * @param sizes others that are known at run time only, by name
 */
public record Limits(Map<Measure, Quantity> most, long batch, Map<String, Long> sizes) {

  /** Nothing is limited, and a batch has one sample. */
  public static final Limits NONE = new Limits(Map.of(), 1, Map.of());

  /** Keeps its own copies. */
  public Limits {
    Map<Measure, Quantity> ordered = new EnumMap<>(Measure.class);
    ordered.putAll(most);
    most = Collections.unmodifiableMap(ordered);
    sizes = Map.copyOf(sizes);
  }
}
