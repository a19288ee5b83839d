package dev.netc.compiler.memory;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of times, kept as the stretches that it consists of: of a value one or two, however long.
 */
final class Times {
  /** Where each stretch begins and, exclusively, ends; they do not touch. */
  private final TreeMap<Integer, Integer> stretches = new TreeMap<>();

  /** Adds a stretch; nothing if it is empty. */
  void add(int from, int to) {
    if (from >= to) {
      return;
    }
    int start = from;
    int end = to;
    Map.Entry<Integer, Integer> near = stretches.floorEntry(to);
    while (near != null && near.getValue() >= start) {
      start = Math.min(start, near.getKey());
      end = Math.max(end, near.getValue());
      stretches.remove(near.getKey());
      near = stretches.floorEntry(to);
    }
    stretches.put(start, end);
  }

  void addAll(Times other) {
    other.stretches.forEach(this::add);
  }

  boolean contains(int time) {
    Map.Entry<Integer, Integer> stretch = stretches.floorEntry(time);
    return stretch != null && stretch.getValue() > time;
  }

  /** Whether the two have a time in common; quick if the other has few stretches. */
  boolean intersects(Times other) {
    for (Map.Entry<Integer, Integer> stretch : other.stretches.entrySet()) {
      Map.Entry<Integer, Integer> last = stretches.lowerEntry(stretch.getValue());
      if (last != null && last.getValue() > stretch.getKey()) {
        return true;
      }
    }
    return false;
  }

  /** The time behind the last one; 0 if there is none. */
  int end() {
    return stretches.isEmpty() ? 0 : stretches.lastEntry().getValue();
  }

  /** The beginnings and ends of the stretches. */
  Map<Integer, Integer> stretches() {
    return stretches;
  }

  /** This with a stretch more. */
  Times with(int from, int to) {
    Times times = new Times();
    times.addAll(this);
    times.add(from, to);
    return times;
  }
}
