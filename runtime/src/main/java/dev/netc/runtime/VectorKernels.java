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

  // Demand for loops that plain ones take the place of, with the same bits, where there is little.
  private static final Demand[] MAPS = Demand.array(Function.values().length, 32);
  private static final Demand[] PAIRS = Demand.array(Operator.values().length, 1);
  private static final Demand[] WITH_NUMBERS = Demand.array(Operator.values().length, 1);
  private static final Demand[] SUMS_OF_PRODUCTS = Demand.array(3, 1);
  private static final Demand[] CHOICES = Demand.array(3, 1);
  private static final Demand SIGMOID_SLOPES = new Demand(1);
  private static final Demand TANH_SLOPES = new Demand(1);
  private static final Demand LOADS = new Demand(1);
  private static final Demand STORES = new Demand(1);

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
  void multiplyPanels(
      int samples,
      int from,
      int to,
      int n,
      int k,
      float[] x,
      int xOffset,
      boolean xInPanels,
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
        xInPanels,
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
    return switch (kind) {
      case FORWARD -> batch * conv.outputChannels;
      case BACKWARD_DATA -> batch * conv.inputChannels;
      case BACKWARD_WEIGHT -> conv.outputChannels;
    };
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
          this, pooled, from, to, x, xOffset, w, wOffset, y, yOffset, at, atOffset, epilogue);
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
          this, pooled, from, to, dy, dyOffset, at, atOffset, w, wOffset, dx, dxOffset);
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
          this,
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
  void map(Function function, float[] x, int xAt, float[] z, int zAt, int count) {
    if (MAPS[function.ordinal()].isGreat(count)) {
      VectorBlocks.map(function, x, xAt, z, zAt, count);
    } else {
      VectorPlainMaths.map(function, x, xAt, z, zAt, count);
    }
  }

  @Override
  void combine(
      Operator operator, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    if (PAIRS[operator.ordinal()].isGreat(count)) {
      VectorBlocks.combine(operator, x, xAt, y, yAt, z, zAt, count);
    } else {
      ScalarBlocks.combine(operator, x, xAt, y, yAt, z, zAt, count);
    }
  }

  @Override
  void combine(Operator operator, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    if (WITH_NUMBERS[operator.ordinal()].isGreat(count)) {
      VectorBlocks.combine(operator, x, xAt, y, z, zAt, count);
    } else {
      ScalarBlocks.combine(operator, x, xAt, y, z, zAt, count);
    }
  }

  @Override
  void fma(
      float[] x, int xAt, float[] y, int yAt, float[] a, int aAt, float[] z, int zAt, int count) {
    if (SUMS_OF_PRODUCTS[0].isGreat(count)) {
      VectorBlocks.fma(x, xAt, y, yAt, a, aAt, z, zAt, count);
    } else {
      ScalarBlocks.fma(x, xAt, y, yAt, a, aAt, z, zAt, count);
    }
  }

  @Override
  void fma(float[] x, int xAt, float y, float[] a, int aAt, float[] z, int zAt, int count) {
    if (SUMS_OF_PRODUCTS[1].isGreat(count)) {
      VectorBlocks.fma(x, xAt, y, a, aAt, z, zAt, count);
    } else {
      ScalarBlocks.fma(x, xAt, y, a, aAt, z, zAt, count);
    }
  }

  @Override
  void fma(float[] x, int xAt, float y, float a, float[] z, int zAt, int count) {
    if (SUMS_OF_PRODUCTS[2].isGreat(count)) {
      VectorBlocks.fma(x, xAt, y, a, z, zAt, count);
    } else {
      ScalarBlocks.fma(x, xAt, y, a, z, zAt, count);
    }
  }

  @Override
  void sigmoidSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    if (SIGMOID_SLOPES.isGreat(count)) {
      VectorBlocks.sigmoidSlope(x, xAt, y, yAt, z, zAt, count);
    } else {
      ScalarBlocks.sigmoidSlope(x, xAt, y, yAt, z, zAt, count);
    }
  }

  @Override
  void erfPlusOne(float[] x, int xAt, float[] z, int zAt, float[] e, int eAt, int count) {
    VectorErf.erfPlusOne(x, xAt, z, zAt, e, eAt, count);
  }

  @Override
  void tanhSlope(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    if (TANH_SLOPES.isGreat(count)) {
      VectorBlocks.tanhSlope(x, xAt, y, yAt, z, zAt, count);
    } else {
      ScalarBlocks.tanhSlope(x, xAt, y, yAt, z, zAt, count);
    }
  }

  @Override
  GateKernels gates() {
    return new VectorGates();
  }

  @Override
  void where(
      float[] c, int cAt, float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int count) {
    if (CHOICES[0].isGreat(count)) {
      VectorWhere.where(c, cAt, x, xAt, y, yAt, z, zAt, count);
    } else {
      ScalarBlocks.where(c, cAt, x, xAt, y, yAt, z, zAt, count);
    }
  }

  @Override
  void where(float[] c, int cAt, float[] x, int xAt, float y, float[] z, int zAt, int count) {
    if (CHOICES[1].isGreat(count)) {
      VectorWhere.where(c, cAt, x, xAt, y, z, zAt, count);
    } else {
      ScalarBlocks.where(c, cAt, x, xAt, y, z, zAt, count);
    }
  }

  @Override
  void where(float[] c, int cAt, float x, float[] y, int yAt, float[] z, int zAt, int count) {
    if (CHOICES[2].isGreat(count)) {
      VectorWhere.where(c, cAt, x, y, yAt, z, zAt, count);
    } else {
      ScalarBlocks.where(c, cAt, x, y, yAt, z, zAt, count);
    }
  }

  @Override
  void load(boolean[] x, int xAt, float[] z, int zAt, int count) {
    if (LOADS.isGreat(count)) {
      VectorBlocks.load(x, xAt, z, zAt, count);
    } else {
      ScalarBlocks.load(x, xAt, z, zAt, count);
    }
  }

  @Override
  void store(float[] x, int xAt, boolean[] z, int zAt, int count) {
    if (STORES.isGreat(count)) {
      VectorBlocks.store(x, xAt, z, zAt, count);
    } else {
      ScalarBlocks.store(x, xAt, z, zAt, count);
    }
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
    VectorSoftmax.forward(
        x, xAt, max, maxAt, powers, powersAt, sum, sumAt, y, yAt, row, rows, columns);
  }

  @Override
  double sum(float[] x, int xAt, int count) {
    return VectorReductions.sum(x, xAt, count);
  }

  @Override
  double dot(float[] x, int xAt, float[] y, int yAt, int count) {
    return VectorReductions.dot(x, xAt, y, yAt, count);
  }

  @Override
  float max(float[] x, int xAt, int count) {
    return VectorReductions.max(x, xAt, count);
  }

  @Override
  float min(float[] x, int xAt, int count) {
    return VectorReductions.min(x, xAt, count);
  }

  @Override
  void columnSums(float[] x, int xAt, int xRow, int rows, float[] z, int zAt, int columns) {
    VectorReductions.columnSums(x, xAt, xRow, rows, z, zAt, columns);
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
    VectorReductions.columnDots(x, xAt, xRow, y, yAt, yRow, rows, z, zAt, columns);
  }

  @Override
  void maxPool(Pooling pool, int from, int to, float[] x, int xOffset, float[] y, int yOffset) {
    VectorPooling.max(pool, from, to, x, xOffset, y, yOffset);
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
    VectorPooling.max(pool, from, to, x, xOffset, y, yOffset, at, atOffset);
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
    VectorPooling.maxBackward(pool, from, to, dy, dyOffset, at, atOffset, dx, dxOffset);
  }

  @Override
  void sumPool(Pooling pool, int from, int to, float[] x, int xOffset, float[] y, int yOffset) {
    VectorPooling.sum(pool, from, to, x, xOffset, y, yOffset);
  }

  @Override
  void sumPoolBackward(
      Pooling pool, int from, int to, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    VectorPooling.sumBackward(pool, from, to, dy, dyOffset, dx, dxOffset);
  }
}
