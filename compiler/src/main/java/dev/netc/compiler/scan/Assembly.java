package dev.netc.compiler.scan;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.ScanBuilder;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a scan of parts of another one's body: it yields other values, takes some that the body
 * computed from outside, and carries on only what is asked for or needed.
 */
final class Assembly {
  private final GraphBuilder b;
  private final Value original;
  private final Scan op;
  private final List<Value> operands;
  private final Map<Value, Value> sequences = new LinkedHashMap<>();
  private final Map<Value, Value> given = new LinkedHashMap<>();
  private final Set<Value> yields = new LinkedHashSet<>();
  private final Set<Integer> carries = new TreeSet<>();

  /**
   * @param original the scan whose body it is
   * @param op its op, perhaps with another body
   * @param operands its operands in the new graph
   */
  Assembly(GraphBuilder b, Value original, Scan op, List<Value> operands) {
    this.b = b;
    this.original = original;
    this.op = op;
    this.operands = operands;
  }

  /** Has the rounds take a value of the body from a sequence. */
  void takeItem(Value inner, Value sequence) {
    sequences.put(inner, sequence);
  }

  /** Has the rounds be given a value of the body, the same for all. */
  void take(Value inner, Value value) {
    given.put(inner, value);
  }

  /** Has the rounds yield a value of the body. */
  void addYield(Value inner) {
    yields.add(inner);
  }

  /** Asks for the last of a carried value. */
  void carry(int carry) {
    carries.add(carry);
  }

  /** A scan that was made, and where its results are. */
  record Made(GraphBuilder b, Value scan, List<Value> yields, List<Integer> carries) {
    /** What the rounds yielded for a value of the old body, stacked. */
    Value stacked(Value inner) {
      return ScanBuilder.stacked(b, scan, yields.indexOf(inner));
    }

    /** The last of a carried value, by its position in the old scan. */
    Value last(int carry) {
      return ScanBuilder.last(b, scan, carries.indexOf(carry));
    }
  }

  /** The scan. At least one value has to be asked for. */
  Made make() {
    Set<Value> needed = needed();
    Body body = new Body();
    List<Value> outer = new ArrayList<>();
    List<Value> inputs = op.body().inputs();
    for (int carry : carries) {
      body.input(inputs.get(carry), Op.Role.CARRY);
      outer.add(operands.get(carry));
    }
    int before = outer.size();
    int items = op.carries() + op.sequences();
    for (int i = op.carries(); i < items; i++) {
      if (isTaken(inputs.get(i), needed)) {
        body.input(inputs.get(i), Op.Role.ITEM);
        outer.add(operands.get(i));
      }
    }
    sequences.forEach(
        (inner, sequence) -> {
          if (needed.contains(inner)) {
            body.input(inner, Op.Role.ITEM);
            outer.add(sequence);
          }
        });
    if (outer.size() == before) {
      // Something has to say how many rounds there are.
      body.input(inputs.get(op.carries()), Op.Role.ITEM);
      outer.add(operands.get(op.carries()));
    }
    int count = outer.size() - before;
    for (int i = items; i < inputs.size(); i++) {
      if (isTaken(inputs.get(i), needed)) {
        body.input(inputs.get(i), Op.Role.GIVEN);
        outer.add(operands.get(i));
      }
    }
    given.forEach(
        (inner, value) -> {
          if (needed.contains(inner)) {
            body.input(inner, Op.Role.GIVEN);
            outer.add(value);
          }
        });
    for (Value inner : op.body().values()) {
      if (needed.contains(inner) && !(inner.op() instanceof Op.Input)) {
        body.copy(inner);
      }
    }
    List<Value> outputs = new ArrayList<>();
    carries.forEach(carry -> outputs.add(op.next(carry)));
    outputs.addAll(yields);
    Graph graph = body.build(outputs);
    b.at(original.origin());
    Value scan = b.add(new Scan(graph, carries.size(), count, op.direction()), outer);
    return new Made(b, scan, List.copyOf(yields), List.copyOf(carries));
  }

  private boolean isTaken(Value input, Set<Value> needed) {
    return needed.contains(input) && !sequences.containsKey(input) && !given.containsKey(input);
  }

  /** The values of the body that the rounds need; adds the carried values among them. */
  private Set<Value> needed() {
    Set<Value> needed = new HashSet<>();
    List<Value> open = new ArrayList<>(yields);
    carries.forEach(carry -> open.add(op.next(carry)));
    List<Value> inputs = op.body().inputs();
    while (!open.isEmpty()) {
      Value value = open.remove(open.size() - 1);
      if (!needed.add(value) || sequences.containsKey(value) || given.containsKey(value)) {
        continue;
      }
      open.addAll(value.operands());
      int carry = inputs.indexOf(value);
      if (carry >= 0 && carry < op.carries() && carries.add(carry)) {
        open.add(op.next(carry));
      }
    }
    return needed;
  }

  /** The body in the making. */
  private static final class Body {
    private final GraphBuilder builder = new GraphBuilder();
    private final Map<Value, Value> copies = new HashMap<>();
    private final Map<Op.Role, Integer> counts = new HashMap<>();

    void input(Value inner, Op.Role role) {
      int count = counts.merge(role, 1, Integer::sum) - 1;
      String name = role.name().toLowerCase(java.util.Locale.ROOT) + count;
      builder.at(inner.origin());
      copies.put(inner, builder.input(role, name, inner.type()));
    }

    void copy(Value inner) {
      if (!copies.containsKey(inner)) {
        builder.at(inner.origin());
        copies.put(
            inner, builder.add(inner.op(), inner.operands().stream().map(this::of).toList()));
      }
    }

    private Value of(Value inner) {
      return requireNonNull(copies.get(inner), "operands come first");
    }

    Graph build(List<Value> outputs) {
      List<Graph.Output> named = new ArrayList<>();
      for (Value output : outputs) {
        String name = Integer.toString(named.size());
        named.add(new Graph.Output(Graph.Result.OUTPUT, name, of(output)));
      }
      return builder.build(named);
    }
  }
}
