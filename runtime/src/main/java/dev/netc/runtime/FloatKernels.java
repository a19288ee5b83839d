package dev.netc.runtime;

/**
 * The kernels over float arrays that decide how fast a network is: matrix products and
 * convolutions. All others are families with an interface each, of which this gives the
 * implementation.
 *
 * <p>There are two implementations, which agree within rounding. {@link ScalarKernels} are loops
 * that C2 vectorises; {@code VectorKernels} use the Vector API, and so need {@code --add-modules
 * jdk.incubator.vector} on the command line of the JVM. {@code -Dnetc.vector=false} turns them off.
 *
 * <p>Work is cut into units, of which any range may be done by any thread. How the ranges are cut
 * does not show in the bits.
 */
abstract class FloatKernels {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** The best implementation that this JVM runs. */
  static final FloatKernels BEST = best();

  /**
   * Whether the elements of a matrix product are computed each by itself, as inner products along
   * k. Decided for the whole product, as the order of the sums depends on it.
   */
  abstract boolean isDots(int m, int n, int k, int aColumnStride, int bRowStride);

  /**
   * A part of a matrix product, or all of it; see {@link Gemm#multiply}. Its elements are finished
   * by {@code epilogue}, which knows where the part lies.
   */
  abstract void multiply(
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
      Epilogue epilogue);

  /** The samples that lie side by side in {@link SamplePanels}; zero if there are no panels. */
  int panelSamples() {
    return 0;
  }

  /**
   * A part of {@link SamplePanels#multiply}: the elements [from, to) of the {@code n} that each of
   * some samples has in Y. X and Y begin with the first panel of these samples.
   */
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
    throw new UnsupportedOperationException("panels of samples are for kernels with vectors");
  }

  /** See {@link SamplePanels#turn}; X and Y begin with the first panel of these samples. */
  void turn(int samples, int k, float[] x, int xOffset, float[] y, int yOffset) {
    throw new UnsupportedOperationException("panels of samples are for kernels with vectors");
  }

  /** See {@link Gemm#panels}; all elements are finished by {@code epilogue} at the end. */
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
    for (int panel = 0; panel < panels; panel++) {
      multiply(
          false,
          m,
          width,
          k,
          a,
          aOffset,
          aRowStride,
          aColumnStride,
          b,
          bOffset + panel * k * width,
          width,
          1,
          c,
          cOffset + panel * width,
          cRowStride,
          accumulate,
          Epilogue.NONE);
    }
    epilogue.finishRows(0, m, panels * width, c, cOffset, cRowStride);
  }

  /** The units of one of the three kernels of a convolution. */
  abstract int units(Convolution conv, Convolution.Kind kind, int batch);

  /** A good number of those units for a thread at a time. */
  abstract int chunk(Convolution conv, Convolution.Kind kind, int batch);

  /** See {@link Convolution#forward}. What it writes is finished by {@code epilogue}. */
  abstract void forward(
      Convolution conv,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      Epilogue epilogue);

  /** See {@link Convolution#backwardData}. */
  abstract void backwardData(
      Convolution conv,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset);

  /** See {@link Convolution#backwardWeight}. */
  abstract void backwardWeight(
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
      boolean accumulate);

  /** The units of one of the three kernels of a convolution with a pool behind it. */
  int units(PooledConvolution pooled, Convolution.Kind kind, int batch) {
    return units(pooled.convolution, kind, batch);
  }

  /** A good number of those units for a thread at a time. */
  int chunk(PooledConvolution pooled, Convolution.Kind kind, int batch) {
    return chunk(pooled.convolution, kind, batch);
  }

  /** See {@link PooledConvolution#forward}; places are written if {@code at} has elements. */
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
    PooledSamples.forward(
        pooled, from, to, x, xOffset, w, wOffset, y, yOffset, at, atOffset, epilogue);
  }

  /** See {@link PooledConvolution#backwardData}. */
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
    PooledSamples.backwardData(
        pooled, from, to, dy, dyOffset, at, atOffset, w, wOffset, dx, dxOffset);
  }

  /** See {@link PooledConvolution#backwardWeight}. */
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
    PooledSamples.backwardWeight(
        pooled,
        from,
        to,
        0,
        pooled.convolution.outputChannels,
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

  /** {@code c = min(max(c * factor + summand, low), high)} for {@code count} elements. */
  abstract void finish(
      float[] c, int at, int count, float factor, float summand, float low, float high);

  /** {@code c = c * factors} for {@code count} elements. */
  abstract void scale(float[] c, int at, int count, float[] factors, int from);

  /** {@code c = min(max(c + summands, low), high)} for {@code count} elements. */
  abstract void add(
      float[] c, int at, int count, float[] summands, int from, float low, float high);

  /** The kernels of {@link Blocks}. */
  BlockKernels blocks() {
    return ScalarBlocks.PLAIN;
  }

  /** The gates of recurrent cells. */
  GateKernels gates() {
    return new ScalarGates();
  }

  /** The sums and extremes of {@link Reductions}. */
  ReductionKernels reductions() {
    return ScalarReductions.PLAIN;
  }

  /** The softmax of rows. */
  SoftmaxKernel softmax() {
    return new ScalarSoftmax();
  }

  /** The kernels of {@link Pooling}. */
  PoolingKernels pooling() {
    return new ScalarPooling();
  }

  private static FloatKernels best() {
    boolean wanted = Boolean.parseBoolean(System.getProperty("netc.vector", "true"));
    if (!wanted || ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return new ScalarKernels();
    }
    try {
      // By name, since loading the class fails where the module is missing.
      return Class.forName("dev.netc.runtime.VectorKernels")
          .asSubclass(FloatKernels.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      System.getLogger("dev.netc.runtime")
          .log(System.Logger.Level.WARNING, "no vector kernels: plain loops are used", e);
      return new ScalarKernels();
    }
  }
}
