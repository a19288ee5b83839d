package dev.netc.runtime;

import dev.netc.runtime.BlockKernels.Function;

/** {@link Softmax} with plain loops. */
final class ScalarSoftmax implements SoftmaxKernel {
  @Override
  public void forward(
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
      int columns) {
    for (int i = 0; i < rows; i++) {
      int from = xAt + i * row;
      int at = powersAt + i * row;
      float most = ScalarReductions.PLAIN.max(x, from, columns);
      for (int j = 0; j < columns; j++) {
        powers[at + j] = x[from + j] - most;
      }
      ScalarBlocks.PLAIN.map(Function.EXP, powers, at, powers, at, columns);
      float total = (float) ScalarReductions.PLAIN.sum(powers, at, columns);
      int to = yAt + i * row;
      for (int j = 0; j < columns; j++) {
        y[to + j] = powers[at + j] / total;
      }
      max[maxAt + i] = most;
      sum[sumAt + i] = total;
    }
  }
}
