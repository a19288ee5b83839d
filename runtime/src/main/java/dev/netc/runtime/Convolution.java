package dev.netc.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * CONV1.forward(0, CONV1.forwardUnits(batch), x, 0, w, 0, y, 0);
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
  private final PhaseLayout phases;
  private final @Nullable Convolution defined;
  private final int winogradFrom;
  private final @Nullable Winograd winogradForward;
  private final @Nullable Winograd winogradBackward;

  /** The three kernels. */
  enum Kind {
    FORWARD,
    BACKWARD_DATA,
    BACKWARD_WEIGHT
  }

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
    this.phases = new PhaseLayout(layout, inputChannels / groups, outputChannels / groups);
    this.defined = null;
    this.winogradFrom = 0;
    this.winogradForward = null;
    this.winogradBackward = null;
  }

  private Convolution(Convolution defined, int winogradFrom) {
    this.inputChannels = defined.inputChannels;
    this.outputChannels = defined.outputChannels;
    this.groups = defined.groups;
    this.rows = defined.rows;
    this.columns = defined.columns;
    this.layout = defined.layout;
    this.weightTiles = defined.weightTiles;
    this.phases = defined.phases;
    this.defined = defined;
    this.winogradFrom = winogradFrom;
    this.winogradForward = Winograd.forward(defined);
    this.winogradBackward = Winograd.backwardData(defined);
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

  /**
   * The same by Winograd's algorithm F(4×4, 3×3), {@link #forward} and {@link #backwardData}: with
   * a quarter of the multiplications, results are right to some 5e-6 of the largest, by the
   * definition to 5e-7. It pays for many channels, and where enough samples share what it makes of
   * the weights; for fewer, {@link #over} is the convolution by the definition. Without vectors
   * nothing changes.
   *
   * @param samples the least number for which it pays
   * @throws IllegalArgumentException unless the window is 3×3, with stride and dilation 1, one
   *     group and at most two zeros on each side
   */
  public Convolution winograd(int samples) {
    if (!Winograd.takes(this)) {
      throw new IllegalArgumentException("Winograd's algorithm for " + rows + " by " + columns);
    }
    return new Convolution(this, positive("samples", samples));
  }

  /** What is quickest for that many samples: this or, if they are few, the definition. */
  public Convolution over(int samples) {
    return defined == null || samples >= winogradFrom ? this : defined;
  }

  /**
   * This, and a max pool of its output at once.
   *
   * @throws IllegalArgumentException if the pool's images have another size than the output
   */
  public PooledConvolution pooled(Pooling pooling) {
    return new PooledConvolution(this, pooling);
  }

  /** The height of the output: floor((height + padding - window) / stride) + 1. */
  public int outputHeight() {
    return rows.positions();
  }

  /** The width of the output. */
  public int outputWidth() {
    return columns.positions();
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
    return WeightParts.count(this, batch) > 1
        ? 1
        : FloatKernels.BEST.units(this, Kind.BACKWARD_WEIGHT, batch);
  }

  /** A good number of those units for one thread at a time. */
  public int backwardWeightChunk(int batch) {
    return WeightParts.count(this, batch) > 1
        ? 1
        : FloatKernels.BEST.chunk(this, Kind.BACKWARD_WEIGHT, batch);
  }

  /** Writes the units [from, to) of y. */
  public void forward(
      int from, int to, float[] x, int xOffset, float[] w, int wOffset, float[] y, int yOffset) {
    forward(from, to, x, xOffset, w, wOffset, y, yOffset, Epilogue.of());
  }

  /**
   * Writes the units [from, to) of y, finished by {@code epilogue}, whose scale and shift have a
   * number for each output channel.
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
    FloatKernels.BEST.forward(
        this, from, to, x, xOffset, w, wOffset, y, yOffset, epilogue.alongRows());
  }

  /** Writes the units [from, to) of dx, the gradient of x. */
  public void backwardData(
      int from,
      int to,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    FloatKernels.BEST.backwardData(this, from, to, dy, dyOffset, w, wOffset, dx, dxOffset);
  }

  /**
   * Writes the units [from, to) of dw, the gradient of w, or adds to them if {@code accumulate}.
   * Summed are the samples [0, batch), in order.
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
    if (WeightParts.count(this, batch) == 1) {
      FloatKernels.BEST.backwardWeight(
          this, from, to, batch, x, xOffset, dy, dyOffset, dw, dwOffset, accumulate);
    } else if (from < to) {
      WeightParts.add(
          this,
          null,
          batch,
          x,
          xOffset,
          dy,
          dyOffset,
          PooledConvolution.NOWHERE,
          0,
          dw,
          dwOffset,
          accumulate);
    }
  }

  /** What computes {@link #forward}, if it is not the definition. */
  @Nullable Winograd winogradForward() {
    return winogradForward;
  }

  /** What computes {@link #backwardData}, if it is not the definition. */
  @Nullable Winograd winogradBackward() {
    return winogradBackward;
  }

  /** Where vector kernels find the pixels. */
  PhaseLayout phases() {
    return phases;
  }

  /** The tiles of weights that the plain loops compute one after another. */
  List<WeightTile> weightTiles() {
    return weightTiles;
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
