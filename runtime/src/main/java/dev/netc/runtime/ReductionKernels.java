package dev.netc.runtime;

/** What computes {@link Reductions}: plain loops, or loops with vectors. */
interface ReductionKernels {
  /** See {@link Reductions#sum}. */
  double sum(float[] x, int xAt, int count);

  /** See {@link Reductions#dot}. */
  double dot(float[] x, int xAt, float[] y, int yAt, int count);

  /** See {@link Reductions#centredDot}. */
  double centredDot(
      float[] x, int xAt, float xCentre, float[] y, int yAt, float yCentre, int count);

  /** See {@link Reductions#max}. */
  float max(float[] x, int xAt, int count);

  /** See {@link Reductions#min}. */
  float min(float[] x, int xAt, int count);

  /** See {@link Reductions#columnSums}. */
  void columnSums(float[] x, int xAt, int xRow, int rows, float[] z, int zAt, int columns);

  /** See {@link Reductions#columnDots}. */
  void columnDots(
      float[] x,
      int xAt,
      int xRow,
      float[] y,
      int yAt,
      int yRow,
      int rows,
      float[] z,
      int zAt,
      int columns);
}
