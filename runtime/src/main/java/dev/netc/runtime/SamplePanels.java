package dev.netc.runtime;

/**
 * Products of linear layers, Y = X Wᵀ, whose values may lie in panels of samples: so many samples
 * that a tile of the product has, or what is left for the last panel, side by side for each
 * element, and a panel's elements one after another. What one product writes so the next one reads
 * as it is, where rows of samples would be turned by both; what the first one reads is turned
 * before, once for all threads.
 *
 * <p>Whether values of so many samples do lie in panels is decided when a network is run. It takes
 * vectors, {@value #LEAST} samples, and no more than the compiler found worth it; else all of them
 * are rows of samples, as {@link Gemm} has them.
 *
 * <p>The work is cut into units, of elements of a sample or of samples, of which any range may be
 * computed by itself; how they are cut does not show in the bits. An element is the sum of partial
 * sums as in {@link Gemm}.
 */
public final class SamplePanels {
  /** With fewer samples too many lanes would be idle. */
  private static final int LEAST = 16;

  /** What it costs to turn an element, in multiply-adds. */
  private static final int TURN = 16;

  private SamplePanels() {}

  /**
   * Whether values of so many samples lie in panels.
   *
   * @param most samples for which they may
   */
  public static boolean hold(int samples, int most) {
    return FloatKernels.BEST.panelSamples() > 0 && samples >= LEAST && samples <= most;
  }

  /** The units into which a product with {@code n} elements for each sample is cut. */
  public static int units(int samples, int n, int k, int most) {
    if (!hold(samples, most)) {
      return Gemm.units(samples, n, k);
    }
    return cutsSamples(samples, n) ? panels(samples) : (n + Gemm.COLUMNS - 1) / Gemm.COLUMNS;
  }

  /** A good number of units for one thread at a time. */
  public static int chunk(int samples, int n, int k, int most) {
    return Work.chunk(units(samples, n, k, most), (long) samples * n * k);
  }

  /** Each thread copies all of W, or reads all of X, which other threads may have written. */
  private static boolean cutsSamples(int samples, int n) {
    return n < 2 * Gemm.COLUMNS || samples > n;
  }

  private static int panels(int samples) {
    int inPanel = FloatKernels.BEST.panelSamples();
    return (samples + inPanel - 1) / inPanel;
  }

  /** The units into which rows are cut that are laid out in panels: none if they stay rows. */
  public static int turnUnits(int samples, int k, int most) {
    return hold(samples, most) ? panels(samples) : 0;
  }

  /** A good number of such units for one thread at a time. */
  public static int turnChunk(int samples, int k, int most) {
    return Work.chunk(turnUnits(samples, k, most), (long) samples * k * TURN);
  }

  /**
   * The units [from, to) of a layout in panels of rows that have {@code k} elements each.
   *
   * @param y has room for as many elements as there are in {@code x}
   */
  public static void turn(
      int from, int to, int samples, int k, float[] x, int xOffset, float[] y, int yOffset) {
    int first = from * FloatKernels.BEST.panelSamples();
    int some = Math.min(samples, to * FloatKernels.BEST.panelSamples()) - first;
    FloatKernels.BEST.turn(some, k, x, xOffset + first * k, y, yOffset + first * k);
  }

  /**
   * The units [from, to) of Y = X Wᵀ, finished by {@code epilogue} while they are in the cache. A
   * row of X has {@code k} elements, one of Y has {@code n}.
   *
   * @param wRowStride how far apart W's n rows lie, each of which has k adjacent elements
   * @param yInPanels whether Y may lie in panels: then epilogue adds no tensor
   * @param most samples for which they do
   */
  public static void multiply(
      int from,
      int to,
      int samples,
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
      int most,
      Epilogue epilogue) {
    if (!hold(samples, most)) {
      Gemm.multiply(
          from,
          to,
          samples,
          n,
          k,
          x,
          xOffset,
          k,
          1,
          w,
          wOffset,
          1,
          wRowStride,
          y,
          yOffset,
          n,
          epilogue);
      return;
    }
    int inPanel = FloatKernels.BEST.panelSamples();
    boolean bySamples = cutsSamples(samples, n);
    int first = bySamples ? from * inPanel : 0;
    int output = bySamples ? 0 : from * Gemm.COLUMNS;
    epilogue.part(first, output, first * n + output);
    FloatKernels.BEST.multiplyPanels(
        (bySamples ? Math.min(samples, to * inPanel) : samples) - first,
        output,
        bySamples ? n : Math.min(n, to * Gemm.COLUMNS),
        n,
        k,
        x,
        xOffset + first * k,
        w,
        wOffset,
        wRowStride,
        y,
        yOffset + first * n,
        yInPanels,
        epilogue);
  }
}
