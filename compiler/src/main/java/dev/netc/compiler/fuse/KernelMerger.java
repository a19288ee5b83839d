package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins kernels of a list with earlier ones. What two become stands where the second stood, if
 * nothing between them uses the first's results, or else where the first stood, if all that the
 * second reads is known there.
 */
final class KernelMerger {
  private static final int FARTHEST_PARTNER = 8;

  private final Joint joint;
  private final List<Kernel> kernels = new ArrayList<>();
  private final Map<Value, Integer> writers = new HashMap<>();

  /** Makes one kernel of two, the second of which reads results of the first. */
  interface Joint {
    Optional<Kernel> join(Kernel first, Kernel second);
  }

  private record Merged(int position, Kernel kernel) {}

  private KernelMerger(Joint joint) {
    this.joint = joint;
  }

  /**
   * @param kernels in the order in which they run
   */
  static List<Kernel> merged(List<Kernel> kernels, Joint joint) {
    KernelMerger merger = new KernelMerger(joint);
    kernels.forEach(merger::add);
    return merger.kernels;
  }

  private void add(Kernel kernel) {
    Kernel grown = kernel;
    for (Optional<Merged> both = near(grown); both.isPresent(); both = near(grown)) {
      remove(both.get().position());
      grown = both.get().kernel();
    }
    Optional<Merged> both = source(grown);
    if (both.isPresent()) {
      put(both.get().position(), both.get().kernel());
    } else {
      kernels.add(grown);
      put(kernels.size() - 1, grown);
    }
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

  /** With a kernel shortly before whose results are not read between. */
  private Optional<Merged> near(Kernel second) {
    Set<Integer> sources = new HashSet<>();
    second.reads().forEach(read -> sources.add(writers.getOrDefault(read, -1)));
    Set<Value> readBetween = new HashSet<>();
    int last = kernels.size() - 1;
    for (int i = last; i >= Math.max(0, last - FARTHEST_PARTNER); i--) {
      Kernel first = kernels.get(i);
      if (sources.contains(i) && first.results().stream().noneMatch(readBetween::contains)) {
        Optional<Kernel> both = joined(first, second);
        if (both.isPresent()) {
          return Optional.of(new Merged(i, both.get()));
        }
      }
      readBetween.addAll(first.reads());
    }
    return Optional.empty();
  }

  /** With the kernel behind which all is known that the second reads. */
  private Optional<Merged> source(Kernel second) {
    int latest =
        second.reads().stream().mapToInt(read -> writers.getOrDefault(read, -1)).max().orElse(-1);
    return latest < 0
        ? Optional.empty()
        : joined(kernels.get(latest), second).map(kernel -> new Merged(latest, kernel));
  }

  private Optional<Kernel> joined(Kernel first, Kernel second) {
    Set<Value> results = new HashSet<>(first.results());
    return second.reads().stream().anyMatch(results::contains)
        ? joint.join(first, second)
        : Optional.empty();
  }
}
