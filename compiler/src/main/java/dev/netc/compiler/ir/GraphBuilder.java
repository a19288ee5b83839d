package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes graphs. Values are appended in the order of the calls; {@link #build} keeps those that an
 * output needs, and all inputs.
 *
 * <p>Every value that is made takes the builder's current {@linkplain #at origin}.
 */
public final class GraphBuilder {
  private final List<Value> values = new ArrayList<>();
  private Value.Origin origin = Value.Origin.NONE;
  private int nextIndex;

  /** A builder that already holds the values of {@code graph}, to add to it. */
  public static GraphBuilder continuing(Graph graph) {
    GraphBuilder builder = new GraphBuilder();
    for (Value value : graph.values()) {
      builder.values.add(value);
      builder.nextIndex = Math.max(builder.nextIndex, value.index() + 1);
    }
    return builder;
  }

  /** Sets the origin of the values to come; gives the previous one, to be set again afterwards. */
  public Value.Origin at(Value.Origin next) {
    Value.Origin previous = origin;
    origin = next;
    return previous;
  }

  /** How many values have been made. */
  public int size() {
    return values.size();
  }

  /** The values made since there were {@code count}. */
  public List<Value> since(int count) {
    return List.copyOf(values.subList(count, values.size()));
  }

  /** Takes values out again, which nothing else may use. */
  public void remove(Collection<Value> unwanted) {
    Set<Value> removed = new HashSet<>(unwanted);
    values.removeIf(removed::contains);
  }

  /** The value of {@code op} over {@code operands}; its type is inferred. */
  public Value add(Op op, List<Value> operands) {
    List<TensorType> types = new ArrayList<>(operands.size());
    operands.forEach(operand -> types.add(operand.type()));
    return add(op, operands, op.infer(types));
  }

  /** The same where it is known what the type is, as the op was there before on such operands. */
  public Value add(Op op, List<Value> operands, TensorType type) {
    Value value = new Value(nextIndex++, op, operands, type, origin);
    values.add(value);
    return value;
  }

  private Value add(Op op, Value... operands) {
    return add(op, List.of(operands));
  }

  /** The graph of all that the outputs need. Data, weights and state enter it in any case. */
  public Graph build(List<Graph.Output> outputs) {
    BitSet needed = new BitSet(nextIndex);
    outputs.forEach(output -> needed.set(output.value().index()));
    List<Value> kept = new ArrayList<>();
    for (int i = values.size() - 1; i >= 0; i--) {
      Value value = values.get(i);
      if (needed.get(value.index()) || isKept(value.op())) {
        value.operands().forEach(operand -> needed.set(operand.index()));
        kept.add(value);
      }
    }
    Collections.reverse(kept);
    return new Graph(kept, outputs);
  }

  /** Targets, an optimizer's numbers and keys enter only the graphs that use them. */
  private static boolean isKept(Op op) {
    return op instanceof Op.Input input
        && input.role() != Op.Role.TARGET
        && input.role() != Op.Role.HYPERPARAMETER
        && input.role() != Op.Role.RANDOM;
  }

  // Sources.

  public Value input(Op.Role role, String name, TensorType type) {
    return add(new Op.Input(role, name, type));
  }

  public Value scalar(ElementType element, double value) {
    return add(new Op.Constant(element, value));
  }

  public Value sizeOf(ElementType element, Dim dim) {
    return dim.isConstant()
        ? scalar(element, (double) dim.constant())
        : add(new Op.SizeOf(element, dim));
  }

  public Value iota(TensorType type, int axis) {
    return add(new Op.Iota(type, axis));
  }

  /** Random numbers in [0, 1), which depend on the key and the stream. */
  public Value random(TensorType type, int stream, Value key) {
    return add(new Random(type, stream), key);
  }

  /** A tensor of equal elements. */
  public Value full(TensorType type, double value) {
    return broadcastTo(scalar(type.element(), value), type.shape());
  }

  /** A tensor of {@code value}s of the type of another. */
  public Value like(Value other, double value) {
    return full(other.type(), value);
  }

  // Elementwise. Operands have equal shapes.

  public Value map(Elementwise function, Value... operands) {
    return add(new Map(function), operands);
  }

  public Value neg(Value x) {
    return map(Elementwise.NEG, x);
  }

  public Value add(Value x, Value y) {
    return map(Elementwise.ADD, x, y);
  }

  public Value sub(Value x, Value y) {
    return map(Elementwise.SUB, x, y);
  }

  public Value mul(Value x, Value y) {
    return map(Elementwise.MUL, x, y);
  }

  public Value div(Value x, Value y) {
    return map(Elementwise.DIV, x, y);
  }

  public Value where(Value condition, Value x, Value y) {
    return map(Elementwise.WHERE, condition, x, y);
  }

  public Value cast(Value x, ElementType to) {
    return x.type().element() == to ? x : add(new Cast(to), x);
  }

  // Reductions and contractions.

  /** Reduces over {@code axes}, which the result no longer has. */
  public Value reduce(Reduce.Kind kind, Value x, Collection<Integer> axes) {
    return axes.isEmpty() ? x : add(new Reduce(kind, axes.stream().sorted().toList()), x);
  }

  public Value sum(Value x, Collection<Integer> axes) {
    return reduce(Reduce.Kind.SUM, x, axes);
  }

  public Value argReduce(ArgReduce.Kind kind, Value x, int axis) {
    return add(new ArgReduce(kind, axis), x);
  }

  public Value contract(
      Value x, List<Integer> left, Value y, List<Integer> right, List<Integer> result) {
    return add(new Contract(left, right, result), x, y);
  }

  // Movement.

  public Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : add(new Move.Reshape(shape), x);
  }

  public Value transpose(Value x, List<Integer> permutation) {
    return permutation.equals(Axes.range(x.rank())) ? x : add(new Move.Transpose(permutation), x);
  }

  /** Repeats along the axes of {@code shape} that {@code axes} does not name. */
  public Value broadcast(Value x, Shape shape, List<Integer> axes) {
    return x.shape().equals(shape) ? x : add(new Move.Broadcast(shape, axes), x);
  }

  /**
   * Repeats to {@code shape} as NumPy does: axes are matched from the last, an axis of size one is
   * stretched.
   *
   * @throws IllegalArgumentException if the shapes do not match
   */
  public Value broadcastTo(Value x, Shape shape) {
    int missing = shape.rank() - x.rank();
    List<Integer> stretched = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean stretch = x.dim(axis).is(1) && !shape.dim(missing + axis).is(1);
      (stretch ? stretched : kept).add(stretch ? axis : missing + axis);
    }
    return broadcast(reshape(x, x.shape().without(stretched)), shape, kept);
  }

  public Value slice(Value x, List<Dim> starts, List<Dim> limits, List<Long> strides) {
    boolean whole =
        starts.stream().allMatch(start -> start.is(0)) && limits.equals(x.shape().dims());
    return whole && strides.stream().allMatch(stride -> stride == 1)
        ? x
        : add(new Move.Slice(starts, limits, strides), x);
  }

  /** Elements {@code start} to {@code limit} of one axis, with stride one. */
  public Value slice(Value x, int axis, Dim start, Dim limit) {
    List<Dim> starts = new ArrayList<>();
    List<Dim> limits = new ArrayList<>(x.shape().dims());
    x.shape().dims().forEach(dim -> starts.add(Dim.ZERO));
    starts.set(axis, start);
    limits.set(axis, limit);
    return slice(x, starts, limits, x.shape().dims().stream().map(dim -> 1L).toList());
  }

  public Value pad(Value x, List<Long> low, List<Long> high, List<Long> interior, double value) {
    boolean nothing =
        low.stream().allMatch(n -> n == 0)
            && high.stream().allMatch(n -> n == 0)
            && interior.stream().allMatch(n -> n == 0);
    return nothing ? x : add(new Move.Pad(low, high, interior, value), x);
  }

  public Value flip(Value x, List<Integer> axes) {
    return axes.isEmpty() ? x : add(new Move.Flip(axes), x);
  }

  public Value concat(List<Value> parts, int axis) {
    return parts.size() == 1 ? parts.get(0) : add(new Move.Concat(axis), parts);
  }

  public Value window(Value x, Move.Window window) {
    return add(window, x);
  }

  public Value overlapAdd(Value x, Move.Window window, List<Dim> extents) {
    return add(new Move.OverlapAdd(window, extents), x);
  }

  // Indexing.

  public Value gather(Value x, Value indices, int axis) {
    return add(new Gather(axis), x, indices);
  }

  public Value scatterAdd(Value x, Value indices, int axis, Dim extent) {
    return add(new ScatterAdd(axis, extent), x, indices);
  }
}
