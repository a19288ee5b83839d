package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a {@link Scan} of values that are built as if they stood outside: those that depend on what
 * a round gets are cut out and become the body, all others stay and are computed once.
 */
public final class ScanBuilder {
  private final GraphBuilder outside;
  private final int before;
  private final List<Value> starts = new ArrayList<>();
  private final List<Value> carries = new ArrayList<>();
  private final List<Value> sequences = new ArrayList<>();
  private final List<Value> items = new ArrayList<>();

  /** Starts a body: what {@code outside} makes from now on may be part of it. */
  public ScanBuilder(GraphBuilder outside) {
    this.outside = outside;
    this.before = outside.size();
  }

  /** A carried value as a round gets it. */
  public Value carry(Value start) {
    Value carry = outside.input(Op.Role.CARRY, "carry" + carries.size(), start.type());
    starts.add(start);
    carries.add(carry);
    return carry;
  }

  /** The part of a sequence that a round gets: at one position of the first axis. */
  public Value item(Value sequence) {
    TensorType type = sequence.type().withShape(sequence.shape().without(List.of(0)));
    Value item = outside.input(Op.Role.ITEM, "item" + items.size(), type);
    sequences.add(sequence);
    items.add(item);
    return item;
  }

  /** How many rounds there will be. */
  public Dim rounds() {
    return sequences.get(0).dim(0);
  }

  /** The carried values as a round gets them, in the order in which they were made. */
  public List<Value> carries() {
    return List.copyOf(carries);
  }

  /**
   * The scan.
   *
   * @param next the new carried values, in the order of the old ones
   * @param yields what each round yields
   */
  public Value finish(List<Value> next, List<Value> yields, Scan.Direction direction) {
    Set<Value> inside = dependents();
    Body body = new Body(inside);
    carries.forEach(body::input);
    items.forEach(body::input);
    outside.since(before).stream().filter(inside::contains).forEach(body::copy);
    List<Graph.Output> outputs = new ArrayList<>();
    next.forEach(value -> outputs.add(output(outputs.size(), body.of(value))));
    yields.forEach(value -> outputs.add(output(outputs.size(), body.of(value))));
    outside.remove(inside);
    List<Value> operands = new ArrayList<>(starts);
    operands.addAll(sequences);
    operands.addAll(body.given);
    Graph graph = body.builder.build(outputs);
    return outside.add(new Scan(graph, carries.size(), items.size(), direction), operands);
  }

  static Graph.Output output(int position, Value value) {
    return new Graph.Output(Graph.Result.OUTPUT, Integer.toString(position), value);
  }

  private Set<Value> dependents() {
    Set<Value> dependents = new HashSet<>(carries);
    dependents.addAll(items);
    for (Value value : outside.since(before)) {
      if (value.operands().stream().anyMatch(dependents::contains)) {
        dependents.add(value);
      }
    }
    return dependents;
  }

  /** What a scan's rounds yielded, stacked along a new first axis. */
  public static Value stacked(GraphBuilder b, Value scan, int yield) {
    Scan op = (Scan) scan.op();
    Dim rounds = scan.operand(op.carries()).dim(0);
    Shape shape = op.yielded(yield).shape().insert(0, rounds);
    return part(b, scan, op.start(rounds, yield), shape);
  }

  /** The value that the last round of a scan handed on. */
  public static Value last(GraphBuilder b, Value scan, int carry) {
    Scan op = (Scan) scan.op();
    Dim rounds = scan.operand(op.carries()).dim(0);
    return part(b, scan, op.startOfLast(rounds, carry), op.next(carry).shape());
  }

  private static Value part(GraphBuilder b, Value scan, Dim start, Shape shape) {
    return b.reshape(b.slice(scan, 0, start, start.plus(shape.elements())), shape);
  }

  /** The body in the making. */
  private static final class Body {
    final GraphBuilder builder = new GraphBuilder();
    final List<Value> given = new ArrayList<>();
    private final Set<Value> inside;
    private final java.util.Map<Value, Value> copies = new HashMap<>();

    Body(Set<Value> inside) {
      this.inside = inside;
    }

    Value input(Value value) {
      return made(value, value.op(), List.of());
    }

    Value copy(Value value) {
      Value known = copies.get(value);
      return known != null
          ? known
          : made(value, value.op(), value.operands().stream().map(this::of).toList());
    }

    /** A value as the body has it; from outside it gets what costs something to compute. */
    Value of(Value value) {
      Value known = copies.get(value);
      if (known != null) {
        return known;
      }
      if (inside.contains(value) || isCheap(value.op())) {
        return copy(value);
      }
      Op input = new Op.Input(Op.Role.GIVEN, "given" + given.size(), value.type());
      given.add(value);
      return made(value, input, List.of());
    }

    private Value made(Value original, Op op, List<Value> operands) {
      builder.at(original.origin());
      Value copy = builder.add(op, operands);
      copies.put(original, copy);
      return copy;
    }

    private static boolean isCheap(Op op) {
      return op instanceof Op.Constant
          || op instanceof Op.SizeOf
          || op instanceof Op.Iota
          || op instanceof Move.Reshape
          || op instanceof Move.Transpose
          || op instanceof Move.Broadcast;
    }
  }
}
