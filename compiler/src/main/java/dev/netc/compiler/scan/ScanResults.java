package dev.netc.compiler.scan;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.ScanBuilder;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The results of a scan, each a value of its own: what the rounds yield, stacked, then the last
 * carried values.
 */
record ScanResults(List<Value> values) {
  ScanResults {
    values = List.copyOf(values);
  }

  /** Those of a scan as it stands. */
  static ScanResults of(GraphBuilder b, Value scan) {
    Scan op = (Scan) scan.op();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < op.yields(); i++) {
      values.add(ScanBuilder.stacked(b, scan, i));
    }
    for (int i = 0; i < op.carries(); i++) {
      values.add(ScanBuilder.last(b, scan, i));
    }
    return new ScanResults(values);
  }

  /** How many results a scan has. */
  static int count(Scan op) {
    return op.yields() + op.carries();
  }

  static Dim rounds(Value scan) {
    return scan.operand(((Scan) scan.op()).carries()).dim(0);
  }

  private static Dim start(Scan op, Dim rounds, int result) {
    return result < op.yields()
        ? op.start(rounds, result)
        : op.startOfLast(rounds, result - op.yields());
  }

  private static Dim limit(Value scan, int result) {
    Scan op = (Scan) scan.op();
    return result + 1 < count(op) ? start(op, rounds(scan), result + 1) : scan.dim(0);
  }

  /** The result that a slice of a scan lies in, if it lies in one. */
  static OptionalInt read(Value value) {
    if (!(value.op() instanceof Move.Slice slice) || !(value.operand(0).op() instanceof Scan op)) {
      return OptionalInt.empty();
    }
    Value scan = value.operand(0);
    Dim from = slice.starts().get(0);
    Dim to = slice.limits().get(0);
    for (int i = 0; i < count(op); i++) {
      if (from.minus(start(op, rounds(scan), i)).isAtLeast(0)
          && limit(scan, i).minus(to).isAtLeast(0)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** What a slice took of the scan {@code old}, which has a part of these results' types. */
  Value slice(GraphBuilder b, Value old, int result) {
    Move.Slice slice = (Move.Slice) old.op();
    Value scan = old.operand(0);
    Dim start = start((Scan) scan.op(), rounds(scan), result);
    Value vector = vector(b, values.get(result));
    return b.slice(
        vector,
        List.of(slice.starts().get(0).minus(start)),
        List.of(slice.limits().get(0).minus(start)),
        slice.strides());
  }

  /** All results in one vector, as a scan gives them. */
  Value whole(GraphBuilder b) {
    return b.concat(values.stream().map(value -> vector(b, value)).toList(), 0);
  }

  private static Value vector(GraphBuilder b, Value value) {
    return b.reshape(value, Shape.of(value.shape().elements()));
  }
}
