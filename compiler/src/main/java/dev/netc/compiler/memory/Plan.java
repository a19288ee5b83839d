package dev.netc.compiler.memory;

import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 */
public record Plan(
    Schedule schedule,
    List<Slot> slots,
    Map<Value, Place> places,
    List<Copy> saves,
    List<Copy> commits,
    Map<Kernel.Rounds, Plan> bodies) {
  /** A copy between a value's place and a kept tensor. */
  public record Copy(Phase phase, Value value, Place.InArray kept) {}

  public Plan {
    slots = List.copyOf(slots);
    places = Map.copyOf(places);
    saves = List.copyOf(saves);
    commits = List.copyOf(commits);
    bodies = Collections.unmodifiableMap(new LinkedHashMap<>(bodies));
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
    return allSlots().map(slot -> slot.bytes(free)).reduce(0L, Math::addExact);
  }

  /** The slots of this plan and of all bodies. */
  public Stream<Slot> allSlots() {
    return Stream.concat(slots.stream(), bodies.values().stream().flatMap(Plan::allSlots));
  }
}
