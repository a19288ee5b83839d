package dev.netc.runtime;

/** Kernels that use the Vector API, with the longest vectors that the machine prefers. */
final class VectorKernels extends FloatKernels {
  /** With fewer columns tiles are mostly empty. */
  private static final int FEW_COLUMNS = VectorTiles.LANES;

  /** With fewer columns than this, and long rows, laying them out costs more than empty tiles. */
  private static final int FEW_LONG_COLUMNS = 16;

  /** Rows so long are worth adding up lanes for, even if there are columns for a vector. */
  private static final int LONG = 256;

  /** With fewer rows B is used too rarely to be packed. */
  private static final int FEW_ROWS = 8;

  @Override
  boolean isDots(int m, int n, int k, int aColumnStride, int bRowStride) {
    return aColumnStride == 1
        && bRowStride == 1
        && k >= 2 * VectorTiles.LANES
        && (n < FEW_COLUMNS || m < FEW_ROWS || (n < FEW_LONG_COLUMNS && k >= LONG));
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
    if (dots) {
      VectorGemm.dots(
          m,
          n,
          k,
          a,
          aOffset,
          aRowStride,
          b,
          bOffset,
          bColumnStride,
          c,
          cOffset,
          cRowStride,
          accumulate,
          epilogue);
    } else {
      VectorGemm.multiply(
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
          accumulate,
          epilogue);
    }
  }

  @Override
  int panelSamples() {
    return VectorSamplePanels.SAMPLES;
  }

  @Override
  void turn(int samples, int k, float[] x, int xOffset, float[] y, int yOffset) {
    VectorSamplePanels.turn(samples, k, x, xOffset, y, yOffset);
  }

  @Override
  void multiplyPanels(
      int samples,
      int from,
      int to,
      int n,
      int k,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      int wRowStride,
      float[] y,
      int yOffset,
      boolean yInPanels,
      Epilogue epilogue) {
    VectorSamplePanels.multiply(
        samples,
        from,
        to,
        n,
        k,
        x,
        xOffset,
        w,
        wOffset,
        wRowStride,
        y,
        yOffset,
        yInPanels,
        epilogue);
  }

  @Override
  void panels(
      int panels,
      int m,
      int width,
      int k,
      float[] a,
      int aOffset,
      int aRowStride,
      int aColumnStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cRowStride,
      boolean accumulate,
      Epilogue epilogue) {
    if (width == VectorPackedTile.WIDTH && m >= FEW_ROWS) {
      VectorPackedGemm.panels(
          panels,
          m,
          k,
          a,
          aOffset,
          aRowStride,
          aColumnStride,
          b,
          bOffset,
          c,
          cOffset,
          cRowStride,
          accumulate,
          epilogue);
      return;
    }
    int done = 0;
    int added = 0;
    if (VectorWidePanels.takes(m, width, k, aColumnStride)) {
      done =
          VectorWidePanels.multiply(
              panels,
              m,
              k,
              a,
              aOffset,
              aRowStride,
              b,
              bOffset,
              c,
              cOffset,
              cRowStride,
              accumulate,
              epilogue);
      added = VectorWidePanels.adds(accumulate, epilogue) ? done : 0;
    }
    if (done < m) {
      super.panels(
          panels,
          m - done,
          width,
          k,
          a,
          aOffset + done * aRowStride,
          aRowStride,
          aColumnStride,
          b,
          bOffset,
          c,
          cOffset + done * cRowStride,
          cRowStride,
          accumulate,
          Epilogue.NONE);
    }
    epilogue.finishRows(added, m, panels * width, c, cOffset, cRowStride);
  }

  @Override
  int units(Convolution conv, Convolution.Kind kind, int batch) {
    if (kind == Convolution.Kind.BACKWARD_WEIGHT) {
      return conv.outputChannels;
    }
    boolean forward = kind == Convolution.Kind.FORWARD;
    return batch * (forward ? conv.outputChannels : conv.inputChannels);
  }

  @Override
  int chunk(Convolution conv, Convolution.Kind kind, int batch) {
    long cost = (long) batch * conv.outputChannels * conv.layout.pixels() * conv.depth();
    return Work.chunk(units(conv, kind, batch), cost);
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
    Winograd form = conv.winogradForward();
    if (form != null) {
      VectorWinograd.convolve(form, from, to, x, xOffset, w, wOffset, y, yOffset, epilogue);
    } else {
      VectorConvolution.forward(conv, from, to, x, xOffset, w, wOffset, y, yOffset, epilogue);
    }
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
    Winograd form = conv.winogradBackward();
    if (form != null) {
      VectorWinograd.convolve(
          form, from, to, dy, dyOffset, w, wOffset, dx, dxOffset, Epilogue.NONE);
    } else {
      VectorConvolution.backwardData(conv, from, to, dy, dyOffset, w, wOffset, dx, dxOffset);
    }
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
    VectorWeightGradient.add(
        conv, from, to, batch, x, xOffset, dy, dyOffset, dw, dwOffset, accumulate);
  }

  @Override
  void forward(
      PooledConvolution pooled,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      int[] at,
      int atOffset,
      Epilogue epilogue) {
    if (VectorPooledForward.takes(pooled)) {
      VectorPooledForward.forward(
          pooled, from, to, x, xOffset, w, wOffset, y, yOffset, at, atOffset, epilogue);
    } else {
      PooledSamples.forward(
          pooled, from, to, x, xOffset, w, wOffset, y, yOffset, at, atOffset, epilogue);
    }
  }

  @Override
  int units(PooledConvolution pooled, Convolution.Kind kind, int batch) {
    return kind == Convolution.Kind.BACKWARD_DATA && VectorPooledSmall.takesData(pooled)
        ? batch
        : super.units(pooled, kind, batch);
  }

  @Override
  int chunk(PooledConvolution pooled, Convolution.Kind kind, int batch) {
    Convolution conv = pooled.convolution;
    long cost = (long) batch * conv.outputChannels * conv.layout.pixels() * conv.depth();
    return Work.chunk(units(pooled, kind, batch), cost);
  }

  @Override
  void backwardData(
      PooledConvolution pooled,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    if (VectorPooledSmall.takesData(pooled)) {
      VectorPooledSmall.backwardData(
          pooled, from, to, dy, dyOffset, at, atOffset, w, wOffset, dx, dxOffset);
    } else {
      PooledSamples.backwardData(
          pooled, from, to, dy, dyOffset, at, atOffset, w, wOffset, dx, dxOffset);
    }
  }

  @Override
  void backwardWeight(
      PooledConvolution pooled,
      int from,
      int to,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] dw,
      int dwOffset,
      boolean accumulate) {
    if (VectorPooledGradient.takes(pooled)) {
      VectorPooledGradient.add(
          pooled,
          from,
          to,
          batch,
          x,
          xOffset,
          dy,
          dyOffset,
          at,
          atOffset,
          dw,
          dwOffset,
          accumulate);
    } else if (VectorPooledSmall.takesWeight(pooled)) {
      VectorPooledSmall.backwardWeight(
          pooled,
          from,
          to,
          batch,
          x,
          xOffset,
          dy,
          dyOffset,
          at,
          atOffset,
          dw,
          dwOffset,
          accumulate);
    } else {
      PooledSamples.backwardWeight(
          pooled,
          from,
          to,
          from,
          to,
          batch,
          x,
          xOffset,
          dy,
          dyOffset,
          at,
          atOffset,
          dw,
          dwOffset,
          accumulate);
    }
  }

  @Override
  void finish(float[] c, int at, int count, float factor, float summand, float low, float high) {
    VectorFinish.finish(c, at, count, factor, summand, low, high);
  }

  @Override
  void scale(float[] c, int at, int count, float[] factors, int from) {
    VectorFinish.scale(c, at, count, factors, from);
  }

  @Override
  void add(float[] c, int at, int count, float[] summands, int from, float low, float high) {
    VectorFinish.add(c, at, count, summands, from, low, high);
  }

  @Override
  BlockKernels blocks() {
    return new VectorBlocks();
  }

  @Override
  GateKernels gates() {
    return new VectorGates();
  }

  @Override
  ReductionKernels reductions() {
    return new VectorReductions();
  }

  @Override
  SoftmaxKernel softmax() {
    return new VectorSoftmax();
  }

  @Override
  PoolingKernels pooling() {
    return new VectorPooling();
  }
}
