package dev.netc.runtime;

/**
 * The geometry of windows sliding over images, of which each gives its greatest element or its sum,
 * and the kernels of both: PyTorch's {@code max_pool2d} and, but for the division, {@code
 * avg_pool2d}.
 *
 * <p>Arrays are row-major: x {@code [images, height, width]}, y {@code [images, outputHeight,
 * outputWidth]}; dx and dy are gradients of the same shapes. What lies beyond the edge is -∞ for
 * the greatest element and 0 for sums. The place of the greatest element is its position in the
 * window, in row-major order: the first of equals, and the first NaN if there is one.
 *
 * <pre>{@code
 * static final Pooling POOL = new Pooling(28, 28, 2, 2).stride(2, 2);
 * POOL.max(0, images, x, 0, y, 0, at, 0);
 * }</pre>
 *
 * <p>The kernels may run in any number of threads on disjoint ranges of images; how the ranges are
 * cut does not show in the bits.
 */
public final class Pooling {
  private static final PoolingKernels BEST = FloatKernels.BEST.pooling();

  /** Elements behind a phase that vectors may reach into. */
  private static final int SLACK = 64;

  final Window rows;
  final Window columns;
  private final int outputHeight;
  private final int outputWidth;
  private final int[] sources;
  private final int[] tapOffsets;
  private final int[] rowStarts;

  private Pooling(Window rows, Window columns) {
    this.rows = rows;
    this.columns = columns;
    this.outputHeight = rows.positions();
    this.outputWidth = columns.positions();
    this.sources = new int[rows.taps() * columns.taps()];
    this.tapOffsets = new int[sources.length];
    for (int tap = 0; tap < tapOffsets.length; tap++) {
      int row = tap / columns.taps() * rows.dilation();
      int column = tap % columns.taps() * columns.dilation();
      sources[tap] = row * columns.size() + column;
      tapOffsets[tap] =
          phase(row, column) + row / rows.stride() * pitch() + column / columns.stride();
    }
    this.rowStarts = new int[rows.size()];
    for (int row = 0; row < rowStarts.length; row++) {
      int r = rows.before() + row;
      rowStarts[row] = phase(r, 0) + r / rows.stride() * pitch();
    }
  }

  /**
   * Windows with stride 1, no padding and dilation 1.
   *
   * @throws IllegalArgumentException if a size is below one
   */
  public Pooling(int height, int width, int windowHeight, int windowWidth) {
    this(
        Window.of(positive("height", height), positive("window height", windowHeight)),
        Window.of(positive("width", width), positive("window width", windowWidth)));
  }

  /** The same with windows that many rows and columns apart. */
  public Pooling stride(int height, int width) {
    return new Pooling(
        rows.stride(positive("stride", height)), columns.stride(positive("stride", width)));
  }

  /** The same with that many elements around the image. */
  public Pooling padding(int top, int left, int bottom, int right) {
    if (Math.min(Math.min(top, left), Math.min(bottom, right)) < 0) {
      throw new IllegalArgumentException("pooling with negative padding");
    }
    return new Pooling(rows.padding(top, bottom), columns.padding(left, right));
  }

  /** The same with the elements of a window that many rows and columns apart. */
  public Pooling dilation(int height, int width) {
    return new Pooling(
        rows.dilation(positive("dilation", height)), columns.dilation(positive("dilation", width)));
  }

  /** The height of the output: floor((height + padding - window) / stride) + 1. */
  public int outputHeight() {
    return outputHeight;
  }

  /** The width of the output. */
  public int outputWidth() {
    return outputWidth;
  }

  /** Writes the greatest element of each window of the images [from, to). */
  public void max(int from, int to, float[] x, int xOffset, float[] y, int yOffset) {
    BEST.max(this, from, to, x, xOffset, y, yOffset, PooledConvolution.NOWHERE, 0);
  }

  /** Writes the greatest element of each window of the images [from, to), and its place. */
  public void max(
      int from, int to, float[] x, int xOffset, float[] y, int yOffset, int[] at, int atOffset) {
    BEST.max(this, from, to, x, xOffset, y, yOffset, at, atOffset);
  }

  /**
   * Writes dx of the images [from, to): for each element the sum of dy over the windows that have
   * their place there.
   */
  public void maxBackward(
      int from,
      int to,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] dx,
      int dxOffset) {
    BEST.maxBackward(this, from, to, dy, dyOffset, at, atOffset, dx, dxOffset);
  }

  /** Writes the sum of each window of the images [from, to). */
  public void sum(int from, int to, float[] x, int xOffset, float[] y, int yOffset) {
    BEST.sum(this, from, to, x, xOffset, y, yOffset);
  }

  /** Writes dx of the images [from, to): for each element the sum of dy over its windows. */
  public void sumBackward(int from, int to, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    BEST.sumBackward(this, from, to, dy, dyOffset, dx, dxOffset);
  }

  /** The positions in an image of a window's elements behind its first; not to be changed. */
  int[] sources() {
    return sources;
  }

  // For vector kernels an image is cut into phases: the elements of equal row modulo the stride and
  // equal column modulo the stride. In a phase the elements that neighbouring windows have at the
  // same place are neighbours.

  /** The elements of an image. */
  int imageSize() {
    return rows.size() * columns.size();
  }

  /** The elements of an output. */
  int outputSize() {
    return outputHeight * outputWidth;
  }

  /** The elements from one row of a phase to the next. */
  int pitch() {
    return ceilDiv(columns.padded(), columns.stride());
  }

  /** The rows of a phase. */
  int phaseRows() {
    return ceilDiv(rows.padded(), rows.stride());
  }

  /** The elements from one phase to the next. */
  int phaseSize() {
    return (phaseRows() + 1) * pitch() + SLACK;
  }

  /** The elements of all phases. */
  int phasesSize() {
    return rows.stride() * columns.stride() * phaseSize();
  }

  /** Where the phase of a row and a column of the padded image starts. */
  int phase(int row, int column) {
    return (row % rows.stride() * columns.stride() + column % columns.stride()) * phaseSize();
  }

  /** The positions in phases of the elements of the first window; not to be changed. */
  int[] tapOffsets() {
    return tapOffsets;
  }

  /** The positions in phases of the padded rows that hold the image's; not to be changed. */
  int[] rowStarts() {
    return rowStarts;
  }

  /** Where the element of a padded row lies behind that row's start. */
  int columnStart(int column) {
    return column % columns.stride() * phaseSize() + column / columns.stride();
  }

  /** Whether no element is in two windows. */
  boolean isDisjoint() {
    return isDisjoint(rows) && isDisjoint(columns);
  }

  private static boolean isDisjoint(Window window) {
    return window.dilation() == 1 && window.taps() <= window.stride();
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  private static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("pooling with " + what + " " + value);
    }
    return value;
  }
}
