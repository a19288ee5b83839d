package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Computes one value from its operands' elements: the meaning of each op, as plainly as can be. */
final class Evaluator implements Op.Visitor<DoubleTensor> {
  private final ElementType element;
  private final java.util.Map<String, Long> sizes;
  private final List<DoubleTensor> operands;
  private final int[] shape;
  private final double[] result;

  /** Prepares for a value of {@code type}, of which the free sizes are {@code sizes}. */
  Evaluator(TensorType type, java.util.Map<String, Long> sizes, List<DoubleTensor> operands) {
    this.element = type.element();
    this.sizes = sizes;
    this.operands = operands;
    this.shape = type.shape().evaluate(sizes);
    this.result = new double[Offsets.count(shape)];
  }

  private DoubleTensor done() {
    return DoubleTensor.of(shape, result);
  }

  private double[] data(int operand) {
    return operands.get(operand).data();
  }

  private int[] shapeOf(int operand) {
    return operands.get(operand).shape();
  }

  private int[] stridesOf(int operand) {
    return Offsets.rowMajor(shapeOf(operand));
  }

  /** Each element of the result is the one of the operand at {@code base} and {@code strides}. */
  private DoubleTensor pull(int base, int... strides) {
    int[] from = Offsets.of(base, shape, strides);
    for (int i = 0; i < result.length; i++) {
      result[i] = data(0)[from[i]];
    }
    return done();
  }

  /** Each element of an operand goes to {@code base} and {@code strides} of the result. */
  private void push(int operand, int base, int... strides) {
    int[] to = Offsets.of(base, shapeOf(operand), strides);
    for (int i = 0; i < to.length; i++) {
      result[to[i]] = data(operand)[i];
    }
  }

  @Override
  public DoubleTensor input(Op.Input op) {
    throw new IllegalStateException(op + " is given, not computed");
  }

  @Override
  public DoubleTensor constant(Op.Constant op) {
    result[0] = op.value();
    return done();
  }

  @Override
  public DoubleTensor sizeOf(Op.SizeOf op) {
    result[0] = op.dim().evaluate(sizes);
    return done();
  }

  @Override
  public DoubleTensor iota(Op.Iota op) {
    int[] strides = new int[shape.length];
    strides[op.axis()] = 1;
    int[] positions = Offsets.of(0, shape, strides);
    for (int i = 0; i < result.length; i++) {
      result[i] = positions[i];
    }
    return done();
  }

  @Override
  public DoubleTensor random(Random op) {
    double[] key = data(0);
    for (int i = 0; i < result.length; i++) {
      result[i] = Philox.uniform((int) key[0], (int) key[1], op.stream(), i);
    }
    return done();
  }

  @Override
  public DoubleTensor map(Map op) {
    double[] x = data(0);
    double[] y = data(Math.min(1, operands.size() - 1));
    double[] z = data(Math.min(2, operands.size() - 1));
    for (int i = 0; i < result.length; i++) {
      double value = op.function().evaluate(x[i], y[i], z[i]);
      // Through long: Java's whole numbers wrap, its conversions from double to int do not.
      result[i] = element == ElementType.INT ? (int) (long) value : value;
    }
    return done();
  }

  @Override
  public DoubleTensor cast(Cast op) {
    for (int i = 0; i < result.length; i++) {
      double value = data(0)[i];
      result[i] =
          switch (op.to()) {
            case FLOAT, DOUBLE -> value;
            case INT -> (int) value;
            case BOOL -> value != 0 ? 1 : 0;
          };
    }
    return done();
  }

  @Override
  public DoubleTensor reduce(Reduce op) {
    int[] strides = new int[operands.get(0).rank()];
    int[] kept = Offsets.rowMajor(shape);
    List<Integer> others = Axes.others(strides.length, op.axes());
    for (int i = 0; i < kept.length; i++) {
      strides[others.get(i)] = kept[i];
    }
    int[] to = Offsets.of(0, shapeOf(0), strides);
    Arrays.fill(result, op.kind().identity());
    for (int i = 0; i < to.length; i++) {
      result[to[i]] = op.kind().combine(result[to[i]], data(0)[i]);
    }
    return done();
  }

  @Override
  public DoubleTensor argReduce(ArgReduce op) {
    int[] strides = stridesOf(0);
    int step = strides[op.axis()];
    int[] starts = Offsets.of(0, shape, without(strides, op.axis()));
    for (int i = 0; i < result.length; i++) {
      int best = 0;
      for (int k = 1; k < shapeOf(0)[op.axis()]; k++) {
        if (op.kind().replaces(data(0)[starts[i] + k * step], data(0)[starts[i] + best * step])) {
          best = k;
        }
      }
      result[i] = best;
    }
    return done();
  }

  private static int[] without(int[] strides, int axis) {
    int[] rest = new int[strides.length - 1];
    System.arraycopy(strides, 0, rest, 0, axis);
    System.arraycopy(strides, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  @Override
  public DoubleTensor contract(Contract op) {
    List<Integer> summed = new ArrayList<>(op.left());
    summed.removeAll(op.result());
    int[] extents = new int[summed.size()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = shapeOf(0)[op.left().indexOf(summed.get(i))];
    }
    int[] left = Offsets.of(0, shape, byLabel(0, op.left(), op.result()));
    int[] right = Offsets.of(0, shape, byLabel(1, op.right(), op.result()));
    int[] leftTerms = Offsets.of(0, extents, byLabel(0, op.left(), summed));
    int[] rightTerms = Offsets.of(0, extents, byLabel(1, op.right(), summed));
    double[] x = data(0);
    double[] y = data(1);
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int k = 0; k < leftTerms.length; k++) {
        sum += x[left[i] + leftTerms[k]] * y[right[i] + rightTerms[k]];
      }
      result[i] = sum;
    }
    return done();
  }

  /** The operand's strides along the axes with {@code labels}; 0 for a label that it lacks. */
  private int[] byLabel(int operand, List<Integer> own, List<Integer> labels) {
    int[] strides = stridesOf(operand);
    return labels.stream()
        .mapToInt(label -> own.contains(label) ? strides[own.indexOf(label)] : 0)
        .toArray();
  }

  @Override
  public DoubleTensor reshape(Move.Reshape op) {
    return DoubleTensor.of(shape, data(0));
  }

  @Override
  public DoubleTensor transpose(Move.Transpose op) {
    int[] strides = stridesOf(0);
    return pull(0, op.permutation().stream().mapToInt(axis -> strides[axis]).toArray());
  }

  @Override
  public DoubleTensor broadcast(Move.Broadcast op) {
    int[] strides = new int[shape.length];
    for (int i = 0; i < op.axes().size(); i++) {
      strides[op.axes().get(i)] = stridesOf(0)[i];
    }
    return pull(0, strides);
  }

  @Override
  public DoubleTensor slice(Move.Slice op) {
    int[] strides = stridesOf(0);
    int base = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      base += Math.toIntExact(op.starts().get(axis).evaluate(sizes)) * strides[axis];
      strides[axis] *= Math.toIntExact(op.strides().get(axis));
    }
    return pull(base, strides);
  }

  @Override
  public DoubleTensor pad(Move.Pad op) {
    Arrays.fill(result, op.value());
    int[] strides = Offsets.rowMajor(shape);
    int base = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      base += Math.toIntExact(op.low().get(axis)) * strides[axis];
      strides[axis] *= Math.toIntExact(op.interior().get(axis) + 1);
    }
    push(0, base, strides);
    return done();
  }

  @Override
  public DoubleTensor flip(Move.Flip op) {
    int[] strides = stridesOf(0);
    int base = 0;
    for (int axis : op.axes()) {
      base += (shape[axis] - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return pull(base, strides);
  }

  @Override
  public DoubleTensor concat(Move.Concat op) {
    int[] strides = Offsets.rowMajor(shape);
    int start = 0;
    for (int i = 0; i < operands.size(); i++) {
      push(i, start * strides[op.axis()], strides);
      start += shapeOf(i)[op.axis()];
    }
    return done();
  }

  @Override
  public DoubleTensor window(Move.Window op) {
    return pull(0, windowStrides(op, shapeOf(0)));
  }

  @Override
  public DoubleTensor overlapAdd(Move.OverlapAdd op) {
    int[] to = Offsets.of(0, shapeOf(0), windowStrides(op.window(), shape));
    for (int i = 0; i < to.length; i++) {
      result[to[i]] += data(0)[i];
    }
    return done();
  }

  /**
   * The strides of the windows' axes over the tensor of {@code full} shape that they slide over.
   */
  private static int[] windowStrides(Move.Window window, int[] full) {
    int[] dense = Offsets.rowMajor(full);
    int[] strides = Arrays.copyOf(dense, full.length + window.axes().size());
    for (int i = 0; i < window.axes().size(); i++) {
      int axis = window.axes().get(i);
      strides[axis] = dense[axis] * Math.toIntExact(window.strides().get(i));
      strides[full.length + i] = dense[axis] * Math.toIntExact(window.dilations().get(i));
    }
    return strides;
  }

  @Override
  public DoubleTensor gather(Gather op) {
    int[] from = along(op.axis(), shapeOf(0), 1);
    for (int i = 0; i < result.length; i++) {
      result[i] = data(0)[from[i]];
    }
    return done();
  }

  @Override
  public DoubleTensor scatterAdd(ScatterAdd op) {
    int[] to = along(op.axis(), shape, 1);
    for (int i = 0; i < to.length; i++) {
      result[to[i]] += data(0)[i];
    }
    return done();
  }

  @Override
  public DoubleTensor scan(Scan op) {
    List<Value> inputs = op.body().inputs();
    int rounds = shapeOf(op.carries())[0];
    List<DoubleTensor> now = new ArrayList<>(operands);
    for (int round = 0; round < rounds; round++) {
      int at = op.direction() == Scan.Direction.FORWARD ? round : rounds - 1 - round;
      for (int i = op.carries(); i < op.carries() + op.sequences(); i++) {
        now.set(i, row(i, at));
      }
      java.util.Map<Interpreter.Key, DoubleTensor> given = new java.util.HashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        Op.Input input = (Op.Input) inputs.get(i).op();
        given.put(new Interpreter.Key(input.role(), input.name()), now.get(i));
      }
      Evaluation evaluation = Interpreter.run(op.body(), given, sizes);
      for (int i = 0; i < op.carries(); i++) {
        now.set(i, evaluation.of(op.next(i)));
      }
      for (int i = 0; i < op.yields(); i++) {
        double[] yielded = evaluation.of(op.yielded(i)).data();
        put(yielded, op.start(Dim.of(rounds), i).evaluate(sizes) + (long) at * yielded.length);
      }
    }
    for (int i = 0; i < op.carries(); i++) {
      put(now.get(i).data(), op.startOfLast(Dim.of(rounds), i).evaluate(sizes));
    }
    return done();
  }

  private DoubleTensor row(int operand, int at) {
    int[] full = shapeOf(operand);
    int[] rest = Arrays.copyOfRange(full, 1, full.length);
    int length = Offsets.count(rest);
    return DoubleTensor.of(rest, Arrays.copyOfRange(data(operand), at * length, (at + 1) * length));
  }

  private void put(double[] elements, long start) {
    System.arraycopy(elements, 0, result, Math.toIntExact(start), elements.length);
  }

  /**
   * The positions in a tensor of {@code full} shape that an operand of indices names along {@code
   * axis}.
   */
  private int[] along(int axis, int[] full, int indices) {
    int[] strides = Offsets.rowMajor(full);
    int stride = strides[axis];
    strides[axis] = 0;
    int[] positions = Offsets.of(0, shapeOf(indices), strides);
    for (int i = 0; i < positions.length; i++) {
      int index = (int) data(indices)[i];
      positions[i] += java.util.Objects.checkIndex(index, full[axis]) * stride;
    }
    return positions;
  }
}
