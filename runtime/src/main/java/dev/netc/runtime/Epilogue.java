package dev.netc.runtime;

/**
 * What is done to the elements of a product or a convolution while they are still in the cache: an
 * element {@code x} becomes
 *
 * <pre>{@code min(max(x * scale + shift + added, low), high)}</pre>
 *
 * where what is not given plays no part. Scale and shift have a number for each filter of a
 * convolution, and for each column of a matrix product, or for each row if they are {@link
 * #alongRows}.
 *
 * <p>There is one for each thread, which describes one call:
 *
 * <pre>{@code
 * CONV1.forward(from, to, x, 0, w, 0, y, 0, Epilogue.of().shift(bias, 0).atLeast(0f));
 * }</pre>
 */
@SuppressWarnings("CanIgnoreReturnValueSuggester") // its annotation is in a library of its own
public final class Epilogue {
  private static final ThreadLocal<Epilogue> LOCAL = ThreadLocal.withInitial(Epilogue::new);
  private static final float[] NOTHING = {};

  /** Leaves all elements as they are. */
  static final Epilogue NONE = new Epilogue();

  private float[] scale = NOTHING;
  private int scaleOffset;
  private float[] shift = NOTHING;
  private int shiftOffset;
  private float[] added = NOTHING;
  private int addedOffset;
  private float low = Float.NEGATIVE_INFINITY;
  private float high = Float.POSITIVE_INFINITY;
  private boolean alongRows;
  private int firstRow;
  private int firstColumn;
  private int firstWithin;

  private Epilogue() {}

  /** This thread's, with nothing given; it takes the place of the one before. */
  public static Epilogue of() {
    Epilogue local = LOCAL.get();
    local.scale = NOTHING;
    local.shift = NOTHING;
    local.added = NOTHING;
    local.low = Float.NEGATIVE_INFINITY;
    local.high = Float.POSITIVE_INFINITY;
    local.alongRows = false;
    return local;
  }

  /** Multiplies by the numbers from an offset on. */
  public Epilogue scale(float[] numbers, int offset) {
    scale = numbers;
    scaleOffset = offset;
    return this;
  }

  /** Adds the numbers from an offset on. */
  public Epilogue shift(float[] numbers, int offset) {
    shift = numbers;
    shiftOffset = offset;
    return this;
  }

  /** Adds a tensor that lies from an offset on as the result lies from its own. */
  public Epilogue add(float[] tensor, int offset) {
    added = tensor;
    addedOffset = offset;
    return this;
  }

  /** Numbers below become {@code bound}; NaN stays. */
  public Epilogue atLeast(float bound) {
    low = bound;
    return this;
  }

  /** Numbers above become {@code bound}; NaN stays. */
  public Epilogue atMost(float bound) {
    high = bound;
    return this;
  }

  /** Scale and shift have a number for each row of a matrix product. */
  public Epilogue alongRows() {
    alongRows = true;
    return this;
  }

  /**
   * Says which part of the result the rows given to {@link #finishRows} are counted in.
   *
   * @param within how far its first element lies behind that of the result
   */
  void part(int row, int column, int within) {
    firstRow = row;
    firstColumn = column;
    firstWithin = within;
  }

  /**
   * Finishes the rows [from, to) of a part of a matrix product.
   *
   * @param cAt where the part's first row begins
   */
  void finishRows(int from, int to, int width, float[] c, int cAt, int cRowStride) {
    if (this == NONE) {
      return;
    }
    for (int row = from; row < to; row++) {
      int behind = row * cRowStride;
      finish(firstRow + row, firstColumn, c, cAt + behind, width, firstWithin + behind);
    }
  }

  /** Whether nothing but a tensor is added. */
  boolean onlyAdds() {
    return added.length > 0
        && scale.length == 0
        && shift.length == 0
        && low == Float.NEGATIVE_INFINITY
        && high == Float.POSITIVE_INFINITY;
  }

  /** The tensor that is added. */
  float[] added() {
    return added;
  }

  /** Where what is added to the first element of the part lies. */
  int addedAt() {
    return addedOffset + firstWithin;
  }

  /** Whether there is a number for each column, or a bound. */
  boolean changesColumns() {
    return scale.length > 0
        || shift.length > 0
        || low > Float.NEGATIVE_INFINITY
        || high < Float.POSITIVE_INFINITY;
  }

  /** What an element of a column of the part is multiplied by. */
  float columnFactor(int column) {
    return factor(firstColumn + column);
  }

  /** What is added to an element of a column of the part. */
  float columnSummand(int column) {
    return summand(firstColumn + column);
  }

  /** What an element of a row is multiplied by. */
  float factor(int row) {
    return scale.length > 0 ? scale[scaleOffset + row] : 1;
  }

  /** What is added to an element of a row. */
  float summand(int row) {
    return shift.length > 0 ? shift[shiftOffset + row] : 0;
  }

  float low() {
    return low;
  }

  float high() {
    return high;
  }

  /** Leaves the bounds to others. */
  void withoutBounds() {
    low = Float.NEGATIVE_INFINITY;
    high = Float.POSITIVE_INFINITY;
  }

  /** Finishes adjacent elements, each of a row of its own: a pixel of adjacent filters. */
  void finishAcross(int row, float[] c, int at, int count, int within) {
    boolean before = alongRows;
    alongRows = false;
    finish(0, row, c, at, count, within);
    alongRows = before;
  }

  /**
   * Finishes adjacent elements of a row.
   *
   * @param column of the first of them
   * @param c where they lie, from {@code at} on
   * @param within how far they lie behind the first element of the result
   */
  void finish(int row, int column, float[] c, int at, int count, int within) {
    FloatKernels kernels = FloatKernels.BEST;
    boolean scales = scale.length > 0;
    boolean shifts = shift.length > 0;
    if (alongRows && (scales || shifts)) {
      float factor = scales ? scale[scaleOffset + row] : 1;
      float summand = shifts ? shift[shiftOffset + row] : 0;
      if (added.length == 0) {
        kernels.finish(c, at, count, factor, summand, low, high);
        return;
      }
      kernels.finish(
          c, at, count, factor, summand, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    } else {
      if (scales) {
        kernels.scale(c, at, count, scale, scaleOffset + column);
      }
      if (shifts) {
        boolean last = added.length == 0;
        kernels.add(
            c,
            at,
            count,
            shift,
            shiftOffset + column,
            last ? low : Float.NEGATIVE_INFINITY,
            last ? high : Float.POSITIVE_INFINITY);
        if (last) {
          return;
        }
      }
    }
    if (added.length > 0) {
      kernels.add(c, at, count, added, addedOffset + within, low, high);
    } else if (low > Float.NEGATIVE_INFINITY || high < Float.POSITIVE_INFINITY) {
      kernels.finish(c, at, count, 1, 0, low, high);
    }
  }
}
