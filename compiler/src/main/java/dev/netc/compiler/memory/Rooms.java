package dev.netc.compiler.memory;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Slots in the making. Time goes on while they are filled, so that those that are free at the
 * moment are found without looking at the many that are not.
 */
final class Rooms {
  private final List<Room> all = new ArrayList<>();

  /** Those that are free at the moment, by type and size. */
  private final Map<ElementType, NavigableMap<Long, SortedSet<Room>>> free =
      new EnumMap<>(ElementType.class);

  /** When rooms become free or busy. */
  private final PriorityQueue<Change> changes =
      new PriorityQueue<>(Comparator.comparingInt(Change::time));

  private int now;

  private record Change(int time, Room room) {}

  /** One slot in the making. */
  static final class Room {
    final int id;
    final ElementType type;
    final List<Dim> sizes = new ArrayList<>();
    final List<Value> values = new ArrayList<>();
    private final Times busy = new Times();
    private long estimate;

    private Room(int id, ElementType type) {
      this.id = id;
      this.type = type;
    }

    boolean isFree(Times times) {
      return !busy.intersects(times);
    }

    private void add(Value value) {
      Dim size = value.shape().elements();
      boolean fits = sizes.stream().anyMatch(other -> other.minus(size).isAtLeast(0));
      if (!fits) {
        sizes.removeIf(other -> size.minus(other).isAtLeast(0));
        sizes.add(size);
        estimate = sizes.stream().mapToLong(Rooms::estimate).max().orElse(0);
      }
      values.add(value);
    }
  }

  List<Room> all() {
    return Collections.unmodifiableList(all);
  }

  Room get(int id) {
    return all.get(id);
  }

  /** Goes on to a time. */
  void advance(int time) {
    now = time;
    while (!changes.isEmpty() && changes.element().time() <= time) {
      place(changes.remove().room());
    }
  }

  /** Gives a value the free room whose size fits best, or a new one. */
  Room settle(Value value, Times times) {
    long size = estimate(value.shape().elements());
    ElementType type = value.type().element();
    Room fitting = times.contains(now) ? freeNow(type, size, times) : anyFree(type, size, times);
    if (fitting == null) {
      fitting = new Room(all.size(), type);
      all.add(fitting);
    }
    take(fitting, value, times);
    return fitting;
  }

  /** Puts a value into a room that is free at its times. */
  void take(Room room, Value value, Times times) {
    withdraw(room);
    room.add(value);
    room.busy.addAll(times);
    times
        .stretches()
        .forEach(
            (from, to) -> {
              changes.add(new Change(from, room));
              changes.add(new Change(to, room));
            });
    place(room);
  }

  /** Puts a room among those that are free at the moment, or takes it from them. */
  private void place(Room room) {
    if (room.busy.contains(now)) {
      withdraw(room);
    } else {
      free.computeIfAbsent(room.type, type -> new TreeMap<>())
          .computeIfAbsent(
              room.estimate, size -> new TreeSet<>(Comparator.comparingInt((Room r) -> r.id)))
          .add(room);
    }
  }

  private void withdraw(Room room) {
    NavigableMap<Long, SortedSet<Room>> bySize = free.get(room.type);
    SortedSet<Room> alike = bySize == null ? null : bySize.get(room.estimate);
    if (bySize != null && alike != null) {
      alike.remove(room);
      if (alike.isEmpty()) {
        bySize.remove(room.estimate);
      }
    }
  }

  /** The smallest that is large enough, else the largest; the first of equals. */
  private @Nullable Room freeNow(ElementType type, long size, Times times) {
    NavigableMap<Long, SortedSet<Room>> bySize = free.get(type);
    if (bySize == null) {
      return null;
    }
    Room fitting = first(bySize.tailMap(size, true), times);
    return fitting == null ? first(bySize.headMap(size, false).descendingMap(), times) : fitting;
  }

  private static @Nullable Room first(Map<Long, SortedSet<Room>> bySize, Times times) {
    for (SortedSet<Room> alike : bySize.values()) {
      for (Room room : alike) {
        if (room.isFree(times)) {
          return room;
        }
      }
    }
    return null;
  }

  /** The same for times that do not begin now. */
  private @Nullable Room anyFree(ElementType type, long size, Times times) {
    Comparator<Room> fit =
        Comparator.<Room>comparingInt(room -> room.estimate >= size ? 0 : 1)
            .thenComparingLong(room -> Math.abs(room.estimate - size));
    return all.stream()
        .filter(room -> room.type == type && room.isFree(times))
        .min(fit)
        .orElse(null);
  }

  /** A size for comparing, with a guess for what is known at run time only. */
  private static long estimate(Dim size) {
    Map<String, Long> guess = new HashMap<>();
    size.freeNames().forEach(name -> guess.put(name, 32L));
    return size.evaluate(guess);
  }
}
