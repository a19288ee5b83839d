package dev.netc.runtime;

import dev.netc.runtime.Convolution.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A convolution whose output goes through a max pool at once, so that the output itself is in no
 * array; made by {@link Convolution#pooled}.
 *
 * <p>Arrays are those of {@link Convolution} and {@link Pooling}: x {@code [N, inputChannels,
 * height, width]}, w {@code [outputChannels, inputChannels / groups, kernelHeight, kernelWidth]}, y
 * {@code [N, outputChannels, pooledHeight, pooledWidth]}, and {@code at}, of the shape of y, with
 * the place of the greatest element in each window; dx, dw and dy are gradients.
 *
 * <pre>{@code
 * static final PooledConvolution CONV1 =
 *     new Convolution(1, 28, 28, 6, 5, 5).pooled(new Pooling(24, 24, 2, 2).stride(2, 2));
 * CONV1.forward(0, CONV1.forwardUnits(batch), x, 0, w, 0, y, 0, Epilogue.of().atLeast(0f));
 * }</pre>
 *
 * <p>The kernels may run in any number of threads on disjoint ranges; how the ranges are cut does
 * not show in the bits.
 */
public final class PooledConvolution {
  static final int[] NOWHERE = {};

  final Convolution convolution;
  final Pooling pooling;
  private final PooledLayout layout;
  private volatile @Nullable PooledTables tables;

  PooledConvolution(Convolution convolution, Pooling pooling) {
    this.convolution = convolution;
    this.pooling = pooling;
    if (pooling.rows.size() != convolution.outputHeight()
        || pooling.columns.size() != convolution.outputWidth()) {
      throw new IllegalArgumentException(
          "pooling of %d x %d behind a convolution that gives %d x %d"
              .formatted(
                  pooling.rows.size(),
                  pooling.columns.size(),
                  convolution.outputHeight(),
                  convolution.outputWidth()));
    }
    this.layout = new PooledLayout(convolution, pooling);
  }

  /** The units into which {@link #forward} is cut. */
  public int forwardUnits(int batch) {
    return FloatKernels.BEST.units(this, Kind.FORWARD, batch);
  }

  /** A good number of those units for one thread at a time. */
  public int forwardChunk(int batch) {
    return FloatKernels.BEST.chunk(this, Kind.FORWARD, batch);
  }

  /** The units into which {@link #backwardData} is cut. */
  public int backwardDataUnits(int batch) {
    return FloatKernels.BEST.units(this, Kind.BACKWARD_DATA, batch);
  }

  /** A good number of those units for one thread at a time. */
  public int backwardDataChunk(int batch) {
    return FloatKernels.BEST.chunk(this, Kind.BACKWARD_DATA, batch);
  }

  /** The units into which {@link #backwardWeight} is cut. */
  public int backwardWeightUnits(int batch) {
    return WeightParts.count(convolution, batch) > 1
        ? 1
        : FloatKernels.BEST.units(this, Kind.BACKWARD_WEIGHT, batch);
  }

  /** A good number of those units for one thread at a time. */
  public int backwardWeightChunk(int batch) {
    return WeightParts.count(convolution, batch) > 1
        ? 1
        : FloatKernels.BEST.chunk(this, Kind.BACKWARD_WEIGHT, batch);
  }

  /** Writes the units [from, to) of y. */
  public void forward(
      int from, int to, float[] x, int xOffset, float[] w, int wOffset, float[] y, int yOffset) {
    forward(from, to, x, xOffset, w, wOffset, y, yOffset, Epilogue.of());
  }

  /**
   * Writes the units [from, to) of y.
   *
   * @param epilogue has a scale and a shift for each output channel, applied before the pool, and
   *     bounds, applied behind it, where they come to the same
   */
  public void forward(
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      Epilogue epilogue) {
    forward(from, to, x, xOffset, w, wOffset, y, yOffset, NOWHERE, 0, epilogue);
  }

  /** The same, and the places of the greatest elements. */
  public void forward(
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      int[] at,
      int atOffset) {
    forward(from, to, x, xOffset, w, wOffset, y, yOffset, at, atOffset, Epilogue.of());
  }

  /** The same with an epilogue. */
  public void forward(
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
    FloatKernels.BEST.forward(
        this, from, to, x, xOffset, w, wOffset, y, yOffset, at, atOffset, epilogue.alongRows());
  }

  /** Writes the units [from, to) of dx, the gradient of x. */
  public void backwardData(
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
    FloatKernels.BEST.backwardData(
        this, from, to, dy, dyOffset, at, atOffset, w, wOffset, dx, dxOffset);
  }

  /**
   * Writes the units [from, to) of dw, the gradient of w, or adds to them if {@code accumulate}.
   * Summed are the samples [0, batch), in parts if they are many, in order.
   */
  public void backwardWeight(
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
    if (WeightParts.count(convolution, batch) == 1) {
      FloatKernels.BEST.backwardWeight(
          this, from, to, batch, x, xOffset, dy, dyOffset, at, atOffset, dw, dwOffset, accumulate);
    } else if (from < to) {
      WeightParts.add(
          convolution,
          this,
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

  /** Where vector kernels find the pixels. */
  PooledLayout layout() {
    return layout;
  }

  /** Where kernels of transposed samples find the pixels. */
  PooledTables tables(int lanes) {
    PooledTables known = tables;
    if (known == null) {
      known = new PooledTables(this, lanes);
      tables = known;
    }
    return known;
  }
}
