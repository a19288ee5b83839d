package dev.netc.compiler.memory;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Gives places to the values of a schedule, so that memory is used again as soon as it is free. */
public final class Planner {
  private final Schedule schedule;
  private final LiveRanges live;
  private final List<Room> rooms = new ArrayList<>();
  private final Map<Value, Place> places = new LinkedHashMap<>();
  private final List<Plan.Copy> saves = new ArrayList<>();
  private final List<Plan.Copy> commits = new ArrayList<>();

  /** A slot in the making. */
  private static final class Room {
    final int id;
    final ElementType type;
    final List<Dim> sizes = new ArrayList<>();
    final List<Value> values = new ArrayList<>();
    final BitSet busy = new BitSet();

    Room(int id, ElementType type) {
      this.id = id;
      this.type = type;
    }

    long estimate() {
      return sizes.stream().mapToLong(Planner::estimate).max().orElse(0);
    }

    void take(Value value, BitSet range) {
      Dim size = value.shape().elements();
      boolean fits = sizes.stream().anyMatch(other -> other.minus(size).isAtLeast(0));
      if (!fits) {
        sizes.removeIf(other -> size.minus(other).isAtLeast(0));
        sizes.add(size);
      }
      values.add(value);
      busy.or(range);
    }
  }

  private Planner(Schedule schedule) {
    this.schedule = schedule;
    this.live = new LiveRanges(schedule);
  }

  public static Plan plan(Schedule schedule) {
    Planner planner = new Planner(schedule);
    planner.placeInputs();
    planner.placeKept();
    planner.placeResults();
    planner.placeAliases();
    List<Slot> slots =
        planner.rooms.stream()
            .map(room -> new Slot(room.id, room.type, room.sizes, room.values))
            .toList();
    Map<Kernel.Rounds, Plan> bodies = new LinkedHashMap<>();
    for (Schedule.Step step : schedule.steps()) {
      if (step.kernel() instanceof Kernel.Rounds rounds) {
        bodies.put(rounds, plan(rounds.body()));
      }
    }
    Plan plan = new Plan(schedule, slots, planner.places, planner.saves, planner.commits, bodies);
    assert PlanVerifier.verify(plan, planner.live);
    return plan;
  }

  private void placeInputs() {
    Map<String, Value> inputs = schedule.graph().inputs(Op.Role.INPUT);
    for (Value value : schedule.graph().inputs()) {
      Op.Input input = (Op.Input) value.op();
      switch (input.role()) {
        case INPUT, TARGET, UPSTREAM, CARRY, ITEM -> {
          if (live.isUsed(value)) {
            settle(value, live.of(value));
          }
        }
        case GRADIENT -> {
          if (inputs.containsKey(input.name())) {
            settle(value, live.of(value));
          } else {
            places.put(value, new Place.InArray(Op.Role.GRADIENT, input.name()));
          }
        }
        case BUFFER -> placeBuffer(value, new Place.InArray(Op.Role.BUFFER, input.name()));
        case PARAMETER, STATE, HYPERPARAMETER, RANDOM, GIVEN ->
            places.put(value, new Place.InArray(input.role(), input.name()));
      }
    }
  }

  /** What later phases read of a buffer that the forward phase changes is saved before. */
  private void placeBuffer(Value value, Place.InArray place) {
    boolean changes =
        schedule
            .graph()
            .output(Graph.Result.BUFFER, place.name())
            .filter(next -> next != value)
            .isPresent();
    int last = live.lastRead(value);
    if (changes && last >= 0 && schedule.steps().get(last).phase() != Phase.FORWARD) {
      settle(value, live.of(value));
      saves.add(new Plan.Copy(Phase.FORWARD, value, place));
    } else {
      places.put(value, place);
    }
  }

  /** New values of kept tensors take the place of the old ones, unless those are still read. */
  private void placeKept() {
    Map<Op.Role, Map<String, Value>> inputs = new EnumMap<>(Op.Role.class);
    for (Graph.Output output : schedule.graph().outputs()) {
      Optional<Op.Role> role = role(output.kind());
      if (role.isEmpty()) {
        continue;
      }
      Value stored = schedule.stored(output);
      Optional<Value> old =
          Optional.ofNullable(
              inputs.computeIfAbsent(role.get(), schedule.graph()::inputs).get(output.name()));
      if (old.isPresent() && old.get() == stored) {
        continue;
      }
      OptionalInt writer = live.writer(stored);
      boolean own = writer.isPresent() && !places.containsKey(stored) && isOnlyOutput(stored);
      if (role.get() == Op.Role.GRADIENT && old.isPresent() && own) {
        places.put(stored, requireNonNull(places.get(old.get())));
      } else if (own && (old.isEmpty() || mayOverwrite(old.get(), stored, writer.getAsInt()))) {
        places.put(stored, new Place.InArray(role.get(), output.name()));
      } else {
        Place.InArray kept = new Place.InArray(role.get(), output.name());
        commits.add(new Plan.Copy(phase(output.kind()), stored, kept));
      }
    }
  }

  private boolean isOnlyOutput(Value stored) {
    return schedule.graph().outputs().stream()
            .filter(other -> schedule.stored(other) == stored)
            .count()
        == 1;
  }

  private static Optional<Op.Role> role(Graph.Result kind) {
    return switch (kind) {
      case BUFFER -> Optional.of(Op.Role.BUFFER);
      case PARAMETER -> Optional.of(Op.Role.PARAMETER);
      case STATE -> Optional.of(Op.Role.STATE);
      case GRADIENT, UPSTREAM_GRADIENT -> Optional.of(Op.Role.GRADIENT);
      case OUTPUT, LOSS, METRIC, HYPERPARAMETER, AGAIN -> Optional.empty();
    };
  }

  private static Phase phase(Graph.Result kind) {
    return switch (kind) {
      case GRADIENT -> Phase.BACKWARD;
      case UPSTREAM_GRADIENT -> Phase.BACKWARD_FROM_UPSTREAM;
      case OUTPUT, LOSS, METRIC, BUFFER, PARAMETER, STATE, HYPERPARAMETER, AGAIN -> Phase.FORWARD;
    };
  }

  private boolean mayOverwrite(Value old, Value result, int step) {
    return live.lastRead(old) < step
        || (live.lastRead(old) == step && readsOnlyWhatItWrites(step, old, result));
  }

  private void placeResults() {
    for (int step = 0; step < schedule.steps().size(); step++) {
      for (Value result : schedule.steps().get(step).kernel().results()) {
        if (!places.containsKey(result) && !overwrite(result, step)) {
          BitSet range = (BitSet) live.of(result).clone();
          // What the step reads must not be in the way of what it writes.
          range.set(2 * step + 1);
          settle(result, range);
        }
      }
    }
  }

  /** Takes the slot of a value that the step reads for the last time. */
  private boolean overwrite(Value result, int step) {
    for (Value read : schedule.steps().get(step).kernel().reads()) {
      if (places.get(read) instanceof Place.InSlot place
          && live.diesAt(read, step)
          && readsOnlyWhatItWrites(step, read, result)) {
        Room room = rooms.get(place.slot());
        if (room.type == result.type().element() && !room.busy.intersects(live.of(result))) {
          room.take(result, live.of(result));
          places.put(result, place);
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether a step, wherever it reads an element of {@code read}, writes the same element of {@code
   * result}.
   */
  private boolean readsOnlyWhatItWrites(int step, Value read, Value result) {
    Kernel kernel = schedule.steps().get(step).kernel();
    if (kernel instanceof Kernel.Apply) {
      return true;
    }
    if (!(kernel instanceof Kernel.Loop loop)
        || !read.shape().elements().equals(result.shape().elements())) {
      return false;
    }
    List<Boolean> same = new ArrayList<>();
    for (Kernel.Store store : loop.stores()) {
      Expressions.loads(
          store.element(), load -> same.add(load.value() != read || load.at().equals(store.at())));
    }
    return !same.contains(false);
  }

  /** Takes the free slot whose size fits best, or a new one. */
  private void settle(Value value, BitSet range) {
    long size = estimate(value.shape().elements());
    Comparator<Room> fit =
        Comparator.<Room>comparingInt(room -> room.estimate() >= size ? 0 : 1)
            .thenComparingLong(room -> Math.abs(room.estimate() - size));
    Room room =
        rooms.stream()
            .filter(other -> other.type == value.type().element() && !other.busy.intersects(range))
            .min(fit)
            .orElseGet(
                () -> {
                  Room added = new Room(rooms.size(), value.type().element());
                  rooms.add(added);
                  return added;
                });
    room.take(value, range);
    places.put(value, new Place.InSlot(room.id));
  }

  /** A size for comparing, with a guess for what is known at run time only. */
  private static long estimate(Dim size) {
    Map<String, Long> guess = new HashMap<>();
    size.freeNames().forEach(name -> guess.put(name, 32L));
    return size.evaluate(guess);
  }

  private void placeAliases() {
    schedule
        .aliases()
        .forEach((alias, stored) -> places.put(alias, requireNonNull(places.get(stored))));
  }
}
