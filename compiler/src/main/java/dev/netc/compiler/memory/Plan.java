package dev.netc.compiler.memory;

import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A schedule of which every value has its place.
 *
 * @param places of all stored values, and of what leaves the graph
 * @param saves copies to make at the start of a phase, of kept tensors that change before they are
 *     read
 * @param commits copies to make at the end of a phase, of new values of kept tensors that could not
 *     be written in place
 * @param bodies what is run again and again; its memory is its own
 * @param slices the parts in which a batch is run, if it is not run whole
 */
public record Plan(
    Schedule schedule,
    List<Slot> slots,
    Map<Value, Place> places,
    List<Copy> saves,
    List<Copy> commits,
    Map<Kernel.Rounds, Plan> bodies,
    Optional<Slices> slices) {
  /** A copy between a value's place and a kept tensor. */
  public record Copy(Phase phase, Value value, Place.InArray kept) {}

  public Plan {
    slots = List.copyOf(slots);
    places = Map.copyOf(places);
    saves = List.copyOf(saves);
    commits = List.copyOf(commits);
    bodies = Collections.unmodifiableMap(new LinkedHashMap<>(bodies));
  }

  /** This plan for running a batch in parts. */
  public Plan inSlices(Slices parts) {
    return new Plan(schedule, slots, places, saves, commits, bodies, Optional.of(parts));
  }

  public Graph graph() {
    return schedule.graph();
  }

  /** The kernels of a phase, in order. */
  public List<Schedule.Step> steps(Phase phase) {
    return schedule.steps().stream().filter(step -> step.phase() == phase).toList();
  }

  /** The place of a stored value or of one that leaves the graph. */
  public Place place(Value value) {
    Place place = places.get(value);
    if (place == null) {
      throw new IllegalArgumentException(value + " is not stored");
    }
    return place;
  }

  /** The bytes of the work space for given values of the free names, such as {@code N}. */
  public long workspaceBytes(Map<String, Long> free) {
    return allSlots().map(slot -> slot.bytes(sizes(slot, free))).reduce(0L, Math::addExact);
  }

  /** Those of the free names for a slot, which may hold what belongs to a slice only. */
  public Map<String, Long> sizes(Slot slot, Map<String, Long> free) {
    if (slices.isEmpty() || isWhole(slot)) {
      return free;
    }
    Map<String, Long> sizes = new HashMap<>(free);
    sizes.computeIfPresent(
        slices.get().size(), (name, size) -> Math.min(size, slices.get().samples()));
    return sizes;
  }

  /** Whether a slot holds what the caller sees, and so the whole batch in any case. */
  public boolean isWhole(Slot slot) {
    return graph().outputs().stream()
        .anyMatch(output -> slot.values().contains(schedule.stored(output)));
  }

  /** The slots of this plan and of all bodies. */
  public Stream<Slot> allSlots() {
    return Stream.concat(slots.stream(), bodies.values().stream().flatMap(Plan::allSlots));
  }
}
