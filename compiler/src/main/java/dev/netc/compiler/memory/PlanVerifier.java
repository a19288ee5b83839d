package dev.netc.compiler.memory;

import dev.netc.compiler.ir.Value;

/** Checks that no two values in use at the same time share memory. */
final class PlanVerifier {
  private PlanVerifier() {}

  /**
   * Always true, so that it may stand in an {@code assert}.
   *
   * @throws IllegalStateException naming the two values that overlap, or the one that does not fit
   */
  static boolean verify(Plan plan, LiveRanges live) {
    for (Slot slot : plan.slots()) {
      Times busy = new Times();
      for (Value value : slot.values()) {
        Times range = live.of(value);
        if (busy.intersects(range)) {
          throw new IllegalStateException(value + " overlaps another value in slot " + slot.id());
        }
        boolean fits =
            slot.sizes().stream()
                .anyMatch(size -> size.minus(value.shape().elements()).isAtLeast(0));
        if (!fits) {
          throw new IllegalStateException(value + " does not fit in slot " + slot.id());
        }
        busy.addAll(range);
      }
    }
    return true;
  }
}
