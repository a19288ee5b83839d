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
      boolean accumulate,
      Epilogue epilogue) {
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
    epilogue.finishRows(0, m, n, c, cOffset, cRowStride);
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
  void map(Function function, float[] x, int xAt, float[] z, int zAt, int count) {
    ScalarBlocks.map(function, x, xAt, z, zAt, count);
  }

  @Override
  void softmax(
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
    ScalarSoftmax.forward(
        x, xAt, max, maxAt, powers, powersAt, sum, sumAt, y, yAt, row, rows, columns);
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

  @Override
  void combine(
      Operator operator, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    ScalarBlocks.combine(operator, x, xAt, y, yAt, z, zAt, count);
  }

  @Override
  void combine(Operator operator, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    ScalarBlocks.combine(operator, x, xAt, y, z, zAt, count);
  }

  @Override
  void fma(
      float[] x, int xAt, float[] y, int yAt, float[] a, int aAt, float[] z, int zAt, int count) {
    ScalarBlocks.fma(x, xAt, y, yAt, a, aAt, z, zAt, count);
  }

  @Override
  void fma(float[] x, int xAt, float y, float[] a, int aAt, float[] z, int zAt, int count) {
    ScalarBlocks.fma(x, xAt, y, a, aAt, z, zAt, count);
  }

  @Override
  void fma(float[] x, int xAt, float y, float a, float[] z, int zAt, int count) {
    ScalarBlocks.fma(x, xAt, y, a, z, zAt, count);
  }

  @Override
  void sigmoidSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    ScalarBlocks.sigmoidSlope(x, xAt, y, yAt, z, zAt, count);
  }

  @Override
  void erfPlusOne(float[] x, int xAt, float[] z, int zAt, float[] e, int eAt, int count) {
    ScalarBlocks.erfPlusOne(x, xAt, z, zAt, e, eAt, count);
  }

  @Override
  void tanhSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    ScalarBlocks.tanhSlope(x, xAt, y, yAt, z, zAt, count);
  }

  @Override
  void where(
      float[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    ScalarBlocks.where(c, cAt, x, xAt, y, yAt, z, zAt, count);
  }

  @Override
  void where(float[] c, int cAt, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    ScalarBlocks.where(c, cAt, x, xAt, y, z, zAt, count);
  }

  @Override
  void where(float[] c, int cAt, float x, float[] y, int yAt, float[] z, int zAt, int count) {
    ScalarBlocks.where(c, cAt, x, y, yAt, z, zAt, count);
  }

  @Override
  void load(boolean[] x, int xAt, float[] z, int zAt, int count) {
    ScalarBlocks.load(x, xAt, z, zAt, count);
  }

  @Override
  void store(float[] x, int xAt, boolean[] z, int zAt, int count) {
    ScalarBlocks.store(x, xAt, z, zAt, count);
  }
}
