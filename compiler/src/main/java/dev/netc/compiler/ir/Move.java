package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Ops that place elements elsewhere without computing, but for {@link OverlapAdd}, which adds what
 * falls together.
 */
public sealed interface Move extends Op {

  /** The same elements in row-major order under another shape. */
  record Reshape(Shape shape) implements Move {
    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 1);
      Check.that(
          operands.get(0).shape().elements().equals(shape.elements()),
          "reshape of %s to %s",
          operands.get(0),
          shape);
      return operands.get(0).withShape(shape);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reshape(this);
    }
  }

  /** Axis {@code i} of the result is axis {@code permutation[i]} of the operand. */
  record Transpose(List<Integer> permutation) implements Move {
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 1);
      TensorType operand = operands.get(0);
      List<Integer> sorted = new ArrayList<>(permutation);
      Collections.sort(sorted);
      Check.that(sorted.equals(Axes.range(operand.rank())), "%s of %s", this, operand);
      return operand.withShape(new Shape(permutation.stream().map(operand::dim).toList()));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.transpose(this);
    }
  }

  /**
   * Repeats along new axes: axis {@code i} of the operand is axis {@code axes[i]} of the result.
   * The axes are ascending.
   */
  record Broadcast(Shape shape, List<Integer> axes) implements Move {
    public Broadcast {
      axes = List.copyOf(axes);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 1);
      TensorType operand = operands.get(0);
      Check.that(operand.rank() == axes.size(), "broadcast of %s along %s", operand, axes);
      for (int i = 0; i < axes.size(); i++) {
        Check.that(
            operand.dim(i).equals(shape.dim(axes.get(i)))
                && (i == 0 || axes.get(i - 1) < axes.get(i)),
            "broadcast of %s to %s along %s",
            operand,
            shape,
            axes);
      }
      return operand.withShape(shape);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.broadcast(this);
    }
  }

  /**
   * Elements {@code starts}, {@code starts + strides}, … before {@code limits}; one entry for each
   * axis.
   */
  record Slice(List<Dim> starts, List<Dim> limits, List<Long> strides) implements Move {
    public Slice {
      starts = List.copyOf(starts);
      limits = List.copyOf(limits);
      strides = List.copyOf(strides);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 1);
      Check.that(operands.get(0).rank() == starts.size(), "%s of %s", this, operands.get(0));
      List<Dim> dims = new ArrayList<>();
      for (int axis = 0; axis < starts.size(); axis++) {
        Dim stride = Dim.of(strides.get(axis));
        Dim beyond = limits.get(axis).minus(operands.get(0).dim(axis));
        Check.that(
            stride.isAtLeast(1) && !starts.get(axis).negated().isAtLeast(1) && !beyond.isAtLeast(1),
            "%s of %s",
            this,
            operands.get(0));
        dims.add(
            limits.get(axis).minus(starts.get(axis)).plus(stride).plus(-1).floorDividedBy(stride));
      }
      return operands.get(0).withShape(new Shape(dims));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.slice(this);
    }
  }

  /**
   * Surrounds with {@code low} and {@code high} elements of {@code value}, and puts {@code
   * interior} of them between neighbours; one entry for each axis, none negative.
   */
  record Pad(List<Long> low, List<Long> high, List<Long> interior, double value) implements Move {
    public Pad {
      low = List.copyOf(low);
      high = List.copyOf(high);
      interior = List.copyOf(interior);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 1);
      TensorType operand = operands.get(0);
      Check.that(operand.rank() == low.size(), "%s of %s", this, operand);
      List<Dim> dims = new ArrayList<>();
      for (int axis = 0; axis < low.size(); axis++) {
        long gap = interior.get(axis);
        Check.that(
            low.get(axis) >= 0 && high.get(axis) >= 0 && gap >= 0, "%s of %s", this, operand);
        dims.add(operand.dim(axis).times(gap + 1).plus(low.get(axis) + high.get(axis) - gap));
      }
      return operand.withShape(new Shape(dims));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pad(this);
    }
  }

  /** Reverses the order along {@code axes}. */
  record Flip(List<Integer> axes) implements Move {
    public Flip {
      axes = List.copyOf(axes);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 1);
      axes.forEach(axis -> Check.axis(axis, operands.get(0)));
      return operands.get(0);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.flip(this);
    }
  }

  /** Puts the operands one after another along {@code axis}. */
  record Concat(int axis) implements Move {
    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.that(!operands.isEmpty(), "concat of nothing");
      TensorType first = operands.get(0);
      Check.axis(axis, first);
      Dim sum = Dim.ZERO;
      for (TensorType operand : operands) {
        Check.that(
            operand.element() == first.element()
                && operand
                    .shape()
                    .without(List.of(axis))
                    .equals(first.shape().without(List.of(axis))),
            "concat of %s",
            operands);
        sum = sum.plus(operand.dim(axis));
      }
      return first.withShape(first.shape().with(axis, sum));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.concat(this);
    }
  }

  /**
   * Every placement of a sliding window. Axis {@code axes[i]} of size {@code L} becomes the {@code
   * floor((L - dilation*(size-1) - 1) / stride) + 1} placements, and a new last axis of {@code
   * sizes[i]} holds the elements of one window, in the order of {@code axes}: {@code y[.., o, ..,
   * k] = x[.., o*stride + k*dilation, ..]}.
   */
  record Window(List<Integer> axes, List<Long> sizes, List<Long> strides, List<Long> dilations)
      implements Move {
    public Window {
      axes = List.copyOf(axes);
      sizes = List.copyOf(sizes);
      strides = List.copyOf(strides);
      dilations = List.copyOf(dilations);
    }

    /**
     * How many placements fit on an axis of {@code extent}, for the {@code i}-th of {@code axes}.
     */
    public Dim placements(int i, Dim extent) {
      long reach = dilations.get(i) * (sizes.get(i) - 1) + 1;
      return extent.minus(Dim.of(reach)).floorDividedBy(Dim.of(strides.get(i))).plus(1);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 1);
      TensorType operand = operands.get(0);
      List<Dim> dims = new ArrayList<>(operand.shape().dims());
      for (int i = 0; i < axes.size(); i++) {
        Check.axis(axes.get(i), operand);
        dims.set(axes.get(i), placements(i, operand.dim(axes.get(i))));
        dims.add(Dim.of(sizes.get(i)));
      }
      return operand.withShape(new Shape(dims));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.window(this);
    }
  }

  /**
   * The adjoint of {@link Window}: adds each element of each window to the place it was taken from;
   * {@code extents} are the sizes of {@code axes} in the result.
   */
  record OverlapAdd(Window window, List<Dim> extents) implements Move {
    public OverlapAdd {
      extents = List.copyOf(extents);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
      Check.count(this, operands, 1);
      TensorType operand = operands.get(0);
      int rank = operand.rank() - window.axes().size();
      List<Dim> dims = new ArrayList<>(operand.shape().dims().subList(0, rank));
      for (int i = 0; i < window.axes().size(); i++) {
        dims.set(window.axes().get(i), extents.get(i));
      }
      TensorType result = operand.withShape(new Shape(dims));
      Check.that(
          window.infer(List.of(result)).equals(operand),
          "overlap-add of %s to %s",
          operand,
          result);
      return result;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.overlapAdd(this);
    }
  }
}
