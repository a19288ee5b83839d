package dev.netc.compiler.cost;

import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Samples;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Slices;
import java.util.Map;
import java.util.Optional;

/**
 * How many samples of a batch an inference takes at a time: as many as have what stands between
 * kernels fit in a core's own cache, but so many that reading all weights once more does not count,
 * and that several threads have work.
 */
public final class SliceSize {
  /** Half of what a core's second cache usually holds, or less. */
  private static final long CACHE_BYTES = 1 << 19;

  /** Samples that let threads share the work, and the lanes and panels that kernels compute by. */
  private static final long LEAST = 32;

  /**
   * How many operations take as long as it takes to read and copy a weight, when such copies may
   * take a 25th of the time.
   */
  private static final long OPERATIONS_PER_WEIGHT = 800;

  private static final long MOST = 1 << 20;

  private SliceSize() {}

  /** The slices of a plan for inference; none if its samples cannot be told apart. */
  public static Optional<Slices> of(Plan plan) {
    return plan.saves().isEmpty() && plan.commits().isEmpty()
        ? Samples.of(plan.graph()).map(size -> new Slices(size, samples(plan, size)))
        : Optional.empty();
  }

  private static int samples(Plan plan, String size) {
    Map<String, Long> one = Map.of(size, 1L);
    long bytes = plan.workspaceBytes(one);
    long weights = 0;
    for (Value input : plan.graph().inputs()) {
      long elements = input.shape().elements().evaluate(one);
      if (((Op.Input) input.op()).role() == Op.Role.INPUT) {
        bytes += elements * input.type().element().bytes();
      } else {
        weights += elements;
      }
    }
    Dim operations =
        plan.schedule().steps().stream()
            .map(Schedule.Step::kernel)
            .map(kernel -> KernelCost.of(kernel).operations())
            .reduce(Dim.ZERO, Dim::plus);
    long fitting = CACHE_BYTES / Math.max(1, bytes);
    long worth = OPERATIONS_PER_WEIGHT * weights / Math.max(1, operations.evaluate(one));
    long samples = Math.max(fitting, worth);
    return (int) Math.min(MOST, Math.max(LEAST, samples / LEAST * LEAST));
  }
}
