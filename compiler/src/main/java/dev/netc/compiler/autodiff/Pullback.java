package dev.netc.compiler.autodiff;

import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Gather;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.ScatterAdd;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * The derivative of each op: for the cotangent of a value, a function from the position of an
 * operand to the operand's cotangent, empty where none flows.
 *
 * <p>Nothing is built before the function is called, so that only what is asked for is built, under
 * the origin then set.
 */
final class Pullback implements Op.Visitor<IntFunction<Optional<Value>>> {
  private final GraphBuilder b;
  private final Value value;
  private final Value cotangent;
  private final Predicate<Value> active;

  /**
   * @param active which values have a cotangent that somebody wants
   */
  Pullback(GraphBuilder builder, Value value, Value cotangent, Predicate<Value> active) {
    this.b = builder;
    this.active = active;
    this.value = value;
    this.cotangent = cotangent;
  }

  private static Optional<Value> none(int operand) {
    return Optional.empty();
  }

  private Value operand() {
    return value.operand(0);
  }

  @Override
  public IntFunction<Optional<Value>> input(Op.Input op) {
    return Pullback::none;
  }

  @Override
  public IntFunction<Optional<Value>> constant(Op.Constant op) {
    return Pullback::none;
  }

  @Override
  public IntFunction<Optional<Value>> sizeOf(Op.SizeOf op) {
    return Pullback::none;
  }

  @Override
  public IntFunction<Optional<Value>> iota(Op.Iota op) {
    return Pullback::none;
  }

  @Override
  public IntFunction<Optional<Value>> random(Random op) {
    return Pullback::none;
  }

  @Override
  public IntFunction<Optional<Value>> map(Map op) {
    return i ->
        Optional.ofNullable(
            op.function().pullback().apply(b, cotangent, value.operands(), value).get(i));
  }

  @Override
  public IntFunction<Optional<Value>> cast(Cast op) {
    return i -> Optional.of(b.cast(cotangent, operand().type().element()));
  }

  @Override
  public IntFunction<Optional<Value>> reduce(Reduce op) {
    return i ->
        Optional.of(
            switch (op.kind()) {
              case SUM -> spread(cotangent, op);
              case PROD -> ofProduct(op);
              case MAX, MIN -> ofExtreme(op);
            });
  }

  /** One element for each result, repeated for each element that went into it. */
  private Value spread(Value x, Reduce op) {
    return b.broadcast(x, operand().shape(), Axes.others(operand().rank(), op.axes()));
  }

  /** Shared evenly among the elements that are equal to the extreme, as in {@code torch.amax}. */
  private Value ofExtreme(Reduce op) {
    Value chosen = b.map(Elementwise.EQ, operand(), spread(value, op));
    Value ones = b.cast(chosen, operand().type().element());
    return b.mul(ones, spread(b.div(cotangent, b.sum(ones, op.axes())), op));
  }

  /**
   * The product of all other elements. With one zero among them only that one has such a product,
   * with two none has; so zeros are counted, and left out of the product. Derived once more it is
   * right where no element is zero.
   */
  private Value ofProduct(Reduce op) {
    Value x = operand();
    Value zero = b.map(Elementwise.EQ, x, b.like(x, 0));
    Value others = b.where(zero, b.like(x, 1), x);
    Value product = spread(b.reduce(Reduce.Kind.PROD, others, op.axes()), op);
    Value zeros = spread(b.sum(b.cast(zero, x.type().element()), op.axes()), op);
    Value otherZeros = b.sub(zeros, b.cast(zero, x.type().element()));
    Value slope =
        b.where(
            b.map(Elementwise.EQ, otherZeros, b.like(x, 0)), b.div(product, others), b.like(x, 0));
    return b.mul(spread(cotangent, op), slope);
  }

  @Override
  public IntFunction<Optional<Value>> argReduce(ArgReduce op) {
    return Pullback::none;
  }

  @Override
  public IntFunction<Optional<Value>> contract(Contract op) {
    return i ->
        Optional.of(
            i == 0
                ? b.contract(cotangent, op.result(), value.operand(1), op.right(), op.left())
                : b.contract(value.operand(0), op.left(), cotangent, op.result(), op.right()));
  }

  @Override
  public IntFunction<Optional<Value>> reshape(Move.Reshape op) {
    return i -> Optional.of(b.reshape(cotangent, operand().shape()));
  }

  @Override
  public IntFunction<Optional<Value>> transpose(Move.Transpose op) {
    List<Integer> inverse = new ArrayList<>(op.permutation());
    for (int axis = 0; axis < inverse.size(); axis++) {
      inverse.set(op.permutation().get(axis), axis);
    }
    return i -> Optional.of(b.transpose(cotangent, inverse));
  }

  @Override
  public IntFunction<Optional<Value>> broadcast(Move.Broadcast op) {
    return i -> Optional.of(b.sum(cotangent, Axes.others(value.rank(), op.axes())));
  }

  /** Zeros where the slice took nothing: before it, between its strides, and after it. */
  @Override
  public IntFunction<Optional<Value>> slice(Move.Slice op) {
    List<Dim> before = new ArrayList<>();
    List<Dim> after = new ArrayList<>();
    List<Long> between = new ArrayList<>();
    for (int axis = 0; axis < value.rank(); axis++) {
      long stride = op.strides().get(axis);
      Dim reach = value.dim(axis).plus(-1).times(stride).plus(1);
      before.add(op.starts().get(axis));
      between.add(stride - 1);
      after.add(operand().dim(axis).minus(op.starts().get(axis)).minus(reach));
    }
    return i -> Optional.of(surround(before, between, after));
  }

  /**
   * The cotangent with zeros around and between. Sizes that are known at run time only are
   * concatenated, not padded.
   */
  private Value surround(List<Dim> before, List<Long> between, List<Dim> after) {
    Value result = b.pad(cotangent, known(before), known(after), between, 0);
    for (int axis = 0; axis < before.size(); axis++) {
      List<Value> parts = new ArrayList<>();
      if (!before.get(axis).isConstant()) {
        parts.add(zeros(result, axis, before.get(axis)));
      }
      parts.add(result);
      if (!after.get(axis).isConstant()) {
        parts.add(zeros(result, axis, after.get(axis)));
      }
      result = b.concat(parts, axis);
    }
    return result;
  }

  private static List<Long> known(List<Dim> dims) {
    return dims.stream().map(dim -> dim.isConstant() ? dim.constant() : 0L).toList();
  }

  private Value zeros(Value like, int axis, Dim size) {
    return b.full(like.type().withShape(like.shape().with(axis, size)), 0);
  }

  @Override
  public IntFunction<Optional<Value>> pad(Move.Pad op) {
    List<Dim> starts = new ArrayList<>();
    List<Dim> limits = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    for (int axis = 0; axis < value.rank(); axis++) {
      long stride = op.interior().get(axis) + 1;
      Dim start = Dim.of(op.low().get(axis));
      starts.add(start);
      limits.add(start.plus(operand().dim(axis).plus(-1).times(stride)).plus(1));
      strides.add(stride);
    }
    return i -> Optional.of(b.slice(cotangent, starts, limits, strides));
  }

  @Override
  public IntFunction<Optional<Value>> flip(Move.Flip op) {
    return i -> Optional.of(b.flip(cotangent, op.axes()));
  }

  @Override
  public IntFunction<Optional<Value>> concat(Move.Concat op) {
    List<Dim> starts = new ArrayList<>();
    Dim start = Dim.ZERO;
    for (Value part : value.operands()) {
      starts.add(start);
      start = start.plus(part.dim(op.axis()));
    }
    starts.add(start);
    return i -> Optional.of(b.slice(cotangent, op.axis(), starts.get(i), starts.get(i + 1)));
  }

  @Override
  public IntFunction<Optional<Value>> window(Move.Window op) {
    List<Dim> extents = op.axes().stream().map(operand()::dim).toList();
    return i -> Optional.of(b.overlapAdd(cotangent, op, extents));
  }

  @Override
  public IntFunction<Optional<Value>> overlapAdd(Move.OverlapAdd op) {
    return i -> Optional.of(b.window(cotangent, op.window()));
  }

  @Override
  public IntFunction<Optional<Value>> gather(Gather op) {
    return i ->
        Optional.of(b.scatterAdd(cotangent, value.operand(1), op.axis(), operand().dim(op.axis())));
  }

  @Override
  public IntFunction<Optional<Value>> scatterAdd(ScatterAdd op) {
    return i -> Optional.of(b.gather(cotangent, value.operand(1), op.axis()));
  }

  @Override
  public IntFunction<Optional<Value>> scan(Scan op) {
    return new ScanPullback(b, value, op, cotangent, active)::of;
  }
}
