package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Along repeated elements a sum is a multiplication, and a maximum or minimum is nothing. */
final class ReduceOfBroadcast implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Reduce reduce)
        || !(value.operand(0).op() instanceof Move.Broadcast broadcast)
        || reduce.kind() == Reduce.Kind.PROD) {
      return Optional.empty();
    }
    List<Integer> repeated = new ArrayList<>(reduce.axes());
    repeated.removeAll(broadcast.axes());
    Dim repeats = repeated.stream().map(value.operand(0)::dim).reduce(Dim.ONE, Dim::times);
    // Of nothing at all the sum is zero, which no multiple of an infinity is.
    return repeated.isEmpty() || !repeats.isAtLeast(1)
        ? Optional.empty()
        : Optional.of(reduceOnce(value, reduce, broadcast, repeats, builder));
  }

  private static Value reduceOnce(
      Value value, Reduce reduce, Move.Broadcast broadcast, Dim repeats, GraphBuilder builder) {
    Value source = value.operand(0).operand(0);
    List<Integer> left = Axes.others(value.operand(0).rank(), reduce.axes());
    List<Integer> reduced = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int axis = 0; axis < source.rank(); axis++) {
      int place = broadcast.axes().get(axis);
      if (reduce.axes().contains(place)) {
        reduced.add(axis);
      } else {
        kept.add(left.indexOf(place));
      }
    }
    Value once = builder.reduce(reduce.kind(), source, reduced);
    if (reduce.kind() == Reduce.Kind.SUM) {
      Value count = builder.sizeOf(value.type().element(), repeats);
      once = builder.mul(once, builder.broadcastTo(count, once.shape()));
    }
    return builder.broadcast(once, value.shape(), kept);
  }
}
