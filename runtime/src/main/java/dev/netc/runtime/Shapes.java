package dev.netc.runtime;

import java.util.Arrays;

/** Arithmetic on shapes, which are {@code int[]} of sizes, outermost axis first. */
final class Shapes {
  private Shapes() {}

  /**
   * The number of elements of {@code shape}; 1 for the empty shape of a scalar.
   *
   * @throws IllegalArgumentException if a size is negative, or the product no Java array's length
   */
  static int count(int... shape) {
    long count = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("shape " + text(shape) + " has a negative size");
      }
      count *= size;
      if (count > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + text(shape) + " has more elements than a Java array can hold");
      }
    }
    return (int) count;
  }

  /** {@code [6, 1, 3, 3]}. */
  static String text(int... shape) {
    return Arrays.toString(shape);
  }
}
