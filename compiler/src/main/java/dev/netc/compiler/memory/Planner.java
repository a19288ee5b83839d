package dev.netc.compiler.memory;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Gives places to the values of a schedule, so that memory is used again as soon as it is free. */
public final class Planner {
  private final Schedule schedule;
  private final LiveRanges live;
  private final Set<Op.Role> outside;
  private final Rooms rooms = new Rooms();
  private final Map<Value, Place> places = new LinkedHashMap<>();
  private final List<Plan.Copy> saves = new ArrayList<>();
  private final List<Plan.Copy> commits = new ArrayList<>();

  private Planner(Schedule schedule, Set<Op.Role> outside) {
    this.schedule = schedule;
    this.outside = outside;
    this.live = new LiveRanges(schedule);
  }

  /** A plan in which all that enters has a place of its own. */
  public static Plan plan(Schedule schedule) {
    return plan(schedule, Set.of());
  }

  /** A plan in which inputs are read where the caller has them, as long as a run takes. */
  public static Plan planForInference(Schedule schedule) {
    return plan(schedule, Set.of(Op.Role.INPUT));
  }

  private static Plan plan(Schedule schedule, Set<Op.Role> outside) {
    Planner planner = new Planner(schedule, outside);
    planner.placeInputs();
    planner.placeKept();
    return planner.finish();
  }

  private Plan finish() {
    placeResults();
    placeAliases();
    List<Slot> slots =
        rooms.all().stream()
            .map(room -> new Slot(room.id, room.type, room.sizes, room.values))
            .toList();
    Map<Kernel.Rounds, Plan> bodies = new LinkedHashMap<>();
    for (Schedule.Step step : schedule.steps()) {
      if (step.kernel() instanceof Kernel.Rounds rounds) {
        bodies.put(rounds, planBody(rounds));
      }
    }
    Plan plan = new Plan(schedule, slots, places, saves, commits, bodies, Optional.empty());
    assert PlanVerifier.verify(plan, live);
    return plan;
  }

  private static Plan planBody(Kernel.Rounds rounds) {
    Planner planner = new Planner(rounds.body(), Set.of());
    planner.placeTrails(rounds.scan());
    planner.placeInputs();
    planner.placeYields(rounds.scan());
    planner.placeCarries(rounds.scan());
    return planner.finish();
  }

  /**
   * What is kept of a carried value anyway is read where it is kept, and the next written there.
   */
  private void placeTrails(Scan scan) {
    for (int i = 0; i < scan.carries(); i++) {
      if (scan.hasTrail(i)) {
        Value old = schedule.graph().inputs().get(i);
        places.put(old, new Place.InRound(Place.InRound.Port.IN, i));
        Value next = stored(i);
        if (live.writer(next).isPresent()) {
          places.putIfAbsent(next, new Place.InRound(Place.InRound.Port.NEXT, i));
        }
      }
    }
  }

  /** What a round computes only to yield it is written where it is to stay. */
  private void placeYields(Scan scan) {
    for (int i = 0; i < scan.yields(); i++) {
      Value stored = stored(scan.carries() + i);
      if (live.writer(stored).isPresent()) {
        places.putIfAbsent(stored, new Place.InRound(Place.InRound.Port.OUT, i));
      }
    }
  }

  /** A carried value takes the place of the old one, unless that is still read. */
  private void placeCarries(Scan scan) {
    for (int i = 0; i < scan.carries(); i++) {
      Value old = schedule.graph().inputs().get(i);
      Value next = stored(i);
      OptionalInt writer = live.writer(next);
      if (writer.isPresent()
          && !places.containsKey(next)
          && mayOverwrite(old, next, writer.getAsInt())) {
        places.put(next, requireNonNull(places.get(old)));
      }
    }
  }

  private Value stored(int output) {
    return schedule.stored(schedule.graph().outputs().get(output));
  }

  private void placeInputs() {
    Map<String, Value> inputs = schedule.graph().inputs(Op.Role.INPUT);
    for (Value value : schedule.graph().inputs()) {
      Op.Input input = (Op.Input) value.op();
      switch (input.role()) {
        case INPUT, TARGET, UPSTREAM, CARRY -> {
          if (outside.contains(input.role()) && live.isOnlyRead(value)) {
            places.put(value, new Place.InArray(input.role(), input.name()));
          } else if (live.isUsed(value) && !places.containsKey(value)) {
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
        case ITEM, GIVEN -> {
          int port = schedule.graph().inputs().indexOf(value);
          places.put(value, new Place.InRound(Place.InRound.Port.IN, port));
        }
        case PARAMETER, STATE, HYPERPARAMETER, RANDOM ->
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
    Map<Value, Integer> leaving = new HashMap<>();
    schedule.graph().outputs().forEach(o -> leaving.merge(schedule.stored(o), 1, Integer::sum));
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
      boolean own =
          writer.isPresent() && !places.containsKey(stored) && leaving.getOrDefault(stored, 0) == 1;
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
      rooms.advance(2 * step + 1);
      for (Value result : schedule.steps().get(step).kernel().results()) {
        if (!places.containsKey(result) && !overwrite(result, step)) {
          // What the step reads must not be in the way of what it writes.
          settle(result, live.of(result).with(2 * step + 1, 2 * step + 2));
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
        Rooms.Room room = rooms.get(place.slot());
        if (room.type == result.type().element() && room.isFree(live.of(result))) {
          rooms.take(room, result, live.of(result));
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
    if (!read.shape().elements().equals(result.shape().elements())) {
      return false;
    }
    if (kernel instanceof Kernel.Rows rows) {
      return rows.mayOverwrite(read, result);
    }
    if (!(kernel instanceof Kernel.Loop loop)) {
      return false;
    }
    List<Boolean> same = new ArrayList<>();
    for (Kernel.Store store : loop.stores()) {
      Expressions.loads(
          store.element(), load -> same.add(load.value() != read || load.at().equals(store.at())));
    }
    return !same.contains(false);
  }

  private void settle(Value value, Times times) {
    places.put(value, new Place.InSlot(rooms.settle(value, times).id));
  }

  private void placeAliases() {
    schedule
        .aliases()
        .forEach((alias, stored) -> places.put(alias, requireNonNull(places.get(stored))));
  }
}
