package dev.netc.runtime;

/** What computes {@link Pooling}: plain loops, or loops with vectors. */
interface PoolingKernels {
  /** See {@link Pooling#max}; places are written if {@code at} has elements. */
  void max(
      Pooling pool,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] at,
      int atOffset);

  /** See {@link Pooling#maxBackward}. */
  void maxBackward(
      Pooling pool,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] dx,
      int dxOffset);

  /** See {@link Pooling#sum}. */
  void sum(Pooling pool, int from, int to, float[] x, int xOffset, float[] y, int yOffset);

  /** See {@link Pooling#sumBackward}. */
  void sumBackward(
      Pooling pool, int from, int to, float[] dy, int dyOffset, float[] dx, int dxOffset);
}
