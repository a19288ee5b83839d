package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.ScatterAdd;
import dev.netc.compiler.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What flows back through a max pool: a {@link ScatterAdd} of one element within each window, at
 * the place that {@link ArgReduce} found there, under an {@link Move.OverlapAdd} of the windows.
 */
record PoolGradientForm(
    Peeled peeled, PooledImage image, Value gradient, Value places, Set<Value> within)
    implements Form {

  static Optional<Form> of(Value result, Uses uses) {
    return pool(result, uses).map(form -> form);
  }

  static Optional<PoolGradientForm> pool(Value result, Uses uses) {
    Peeled peeled = Peeled.of(result, uses);
    if (result.type().element() != ElementType.FLOAT || peeled.mode() == Kernel.Mode.ADD) {
      return Optional.empty();
    }
    Set<Value> within = new HashSet<>(peeled.around());
    Value overlap = peeled.core();
    while (overlap.op() instanceof Move.Slice && uses.once(overlap.operand(0))) {
      within.add(overlap);
      overlap = overlap.operand(0);
    }
    if (!(overlap.op() instanceof Move.OverlapAdd)) {
      return Optional.empty();
    }
    within.add(overlap);
    Value scatter = overlap.operand(0);
    while (scatter.op() instanceof Move.Reshape && uses.once(scatter)) {
      within.add(scatter);
      scatter = scatter.operand(0);
    }
    if (!(scatter.op() instanceof ScatterAdd op)
        || !uses.once(scatter)
        || op.axis() != scatter.rank() - 1
        || !scatter.operand(0).dim(op.axis()).is(1)) {
      return Optional.empty();
    }
    within.add(scatter);
    Value places = scatter.operand(1);
    while (PoolForm.isView(places)) {
      places = places.operand(0);
    }
    if (!(places.op() instanceof ArgReduce search)
        || search.axis() != places.rank()
        || !places.operand(0).dim(search.axis()).equals(op.extent())) {
      return Optional.empty();
    }
    within.remove(result);
    Value found = places;
    Value gradient = scatter.operand(0);
    return PooledImage.adjoint(peeled.core(), overlap, scatter)
        .map(image -> new PoolGradientForm(peeled, image, gradient, found, within));
  }

  @Override
  public List<Value> needs() {
    return List.of(PooledImage.dense(gradient).value(), places);
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
    return new Kernel.Pool(
        Kernel.Pool.Operation.MAX_GRADIENT,
        image.height(),
        image.width(),
        image.images(),
        new Kernel.Convolution.Dense(peeled.result(), Dim.ZERO),
        PooledImage.dense(gradient),
        Optional.of(places));
  }
}
