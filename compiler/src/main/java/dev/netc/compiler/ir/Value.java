package dev.netc.compiler.ir;

import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One node of a graph: an op, its operands, and the type that follows. Compared by identity.
 *
 * <p>The name is the user's ({@code conv1}), and only a hint for printing; the span is the line
 * that the value comes from, empty for values that a pass made of its own.
 */
public final class Value {
  private final int index;
  private final Op op;
  private final List<Value> operands;
  private final TensorType type;
  private final Origin origin;

  /** Where a value comes from: a name for people, and a place in the source. */
  public record Origin(String name, Optional<Span> span) {
    public static final Origin NONE = new Origin("", Optional.empty());

    /** The origin of a gradient of what came from here. */
    public Origin cotangent() {
      return new Origin(name.isEmpty() ? "" : "d" + name, span);
    }
  }

  Value(int index, Op op, List<Value> operands, TensorType type, Origin origin) {
    this.index = index;
    this.op = op;
    this.operands = List.copyOf(operands);
    this.type = type;
    this.origin = origin;
  }

  /** The order of creation within one builder: operands come before the values they are used in. */
  int index() {
    return index;
  }

  /** Whether this was there before another value of the same builder. */
  public boolean isOlderThan(Value other) {
    return index < other.index;
  }

  public Op op() {
    return op;
  }

  public List<Value> operands() {
    return operands;
  }

  public Value operand(int i) {
    return operands.get(i);
  }

  public TensorType type() {
    return type;
  }

  public Shape shape() {
    return type.shape();
  }

  public Dim dim(int axis) {
    return type.dim(axis);
  }

  public int rank() {
    return type.rank();
  }

  public Origin origin() {
    return origin;
  }

  /** All that this is computed from, and itself as the last, each behind its operands. */
  public List<Value> sources() {
    Set<Value> reached = new HashSet<>(List.of(this));
    List<Value> open = new ArrayList<>(reached);
    while (!open.isEmpty()) {
      for (Value operand : open.remove(open.size() - 1).operands()) {
        if (reached.add(operand)) {
          open.add(operand);
        }
      }
    }
    return reached.stream().sorted(Comparator.comparingInt(Value::index)).toList();
  }

  /** Some elements of this in an order of which no graph knows, for a kernel to lay out. */
  public Value laidOut(Shape shape, String order) {
    String name = origin.name().isEmpty() ? order : origin.name() + "." + order;
    Op same = new Move.Reshape(shape);
    return new Value(
        index, same, List.of(this), type.withShape(shape), new Origin(name, origin.span()));
  }

  /** Values are in many sets and maps, and that of {@link Object} is slower to get. */
  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    return (origin.name().isEmpty() ? "v" + index : origin.name()) + ": " + type;
  }
}
