package dev.netc.runtime;

/** Kernels of plain loops, written so that C2 vectorises them. */
final class ScalarKernels extends FloatKernels {
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
}
