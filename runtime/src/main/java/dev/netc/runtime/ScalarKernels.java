package dev.netc.runtime;

/** Kernels of plain loops, written so that C2 vectorises them. */
final class ScalarKernels extends FloatKernels {
  private static final int[] NO_PLACES = {};

  @Override
  boolean isDots(int m, int n, int k, int aColumnStride, int bRowStride) {
    return false;
  }

  @Override
  void multiply(
      boolean dots,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      int bRowStride,
      int bColumnStride,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate) {
    ScalarGemm.multiply(
        m,
        n,
        k,
        a,
        aOffset,
        aRowStride,
        aColumnStride,
        b,
        bOffset,
        bRowStride,
        bColumnStride,
        c,
        cOffset,
        cRowStride,
        accumulate);
  }

  @Override
  int units(Convolution conv, Convolution.Kind kind, int batch) {
    return kind == Convolution.Kind.BACKWARD_WEIGHT ? conv.weightTiles().size() : batch;
  }

  @Override
  int chunk(Convolution conv, Convolution.Kind kind, int batch) {
    return kind == Convolution.Kind.BACKWARD_WEIGHT ? 1 : ScalarConvolution.sampleChunk(conv);
  }

  @Override
  void forward(
      Convolution conv,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      Epilogue epilogue) {
    ScalarConvolution.forward(conv, from, to, x, xOffset, w, wOffset, y, yOffset, epilogue);
  }

  @Override
  void backwardData(
      Convolution conv,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    ScalarConvolution.backwardData(conv, from, to, dy, dyOffset, w, wOffset, dx, dxOffset);
  }

  @Override
  void backwardWeight(
      Convolution conv,
      int from,
      int to,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset,
      boolean accumulate) {
    for (int unit = from; unit < to; unit++) {
      WeightTile tile = conv.weightTiles().get(unit);
      if (!accumulate) {
        tile.clear(dw, dwOffset);
      }
      ScalarWeightGradient.add(conv, tile, batch, x, xOffset, dy, dyOffset, dw, dwOffset);
    }
  }

  @Override
  void finish(float[] c, int at, int count, float factor, float summand, float low, float high) {
    for (int i = at; i < at + count; i++) {
      c[i] = Math.min(Math.max(c[i] * factor + summand, low), high);
    }
  }

  @Override
  void scale(float[] c, int at, int count, float[] factors, int from) {
    for (int i = 0; i < count; i++) {
      c[at + i] *= factors[from + i];
    }
  }

  @Override
  void add(float[] c, int at, int count, float[] summands, int from, float low, float high) {
    for (int i = 0; i < count; i++) {
      c[at + i] = Math.min(Math.max(c[at + i] + summands[from + i], low), high);
    }
  }

  @Override
  void map(Function function, float[] x, int xOffset, float[] y, int yOffset, int count) {
    for (int i = 0; i < count; i++) {
      y[yOffset + i] = value(function, x[xOffset + i]);
    }
  }

  @Override
  double sum(float[] x, int xAt, int count) {
    return ScalarReductions.sum(x, xAt, count);
  }

  @Override
  double dot(float[] x, int xAt, float[] y, int yAt, int count) {
    return ScalarReductions.dot(x, xAt, y, yAt, count);
  }

  @Override
  float max(float[] x, int xAt, int count) {
    return ScalarReductions.max(x, xAt, count);
  }

  @Override
  float min(float[] x, int xAt, int count) {
    return ScalarReductions.min(x, xAt, count);
  }

  @Override
  void columnSums(float[] x, int xAt, int xRow, int rows, float[] z, int zAt, int columns) {
    ScalarReductions.columnSums(x, xAt, xRow, rows, z, zAt, columns);
  }

  @Override
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
      int columns) {
    ScalarReductions.columnDots(x, xAt, xRow, y, yAt, yRow, rows, z, zAt, columns);
  }

  @Override
  void maxPool(Pooling pool, int from, int to, float[] x, int xOffset, float[] y, int yOffset) {
    ScalarPooling.max(pool, from, to, x, xOffset, y, yOffset, NO_PLACES, 0);
  }

  @Override
  void maxPool(
      Pooling pool,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] at,
      int atOffset) {
    ScalarPooling.max(pool, from, to, x, xOffset, y, yOffset, at, atOffset);
  }

  @Override
  void maxPoolBackward(
      Pooling pool,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] dx,
      int dxOffset) {
    ScalarPooling.maxBackward(pool, from, to, dy, dyOffset, at, atOffset, dx, dxOffset);
  }

  @Override
  void sumPool(Pooling pool, int from, int to, float[] x, int xOffset, float[] y, int yOffset) {
    ScalarPooling.sum(pool, from, to, x, xOffset, y, yOffset);
  }

  @Override
  void sumPoolBackward(
      Pooling pool, int from, int to, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    ScalarPooling.sumBackward(pool, from, to, dy, dyOffset, dx, dxOffset);
  }

  private static float value(Function function, float x) {
    return switch (function) {
      case EXP -> (float) Math.exp(x);
      case LOG -> (float) Math.log(x);
      case TANH -> (float) Math.tanh(x);
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case ERF -> Maths.erf(x);
    };
  }
}
