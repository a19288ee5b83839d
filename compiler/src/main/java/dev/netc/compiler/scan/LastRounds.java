package dev.netc.compiler.scan;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.ScanBuilder;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes what only the last round of a scan yielded from the last carried value, if the rounds yield
 * what they carry on: {@code outputs[:, -1]} of a recurrent layer is its last state. Then the
 * rounds need not yield it, and on the way back its gradient is where the rounds start, and not one
 * of a sequence that is zero elsewhere.
 *
 * <p>For graphs that are still to be differentiated.
 */
public final class LastRounds {
  private final GraphBuilder b = new GraphBuilder();
  private final Map<Value, Value> copies = new HashMap<>();

  private LastRounds() {}

  /** The graph of the same outputs. */
  public static Graph read(Graph graph) {
    return graph.values().stream().anyMatch(value -> value.op() instanceof Scan)
        ? new LastRounds().run(graph)
        : graph;
  }

  private Graph run(Graph graph) {
    for (Value value : graph.values()) {
      b.at(value.origin());
      copies.put(
          value,
          last(value)
              .orElseGet(
                  () -> b.add(value.op(), value.operands().stream().map(this::copy).toList())));
    }
    return b.build(
        graph.outputs().stream()
            .map(out -> new Graph.Output(out.kind(), out.name(), copy(out.value())))
            .toList());
  }

  private Value copy(Value value) {
    return requireNonNull(copies.get(value), "operands come first");
  }

  /** A slice of the last round only, of what was carried on. */
  private Optional<Value> last(Value value) {
    if (!(value.op() instanceof Move.Slice slice)) {
      return Optional.empty();
    }
    return rounds(value.operand(0))
        .filter(rounds -> rounds.isLast(slice))
        .map(
            rounds ->
                b.slice(
                    rounds.last(),
                    replaced(slice.starts(), rounds.axis, Dim.ZERO),
                    replaced(slice.limits(), rounds.axis, Dim.of(1)),
                    slice.strides()));
  }

  private static List<Dim> replaced(List<Dim> dims, int axis, Dim dim) {
    List<Dim> result = new ArrayList<>(dims);
    result.set(axis, dim);
    return result;
  }

  /**
   * Carried values of all rounds.
   *
   * @param axis that of the rounds
   * @param last those of the last round, with an axis of one round
   */
  private record Rounds(Scan op, Dim count, int axis, Value last) {
    /** Whether a slice takes those of the last round and no others. */
    boolean isLast(Move.Slice slice) {
      Dim position = op.direction() == Scan.Direction.FORWARD ? count.plus(-1) : Dim.ZERO;
      return slice.starts().get(axis).equals(position)
          && slice.limits().get(axis).equals(position.plus(1));
    }
  }

  private Optional<Rounds> rounds(Value value) {
    if (value.op() instanceof Move.Transpose transpose) {
      List<Integer> permutation = transpose.permutation();
      return rounds(value.operand(0))
          .map(
              rounds ->
                  new Rounds(
                      rounds.op,
                      rounds.count,
                      permutation.indexOf(rounds.axis),
                      b.transpose(rounds.last, permutation)));
    }
    Value part = value.op() instanceof Move.Reshape ? value.operand(0) : value;
    OptionalInt result = ScanResults.read(part);
    if (result.isEmpty()) {
      return Optional.empty();
    }
    Value scan = part.operand(0);
    Scan op = (Scan) scan.op();
    int yield = result.getAsInt();
    int carry = yield < op.yields() ? carry(op, yield) : -1;
    if (carry < 0) {
      return Optional.empty();
    }
    Dim count = ScanResults.rounds(scan);
    boolean whole = value.shape().equals(op.yielded(yield).shape().insert(0, count));
    Value last = ScanBuilder.last(b, copy(scan), carry);
    return whole
        ? Optional.of(new Rounds(op, count, 0, b.reshape(last, last.shape().insert(0, Dim.of(1)))))
        : Optional.empty();
  }

  /** The carried value that a yield is the next of, or -1. */
  private static int carry(Scan op, int yield) {
    for (int carry = 0; carry < op.carries(); carry++) {
      if (op.next(carry) == op.yielded(yield)) {
        return carry;
      }
    }
    return -1;
  }
}
