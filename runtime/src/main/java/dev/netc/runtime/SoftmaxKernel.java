package dev.netc.runtime;

/** What computes {@link Softmax}: plain loops, or loops with vectors. */
interface SoftmaxKernel {
  /** See {@link Softmax#forward}. */
  void forward(
      float[] x,
      int xAt,
      float[] max,
      int maxAt,
      float[] powers,
      int powersAt,
      float[] sum,
      int sumAt,
      float[] y,
      int yAt,
      int row,
      int rows,
      int columns);
}
