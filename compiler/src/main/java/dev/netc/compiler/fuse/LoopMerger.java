package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Makes one loop of loops over the same elements, if the second uses the first's results at the
 * same place only. It stands where the second stood, if nothing between them uses those results, or
 * else where the first stood, if all that the second reads is known there: so the slope of a
 * function is computed beside its value.
 */
final class LoopMerger {
  /** Enough for every optimizer, and far from the size at which the JIT gives a method up. */
  private static final int MOST_EXPRESSIONS = 120;

  private static final int FARTHEST_PARTNER = 8;

  private final Set<Value> stored;
  private final List<Kernel> kernels = new ArrayList<>();
  private final Map<Value, Integer> writers = new HashMap<>();

  private LoopMerger(Set<Value> stored) {
    this.stored = new HashSet<>(stored);
  }

  /**
   * @param kernels in the order in which they run
   * @param stored the values that have memory
   */
  static List<Kernel> merged(List<Kernel> kernels, Set<Value> stored) {
    LoopMerger merger = new LoopMerger(stored);
    kernels.forEach(merger::add);
    return merger.kernels;
  }

  private void add(Kernel kernel) {
    Kernel grown = kernel;
    while (grown instanceof Kernel.Loop loop) {
      OptionalInt partner = near(loop);
      if (partner.isEmpty()) {
        break;
      }
      Kernel.Loop both = both(kernels.get(partner.getAsInt()), loop);
      if (!Blocking.isCheap(both)) {
        break;
      }
      remove(partner.getAsInt());
      grown = both;
    }
    if (grown instanceof Kernel.Loop loop) {
      OptionalInt partner = source(loop);
      if (partner.isPresent()) {
        Kernel.Loop both = both(kernels.get(partner.getAsInt()), loop);
        if (Blocking.isCheap(both)) {
          put(partner.getAsInt(), both);
          return;
        }
      }
    }
    kernels.add(grown);
    put(kernels.size() - 1, grown);
  }

  private void put(int position, Kernel kernel) {
    kernels.set(position, kernel);
    kernel.results().forEach(result -> writers.put(result, position));
  }

  private void remove(int position) {
    kernels.remove(position);
    for (int i = position; i < kernels.size(); i++) {
      put(i, kernels.get(i));
    }
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

  /** A loop shortly before whose results are not read between. */
  private OptionalInt near(Kernel.Loop second) {
    Set<Value> readBetween = new HashSet<>();
    int last = kernels.size() - 1;
    for (int i = last; i >= Math.max(0, last - FARTHEST_PARTNER); i--) {
      if (kernels.get(i) instanceof Kernel.Loop first
          && first.results().stream().noneMatch(readBetween::contains)
          && fits(first, second)) {
        return OptionalInt.of(i);
      }
      readBetween.addAll(kernels.get(i).reads());
    }
    return OptionalInt.empty();
  }

  /** The loop behind which all is known that another one reads. */
  private OptionalInt source(Kernel.Loop second) {
    int latest =
        second.reads().stream().mapToInt(read -> writers.getOrDefault(read, -1)).max().orElse(-1);
    return latest >= 0 && kernels.get(latest) instanceof Kernel.Loop first && fits(first, second)
        ? OptionalInt.of(latest)
        : OptionalInt.empty();
  }

  private static boolean fits(Kernel.Loop first, Kernel.Loop second) {
    if (second.reads().stream().noneMatch(first.results()::contains)
        || !elements(first).equals(elements(second))
        || size(first) + size(second) > MOST_EXPRESSIONS) {
      return false;
    }
    Index place = place(second);
    List<Expression.Load> elsewhere = new ArrayList<>();
    for (Kernel.Store store : second.stores()) {
      Expressions.loads(
          store.element(),
          load -> {
            if (first.results().contains(load.value()) && !load.at().equals(place)) {
              elsewhere.add(load);
            }
          });
    }
    return elsewhere.isEmpty();
  }

  private static int size(Kernel.Loop loop) {
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
