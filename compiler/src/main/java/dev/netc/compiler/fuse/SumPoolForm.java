package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sums of windows, which a mean pool divides, or what flows back through them: an {@link
 * Move.OverlapAdd} of windows whose elements are all the same.
 *
 * @param output the sums, or their gradient
 */
record SumPoolForm(
    Peeled peeled,
    Kernel.Pool.Operation operation,
    PooledImage image,
    Value output,
    Set<Value> within)
    implements Form {

  static Optional<Form> of(Value result, Uses uses) {
    Peeled peeled = Peeled.of(result, uses);
    if (result.type().element() != ElementType.FLOAT || peeled.mode() == Kernel.Mode.ADD) {
      return Optional.empty();
    }
    Value core = peeled.core();
    Set<Value> within = new HashSet<>(peeled.around());
    if (core.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && core.operand(0).op() instanceof Move.Window window
        && isLast(reduce.axes(), window.axes().size(), core.operand(0).rank())) {
      return PooledImage.ofWindows(core.operand(0), 0)
          .map(image -> new SumPoolForm(peeled, Kernel.Pool.Operation.SUM, image, result, within));
    }
    Value overlap = core;
    while (overlap.op() instanceof Move.Slice && uses.once(overlap.operand(0))) {
      within.add(overlap);
      overlap = overlap.operand(0);
    }
    if (!(overlap.op() instanceof Move.OverlapAdd)
        || !(overlap.operand(0).op() instanceof Move.Broadcast spread)
        || !uses.once(overlap.operand(0))
        || !spread.axes().equals(Axes.range(overlap.rank()))) {
      return Optional.empty();
    }
    within.add(overlap);
    within.add(overlap.operand(0));
    within.remove(result);
    Value gradient = overlap.operand(0).operand(0);
    return PooledImage.adjoint(core, overlap)
        .map(
            image ->
                new SumPoolForm(
                    peeled, Kernel.Pool.Operation.SUM_GRADIENT, image, gradient, within));
  }

  private static boolean isLast(List<Integer> axes, int count, int rank) {
    return axes.equals(Axes.range(rank).subList(rank - count, rank));
  }

  @Override
  public List<Value> needs() {
    return List.of(
        operation == Kernel.Pool.Operation.SUM
            ? image.memory().value()
            : PooledImage.dense(output).value());
  }

  @Override
  public List<Value> takes() {
    return List.of();
  }

  @Override
  public Set<Value> absorbs() {
    return within;
  }

  @Override
  public Kernel.Pool build(Set<Value> stored) {
    Kernel.Convolution.Dense own = new Kernel.Convolution.Dense(peeled.result(), Dim.ZERO);
    boolean forward = operation == Kernel.Pool.Operation.SUM;
    return new Kernel.Pool(
        operation,
        image.height(),
        image.width(),
        image.images(),
        forward ? image.memory() : own,
        forward ? own : PooledImage.dense(output),
        Optional.empty());
  }
}
