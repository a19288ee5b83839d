package dev.netc.compiler.ir;

/** Positions of elements in arrays: every op that moves elements is a choice of strides. */
final class Offsets {
  private Offsets() {}

  /** The number of elements of a shape. */
  static int count(int[] shape) {
    int count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** By how much the position grows with the index of each axis, for row-major order. */
  static int[] rowMajor(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /**
   * The position {@code base + sum over axes of index * stride} of each index into {@code shape},
   * in row-major order of the indices.
   */
  static int[] of(int base, int[] shape, int[] strides) {
    int[] offsets = {base};
    for (int axis = 0; axis < shape.length; axis++) {
      int[] longer = new int[Math.multiplyExact(offsets.length, shape[axis])];
      int next = 0;
      for (int offset : offsets) {
        for (int i = 0; i < shape[axis]; i++) {
          longer[next++] = offset + i * strides[axis];
        }
      }
      offsets = longer;
    }
    return offsets;
  }
}
