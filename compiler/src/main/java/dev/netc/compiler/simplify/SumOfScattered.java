package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.ScatterAdd;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where elements are added to does not matter to their sum: what flows back through a max pool has
 * the sum over each image that the gradient of the pool had. The bias of a convolution in front of
 * the pool asks for it.
 */
final class SumOfScattered implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Reduce reduce)
        || reduce.kind() != Reduce.Kind.SUM
        || !(value.operand(0).op() instanceof Move.OverlapAdd overlap)
        || !reduce.axes().containsAll(overlap.window().axes())) {
      return Optional.empty();
    }
    Value scatter = value.operand(0).operand(0);
    int rank = value.operand(0).rank();
    while (scatter.op() instanceof Move.Reshape) {
      scatter = scatter.operand(0);
    }
    // On one axis lie the elements of one window and no others.
    if (!(scatter.op() instanceof ScatterAdd scatterAdd)
        || scatterAdd.axis() != rank
        || scatter.rank() != rank + 1
        || !placements(scatter, rank).equals(placements(value.operand(0).operand(0), rank))) {
      return Optional.empty();
    }
    List<Integer> axes = new ArrayList<>(reduce.axes());
    axes.add(rank);
    return Optional.of(
        builder.reduce(
            Reduce.Kind.SUM,
            scatter.operand(0),
            Axes.range(rank + 1).stream().filter(axes::contains).toList()));
  }

  private static Shape placements(Value windows, int rank) {
    return new Shape(windows.shape().dims().subList(0, rank));
  }
}
