package dev.netc.compiler.ir;

import java.util.Arrays;

/**
 * A tensor of the {@link Interpreter}: sizes, and the elements in row-major order. Truth is 1,
 * falsehood 0. The arrays are not copied: neither is to be changed afterwards.
 */
public final class DoubleTensor {
  private final int[] shape;
  private final double[] data;

  private DoubleTensor(int[] shape, double[] data) {
    this.shape = shape;
    this.data = data;
  }

  /**
   * A tensor of {@code shape} over {@code data}.
   *
   * @throws IllegalArgumentException if the number of elements is not what the shape says
   */
  public static DoubleTensor of(int[] shape, double... data) {
    if (Offsets.count(shape) != data.length) {
      throw new IllegalArgumentException(
          data.length + " elements for the shape " + Arrays.toString(shape));
    }
    return new DoubleTensor(shape, data);
  }

  public static DoubleTensor scalar(double value) {
    return new DoubleTensor(new int[0], new double[] {value});
  }

  /** A tensor of rank one. */
  public static DoubleTensor vector(double... data) {
    return new DoubleTensor(new int[] {data.length}, data);
  }

  public int[] shape() {
    return shape;
  }

  public double[] data() {
    return data;
  }

  public int rank() {
    return shape.length;
  }

  /** The element of a scalar. */
  public double item() {
    if (data.length != 1) {
      throw new IllegalStateException(data.length + " elements, not one");
    }
    return data[0];
  }

  /** Equal shape and equal elements, with NaN equal to NaN, and 0 unequal to -0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DoubleTensor tensor
        && Arrays.equals(shape, tensor.shape)
        && Arrays.equals(data, tensor.data);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return Arrays.toString(shape) + Arrays.toString(data);
  }
}
