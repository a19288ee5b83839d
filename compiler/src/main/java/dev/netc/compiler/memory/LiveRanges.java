package dev.netc.compiler.memory;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * When the memory of each stored value is in use.
 *
 * <p>Step {@code i} reads at time {@code 2i + 1} and writes at {@code 2i + 2}; what enters at the
 * start of a phase is written at the time before its first step's. The two ways of going back are
 * alternatives: a value that crosses from the forward phase to the second of them is not in use
 * during the first. The loss may be computed again and again, so what it reads is kept until the
 * end of its phase. What the caller sees is in use always.
 */
final class LiveRanges {
  private final Schedule schedule;
  private final Map<Phase, Integer> starts = new EnumMap<>(Phase.class);
  private final Map<Value, Integer> definitions = new HashMap<>();
  private final Map<Value, Integer> lastReads = new HashMap<>();
  private final Map<Value, Times> ranges = new HashMap<>();
  private final Set<Value> permanent = new HashSet<>();
  private final Map<Value, Integer> writers = new HashMap<>();
  private final int end;

  LiveRanges(Schedule schedule) {
    this.schedule = schedule;
    this.end = 2 * schedule.steps().size() + 2;
    findStarts();
    for (Graph.Output output : schedule.graph().outputs()) {
      permanent.add(schedule.stored(output));
    }
    for (Value value : schedule.graph().inputs()) {
      Op.Input input = (Op.Input) value.op();
      if (input.role() == Op.Role.GRADIENT || input.role() == Op.Role.CARRY) {
        permanent.add(value);
      }
      define(value, 2 * start(entry(input.role())));
    }
    for (int step = 0; step < schedule.steps().size(); step++) {
      Kernel kernel = schedule.steps().get(step).kernel();
      for (Value read : kernel.reads()) {
        read(read, step);
      }
      for (Value result : kernel.results()) {
        define(result, 2 * step + 2);
        writers.put(result, step);
      }
    }
  }

  /** The times at which a value's memory is in use. */
  Times of(Value value) {
    Times range = ranges.get(value);
    if (range == null) {
      throw new IllegalArgumentException(value + " is not stored");
    }
    return range;
  }

  /** Whether no step after this one reads the value. */
  boolean diesAt(Value value, int step) {
    return !permanent.contains(value) && of(value).end() <= 2 * step + 2;
  }

  /** Whether any kernel reads the value, or the caller sees it. */
  boolean isUsed(Value value) {
    return permanent.contains(value) || lastReads.containsKey(value);
  }

  /** Whether kernels read the value and the caller does not see it. */
  boolean isOnlyRead(Value value) {
    return !permanent.contains(value) && lastReads.containsKey(value);
  }

  /** The step that computes the value, if any does. */
  OptionalInt writer(Value value) {
    Integer step = writers.get(value);
    return step == null ? OptionalInt.empty() : OptionalInt.of(step);
  }

  /** The last step that reads the value, or -1. */
  int lastRead(Value value) {
    return lastReads.getOrDefault(value, -1);
  }

  private void findStarts() {
    int step = 0;
    for (Phase phase : Phase.values()) {
      starts.put(phase, step);
      while (step < schedule.steps().size() && schedule.steps().get(step).phase() == phase) {
        step++;
      }
    }
  }

  private int start(Phase phase) {
    return requireNonNull(starts.get(phase));
  }

  /** When a value enters. An evaluator is given the targets together with the inputs. */
  private static Phase entry(Op.Role role) {
    return switch (role) {
      case UPSTREAM -> Phase.BACKWARD_FROM_UPSTREAM;
      case INPUT,
          TARGET,
          PARAMETER,
          BUFFER,
          GRADIENT,
          STATE,
          HYPERPARAMETER,
          RANDOM,
          CARRY,
          ITEM,
          GIVEN ->
          Phase.FORWARD;
    };
  }

  private void define(Value value, int time) {
    definitions.put(value, time);
    Times range = new Times();
    if (permanent.contains(value)) {
      range.add(0, end);
    } else {
      range.add(time, time + 1);
    }
    ranges.put(value, range);
  }

  private void read(Value value, int step) {
    Times range = of(value);
    int definition = requireNonNull(definitions.get(value));
    int until = 2 * step + 2;
    Phase phase = schedule.steps().get(step).phase();
    lastReads.merge(value, step, Math::max);
    if (phase == Phase.BACKWARD_FROM_UPSTREAM) {
      int before = 2 * start(Phase.BACKWARD);
      int from = 2 * start(phase);
      range.add(definition, Math.max(definition + 1, Math.min(until, before + 1)));
      range.add(Math.max(definition, Math.min(from, until - 1)), until);
    } else if (phase == Phase.LOSS && definition <= 2 * start(Phase.LOSS)) {
      range.add(definition, Math.max(until, 2 * start(Phase.BACKWARD) + 1));
    } else {
      range.add(definition, until);
    }
  }
}
