package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one loop of two over the same elements, if the second uses the first's results at the same
 * place only: so the slope of a function is computed beside its value.
 */
final class LoopMerger implements KernelMerger.Joint {
  /** Enough for every optimizer, and far from the size at which the JIT gives a method up. */
  static final int MOST_EXPRESSIONS = 120;

  private final Set<Value> stored;

  /**
   * @param stored the values that have memory
   */
  LoopMerger(Set<Value> stored) {
    this.stored = new HashSet<>(stored);
  }

  @Override
  public Optional<Kernel> join(Kernel first, Kernel second) {
    return first instanceof Kernel.Loop one
            && second instanceof Kernel.Loop other
            && fits(one, other)
        ? Optional.of(both(one, other)).filter(Blocking::isCheap).map(loop -> loop)
        : Optional.empty();
  }

  private Kernel.Loop both(Kernel first, Kernel second) {
    List<Value> values = new ArrayList<>(first.results());
    values.addAll(second.results());
    // Within the loop they are computed, everywhere else they are read.
    values.forEach(stored::remove);
    Kernel.Loop loop = LoopForm.loop(values, stored);
    stored.addAll(values);
    return loop;
  }

  private static boolean fits(Kernel.Loop first, Kernel.Loop second) {
    if (!elements(first).equals(elements(second))
        || size(first) + size(second) > MOST_EXPRESSIONS) {
      return false;
    }
    Index place = place(second);
    List<Value> results = first.results();
    List<Expression.Load> elsewhere = new ArrayList<>();
    for (Kernel.Store store : second.stores()) {
      Expressions.loads(
          store.element(),
          load -> {
            if (results.contains(load.value()) && !load.at().equals(place)) {
              elsewhere.add(load);
            }
          });
    }
    return elsewhere.isEmpty();
  }

  static int size(Kernel.Loop loop) {
    int[] count = {0};
    loop.stores().forEach(store -> Expressions.forEach(store.element(), part -> count[0]++));
    return count[0];
  }

  private static Dim elements(Kernel.Loop loop) {
    return space(loop).elements();
  }

  /** The row-major position in what a loop goes over. */
  private static Index place(Kernel.Loop loop) {
    return Index.linear(ExpressionBuilder.counters(loop.axes()), space(loop));
  }

  private static Shape space(Kernel.Loop loop) {
    return new Shape(loop.axes().stream().map(Axis::extent).toList());
  }
}
