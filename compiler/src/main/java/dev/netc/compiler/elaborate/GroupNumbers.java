package dev.netc.compiler.elaborate;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An optimizer's numbers for one group of parameters while schedules change them, and what the
 * schedules remember. A number such as {@code betas} is a tuple of several.
 */
final class GroupNumbers {
  /** What the schedules get of a number's name: it, or its value before any schedule. */
  private static final String INITIAL = "initial_";

  private final GraphBuilder builder;
  private final Map<String, Datum> before = new LinkedHashMap<>();
  private final Map<String, Datum> initial = new LinkedHashMap<>();
  private final Map<String, Datum> now = new LinkedHashMap<>();
  private final List<Memory> memories = new ArrayList<>();
  private final int group;
  private final int groups;

  /** A state of one schedule. */
  static final class Memory {
    private final String name;
    private final double initial;
    private final Value before;
    private Value now;

    private Memory(String name, double initial, Value before) {
      this.name = name;
      this.initial = initial;
      this.before = before;
      this.now = before;
    }

    String name() {
      return name;
    }

    double initial() {
      return initial;
    }

    /** Its value as the step begins. */
    Value before() {
      return before;
    }

    /** Its value as the step ends. */
    Value now() {
      return now;
    }

    void set(Value value) {
      now = value;
    }
  }

  /**
   * Makes the inputs of a graph for a group's numbers.
   *
   * @param declared by name, as the optimizer's body gets them
   * @param group the group's position among all {@code groups}
   */
  GroupNumbers(GraphBuilder builder, Map<String, Datum> declared, int group, int groups) {
    this.builder = builder;
    this.group = group;
    this.groups = groups;
    declared.forEach(
        (name, datum) -> {
          input(datum, "").ifPresent(current -> before.put(name, current));
          input(datum, INITIAL).ifPresent(first -> initial.put(name, first));
        });
    now.putAll(before);
  }

  /** The name of the input that holds a number's value before any schedule. */
  static String initialOf(String name) {
    return INITIAL + name;
  }

  private Optional<Datum> input(Datum datum, String prefix) {
    if (datum instanceof Datum.Adjustable adjustable) {
      return Optional.of(
          new Datum.Tensor(scalar(builder, Op.Role.HYPERPARAMETER, prefix + name(adjustable))));
    }
    if (datum instanceof Items items) {
      List<Datum> all = new ArrayList<>();
      for (Datum item : items.items()) {
        input(item, prefix).ifPresent(all::add);
      }
      return all.size() == items.items().size() && !all.isEmpty()
          ? Optional.of(new Items(items.brackets(), all))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static String name(Datum.Adjustable adjustable) {
    return ((Op.Input) adjustable.value().op()).name();
  }

  /** A number that enters the graph. */
  static Value scalar(GraphBuilder builder, Op.Role role, String name) {
    Value.Origin origin = builder.at(new Value.Origin(name, Optional.empty()));
    Value value = builder.input(role, name, TensorType.scalar(ElementType.DOUBLE));
    builder.at(origin);
    return value;
  }

  /** Binds what a schedule's body may name besides its parameters. */
  void bindTo(Frame frame) {
    initial.forEach((name, datum) -> frame.bind(INITIAL + name, datum));
    frame.bind("group", Datum.Whole.of(group));
    frame.bind("groups", Datum.Whole.of(groups));
  }

  /** What a number is now; empty if the optimizer has none of the name. */
  Optional<Datum> get(String name) {
    return Optional.ofNullable(now.get(name));
  }

  void set(String name, Datum datum) {
    now.put(name, datum);
  }

  Iterable<String> names() {
    return now.keySet();
  }

  /** What all numbers are now. */
  Map<String, Datum> snapshot() {
    return Map.copyOf(now);
  }

  /** Lets the numbers be what they were. */
  void restore(Map<String, Datum> snapshot) {
    now.putAll(snapshot);
  }

  /** A new state, under a name that no other one has. */
  Memory remember(String suggestion, double start, Iterable<String> taken) {
    TreeMap<String, Boolean> names = new TreeMap<>();
    taken.forEach(name -> names.put(name, true));
    memories.forEach(memory -> names.put(memory.name(), true));
    String name = suggestion;
    for (int number = 2; names.containsKey(name); number++) {
      name = suggestion + "_" + number;
    }
    Memory memory = new Memory(name, start, scalar(builder, Op.Role.STATE, name));
    memories.add(memory);
    return memory;
  }

  List<Memory> memories() {
    return memories;
  }

  /** The numbers that have changed, by the names of their inputs. */
  Map<String, Value> changed() {
    Map<String, Value> changed = new LinkedHashMap<>();
    before.forEach((name, datum) -> collect(datum, requireNonNull(now.get(name)), changed));
    return changed;
  }

  private static void collect(Datum from, Datum to, Map<String, Value> changed) {
    if (from instanceof Datum.Tensor a && to instanceof Datum.Tensor b) {
      if (a.value() != b.value()) {
        changed.put(((Op.Input) a.value().op()).name(), b.value());
      }
    } else if (from instanceof Items a && to instanceof Items b) {
      for (int i = 0; i < a.items().size(); i++) {
        collect(a.items().get(i), b.items().get(i), changed);
      }
    }
  }
}
