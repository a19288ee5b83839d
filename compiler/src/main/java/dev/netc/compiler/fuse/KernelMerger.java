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
  private final List<Placed> kernels = new ArrayList<>();
  private final Map<Value, Integer> writers = new HashMap<>();

  /** Makes one kernel of two, the second of which reads results of the first. */
  interface Joint {
    Optional<Kernel> join(Kernel first, Kernel second);
  }

  /** A kernel of the list, and what it says of itself, which is asked often. */
  private record Placed(Kernel kernel, List<Value> reads, List<Value> results) {
    static Placed of(Kernel kernel) {
      return new Placed(kernel, kernel.reads(), kernel.results());
    }
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
    return merger.kernels.stream().map(Placed::kernel).toList();
  }

  private void add(Kernel kernel) {
    Placed grown = Placed.of(kernel);
    Set<Integer> sources = sources(grown);
    Set<Integer> refused = new HashSet<>();
    for (Optional<Merged> both = near(grown, sources, refused);
        both.isPresent();
        both = near(grown, sources, refused)) {
      remove(both.get().position());
      grown = Placed.of(both.get().kernel());
      sources = sources(grown);
      refused.clear();
    }
    Optional<Merged> both = source(grown, sources, refused);
    if (both.isPresent()) {
      put(both.get().position(), Placed.of(both.get().kernel()));
    } else {
      kernels.add(grown);
      put(kernels.size() - 1, grown);
    }
  }

  private void put(int position, Placed kernel) {
    kernels.set(position, kernel);
    kernel.results().forEach(result -> writers.put(result, position));
  }

  private void remove(int position) {
    kernels.remove(position);
    for (int i = position; i < kernels.size(); i++) {
      put(i, kernels.get(i));
    }
  }

  /** The positions of the kernels whose results a kernel reads. */
  private Set<Integer> sources(Placed kernel) {
    Set<Integer> sources = new HashSet<>();
    for (Value read : kernel.reads()) {
      Integer writer = writers.get(read);
      if (writer != null) {
        sources.add(writer);
      }
    }
    return sources;
  }

  /**
   * With a kernel shortly before whose results are not read between.
   *
   * @param refused gets the positions of those that cannot be joined
   */
  private Optional<Merged> near(Placed second, Set<Integer> sources, Set<Integer> refused) {
    int last = kernels.size() - 1;
    int nearest = Math.max(0, last - FARTHEST_PARTNER);
    int earliest =
        sources.stream().mapToInt(i -> i).filter(i -> i >= nearest).min().orElse(kernels.size());
    Set<Value> readBetween = new HashSet<>();
    for (int i = last; i >= earliest; i--) {
      Placed first = kernels.get(i);
      if (sources.contains(i) && first.results().stream().noneMatch(readBetween::contains)) {
        Optional<Kernel> both = joint.join(first.kernel(), second.kernel());
        if (both.isPresent()) {
          return Optional.of(new Merged(i, both.get()));
        }
        refused.add(i);
      }
      readBetween.addAll(first.reads());
    }
    return Optional.empty();
  }

  /** With the kernel behind which all is known that the second reads. */
  private Optional<Merged> source(Placed second, Set<Integer> sources, Set<Integer> refused) {
    int latest = sources.stream().mapToInt(i -> i).max().orElse(-1);
    return latest < 0 || refused.contains(latest)
        ? Optional.empty()
        : joint
            .join(kernels.get(latest).kernel(), second.kernel())
            .map(kernel -> new Merged(latest, kernel));
  }
}
