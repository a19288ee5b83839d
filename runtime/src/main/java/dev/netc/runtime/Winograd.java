package dev.netc.runtime;

/**
 * A convolution of 3×3 windows with stride 1 by Winograd's minimal filtering F(4×4, 3×3), see Lavin
 * and Gray, Fast Algorithms for Convolutional Neural Networks, 2015: 36 multiplications for each
 * channel make 16 pixels, which take 144 by the definition.
 *
 * <p>An image is cut into tiles of 6×6 pixels, four apart. Tiles and weights are taken to 36 points
 * each, where an output channel is a sum of products over the input channels, and the sums are
 * taken back to 4×4 pixels. In each direction the points are polynomials' values at 0, ±√2, ±1/√2
 * and infinity, which lose three bits less than the usual 0, ±1, ±2:
 *
 * <pre>
 * image:   t0 = d0 - 5/2 d2 + d4                  weights:  u0 = g0
 *          t1, t2 = d4 - d2 / 2 ± √2 (d3 - d1 / 2)          u1, u2 = (g0 + 2 g2 ± √2 g1) / 6
 *          t3, t4 = d4 - 2 d2 ± (d3 - 2 d1) / √2            u3, u4 = -(2 g0 + g2 ± √2 g1) / 3
 *          t5 = d1 - 5/2 d3 + d5                            u5 = g2
 *
 * result:  s0 = m0 + (m1 + m2) + (m3 + m4)
 *          s1 = √2 (m1 - m2) + (m3 - m4) / √2
 *          s2 = 2 (m1 + m2) + (m3 + m4) / 2
 *          s3 = 2 √2 (m1 - m2) + (m3 - m4) / (2 √2) + m5
 * </pre>
 *
 * <p>The gradient of the image is such a convolution too, of the gradient of the output with turned
 * weights.
 */
final class Winograd {
  /** The pixels of a tile's result along a side. */
  static final int TILE = 4;

  /** The pixels of a tile along a side, and its points. */
  static final int SIDE = 6;

  static final int POINTS = SIDE * SIDE;

  /** The weights of a window along a side. */
  static final int TAPS = 3;

  static final float ROOT = (float) Math.sqrt(2);
  static final float HALF_ROOT = (float) Math.sqrt(0.5);
  static final float QUARTER_ROOT = (float) Math.sqrt(0.125);

  final int inputs;
  final int outputs;
  final Window rows;
  final Window columns;
  final int tileRows;
  final int tileColumns;

  /** How far the weights of one input channel lie behind those of the one before. */
  final int inputStep;

  /** How far the weights of one output channel lie behind those of the one before. */
  final int outputStep;

  /** Whether a window's weights lie from the last to the first. */
  private final boolean turned;

  private Winograd(
      int inputs,
      int outputs,
      Window rows,
      Window columns,
      int inputStep,
      int outputStep,
      boolean turned) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.rows = rows;
    this.columns = columns;
    this.tileRows = (rows.positions() + TILE - 1) / TILE;
    this.tileColumns = (columns.positions() + TILE - 1) / TILE;
    this.inputStep = inputStep;
    this.outputStep = outputStep;
    this.turned = turned;
  }

  /** Whether a convolution and its gradient by the image are such ones. */
  static boolean takes(Convolution conv) {
    return conv.groups == 1 && takes(conv.rows) && takes(conv.columns);
  }

  private static boolean takes(Window window) {
    return window.taps() == TAPS
        && window.stride() == 1
        && window.dilation() == 1
        && Math.max(window.before(), window.after()) < TAPS
        && window.positions() > 0;
  }

  static Winograd forward(Convolution conv) {
    int window = TAPS * TAPS;
    return new Winograd(
        conv.inputChannels,
        conv.outputChannels,
        conv.rows,
        conv.columns,
        window,
        window * conv.inputChannels,
        false);
  }

  static Winograd backwardData(Convolution conv) {
    int window = TAPS * TAPS;
    return new Winograd(
        conv.outputChannels,
        conv.inputChannels,
        back(conv.rows),
        back(conv.columns),
        window * conv.inputChannels,
        window,
        true);
  }

  private static Window back(Window window) {
    return Window.of(window.positions(), TAPS)
        .padding(TAPS - 1 - window.before(), TAPS - 1 - window.after());
  }

  /** The pixels of an input channel. */
  int image() {
    return rows.size() * columns.size();
  }

  /** The pixels of an output channel. */
  int result() {
    return rows.positions() * columns.positions();
  }

  /** The size of a row of an image that has zeros where tiles reach beyond it. */
  int paddedWidth() {
    return TILE * tileColumns + SIDE - TILE;
  }

  /** The size of such an image. */
  int paddedImage() {
    return (TILE * tileRows + SIDE - TILE) * paddedWidth();
  }

  /** Where the first pixel of an image lies in its padded one. */
  int paddedStart() {
    return rows.before() * paddedWidth() + columns.before();
  }

  /** The first row of pixels that tiles from some row on read. */
  int firstRow(int tileRow) {
    return Math.max(0, TILE * tileRow - rows.before());
  }

  /** Behind the last row of pixels that tiles up to some row read. */
  int lastRow(int tileRow) {
    return Math.min(rows.size(), TILE * tileRow + SIDE - TILE - rows.before());
  }

  /** Where a window's weight in the first row and column lies. */
  int firstTap() {
    return turned ? TAPS * TAPS - 1 : 0;
  }

  /** How far one row of a window's weights lies behind the one before. */
  int tapRow() {
    return turned ? -TAPS : TAPS;
  }

  /** How far one column of a window's weights lies behind the one before. */
  int tapColumn() {
    return turned ? -1 : 1;
  }

  /**
   * Whole rows of tiles of some samples that make about {@code tiles} tiles.
   *
   * @return how many, at most those of the samples
   */
  int blockRows(int samples, int tiles) {
    return Math.min(samples * tileRows, Math.max(1, tiles / tileColumns));
  }

  /** The samples that so many rows of tiles belong to at most. */
  int samplesOf(int rowsOfTiles) {
    return (rowsOfTiles + tileRows - 2) / tileRows + 1;
  }

  /**
   * Tells where tiles begin in the padded images of the samples they belong to.
   *
   * @param from the first row of tiles, counted over all samples
   * @param to behind the last one
   * @return how many tiles there are
   */
  int places(int from, int to, int[] places) {
    int at = 0;
    int firstSample = from / tileRows;
    for (int row = from; row < to; row++) {
      int begin =
          (row / tileRows - firstSample) * paddedImage() + row % tileRows * TILE * paddedWidth();
      for (int i = 0; i < tileColumns; i++) {
        places[at++] = begin + i * TILE;
      }
    }
    return at;
  }
}
