package dev.netc.frontend;

import dev.netc.compiler.cost.Limits;
import dev.netc.compiler.cost.Measure;
import dev.netc.compiler.cost.Quantity;
import java.util.EnumMap;
import java.util.Map;

/** What networks may cost, as users write it in options: {@code 12M}, {@code 64MiB}. */
public final class BudgetLimits {
  private final Map<Measure, Quantity> most = new EnumMap<>(Measure.class);

  /**
   * Adds a limit.
   *
   * @param option how the user calls it
   * @param text what the user wrote
   * @throws UsageException if that is no quantity
   */
  public void add(Measure measure, String option, String text) {
    String example = measure.isBytes() ? "64MiB" : "12M";
    Quantity quantity =
        Quantity.parse(text)
            .orElseThrow(
                () ->
                    new UsageException(
                        "%s: `%s` is no number such as %s".formatted(option, text, example)));
    if (quantity.bytes() && !measure.isBytes()) {
      throw new UsageException(
          "%s is a number such as %s, not a size in bytes".formatted(option, example));
    }
    most.put(measure, quantity);
  }

  /** The limits for the compiler, which hold for these sizes. */
  public Limits at(long batch, Map<String, Long> sizes) {
    return new Limits(most, batch, sizes);
  }
}
