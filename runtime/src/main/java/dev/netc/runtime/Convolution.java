package dev.netc.runtime;

import java.util.List;

/**
 * The geometry of a two-dimensional convolution, as PyTorch's {@code conv2d} without bias, and its
 * kernels.
 *
 * <p>Arrays are row-major: x {@code [N, inputChannels, height, width]}, w {@code [outputChannels,
 * inputChannels / groups, kernelHeight, kernelWidth]}, y {@code [N, outputChannels, outputHeight,
 * outputWidth]}; dx, dw and dy are gradients of the same shapes. An offset is where sample 0, or
 * the first weight, lies in its array.
 *
 * <pre>{@code
 * static final Convolution CONV1 = new Convolution(1, 28, 28, 6, 5, 5).padding(2, 2, 2, 2);
 * CONV1.forward(0, batch, x, 0, w, 0, y, 0);
 * }</pre>
 *
 * <p>The kernels may run in any number of threads on disjoint ranges; how the ranges are cut does
 * not show in the bits.
 */
public final class Convolution {
  final int inputChannels;
  final int outputChannels;
  final int groups;
  final Window rows;
  final Window columns;
  final ImageLayout layout;
  private final List<WeightTile> weightTiles;

  private Convolution(
      int inputChannels, int outputChannels, int groups, Window rows, Window columns) {
    this.inputChannels = positive("input channels", inputChannels);
    this.outputChannels = positive("output channels", outputChannels);
    this.groups = positive("groups", groups);
    this.rows = rows;
    this.columns = columns;
    if (inputChannels % groups != 0 || outputChannels % groups != 0) {
      throw new IllegalArgumentException(
          groups + " groups do not divide " + inputChannels + " and " + outputChannels);
    }
    this.layout = ImageLayout.of(inputChannels / groups, rows, columns);
    this.weightTiles = WeightTile.of(groups, outputChannels / groups, depth());
  }

  /**
   * A convolution with stride 1, no padding, dilation 1 and one group.
   *
   * @throws IllegalArgumentException if a size is below one
   */
  public Convolution(
      int inputChannels,
      int height,
      int width,
      int outputChannels,
      int kernelHeight,
      int kernelWidth) {
    this(
        inputChannels,
        outputChannels,
        1,
        Window.of(positive("height", height), positive("kernel height", kernelHeight)),
        Window.of(positive("width", width), positive("kernel width", kernelWidth)));
  }

  /** The same with windows that many rows and columns apart. */
  public Convolution stride(int height, int width) {
    return with(rows.stride(positive("stride", height)), columns.stride(positive("stride", width)));
  }

  /** The same with that many zeros around the input. */
  public Convolution padding(int top, int left, int bottom, int right) {
    if (Math.min(Math.min(top, left), Math.min(bottom, right)) < 0) {
      throw new IllegalArgumentException("a convolution with negative padding");
    }
    return with(rows.padding(top, bottom), columns.padding(left, right));
  }

  /** The same with the weights of a window that many rows and columns apart. */
  public Convolution dilation(int height, int width) {
    return with(
        rows.dilation(positive("dilation", height)), columns.dilation(positive("dilation", width)));
  }

  /**
   * The same with the channels cut into groups, each convolved by itself.
   *
   * @throws IllegalArgumentException if they do not divide the channels
   */
  public Convolution groups(int count) {
    return new Convolution(inputChannels, outputChannels, count, rows, columns);
  }

  /** The height of the output: floor((height + padding - window) / stride) + 1. */
  public int outputHeight() {
    return rows.positions();
  }

  /** The width of the output. */
  public int outputWidth() {
    return columns.positions();
  }

  /** A good number of samples for a chunk of {@link #forward} and {@link #backwardData}. */
  public int sampleChunk() {
    return Math.max(1, FloatPanels.WIDTH / Math.max(1, layout.pixels()));
  }

  /** The number of units into which {@link #backwardWeight} is cut; any chunk of them will do. */
  public int weightUnits() {
    return weightTiles.size();
  }

  /** Writes the samples [from, to) of y. */
  public void forward(
      int from, int to, float[] x, int xOffset, float[] w, int wOffset, float[] y, int yOffset) {
    FloatConvolution.forward(this, from, to, x, xOffset, w, wOffset, y, yOffset);
  }

  /** Writes the samples [from, to) of dx, the gradient of x. */
  public void backwardData(
      int from,
      int to,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    FloatConvolution.backwardData(this, from, to, dy, dyOffset, w, wOffset, dx, dxOffset);
  }

  /**
   * Writes the units [from, to) of {@link #weightUnits} of dw, the gradient of w, or adds to them
   * if {@code accumulate}. Summed are the samples [0, batch), in order.
   */
  public void backwardWeight(
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
      WeightTile tile = weightTiles.get(unit);
      if (!accumulate) {
        tile.clear(dw, dwOffset);
      }
      FloatWeightGradient.add(this, tile, batch, x, xOffset, dy, dyOffset, dw, dwOffset);
    }
  }

  /** The number of weights of one output channel. */
  int depth() {
    return layout.offsets().length;
  }

  private Convolution with(Window newRows, Window newColumns) {
    return new Convolution(inputChannels, outputChannels, groups, newRows, newColumns);
  }

  private static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("a convolution with " + what + " " + value);
    }
    return value;
  }
}
