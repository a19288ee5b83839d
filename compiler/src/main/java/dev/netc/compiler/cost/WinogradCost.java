package dev.netc.compiler.cost;

import dev.netc.compiler.fuse.Geometry;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Dim;
import java.util.Optional;

/**
 * When Winograd's algorithm F(4×4, 3×3) is quicker than the definition of a convolution, forward or
 * backward to the image: with many channels, since what it does to images and results is done for
 * each of them, and what it saves for each pair; and with many tiles, as they share the weights.
 *
 * <p>Both are counted in multiply-adds of one lane of a vector, of which either does as many in a
 * second; what else Winograd's algorithm does is counted in the time of so many. These times were
 * measured with nothing in the caches, as a kernel of a network finds them.
 */
public final class WinogradCost {
  private static final int TILE = 4;
  private static final int POINTS = 36;
  private static final int TAPS = 9;

  /** The lanes of a vector of pixels. */
  private static final int LANES = 16;

  /** The tiles that are computed together, whether they are there or not. */
  private static final int TOGETHER = 32;

  /** How long a tile of an input channel takes to its points. */
  private static final long IMAGE = 2300;

  /** How long the sums of an output channel take back to a tile. */
  private static final long RESULT = 1250;

  /** How long the weights of a pair of channels take to their points. */
  private static final long WEIGHTS = 600;

  /** The tiles of a block and its points, and the points of weights that all blocks share. */
  private static final int MOST_TILES = 64;

  private static final int MOST_POINTS = 300_000;
  private static final int MOST_KEPT = 200_000;

  /** Operations of an image's tile, a result's, and of the weights of a pair. */
  private static final long IMAGE_OPERATIONS = 216;

  private static final long RESULT_OPERATIONS = 120;
  private static final long WEIGHTS_OPERATIONS = 90;

  /** By so many percent it has to be quicker: it loses three bits. */
  private static final long GAIN = 15;

  /** With more samples it does not become cheaper. */
  private static final int MOST_SAMPLES = 64;

  private WinogradCost() {}

  /** The least number of samples for which it pays, if there is one. */
  public static Optional<Integer> leastSamples(Kernel.Convolution kernel) {
    Geometry geometry = kernel.geometry();
    if (kernel.kind() == Kernel.Convolution.Kind.WEIGHT_GRADIENT
        || kernel.pool().isPresent()
        || geometry.groups() != 1
        || !takes(geometry.height())
        || !takes(geometry.width())
        || !pays(kernel, MOST_SAMPLES)) {
      return Optional.empty();
    }
    int least = MOST_SAMPLES;
    while (least > 1 && pays(kernel, least - 1)) {
      least--;
    }
    boolean never = kernel.samples().isConstant() && kernel.samples().constant() < least;
    return never ? Optional.empty() : Optional.of(least);
  }

  private static boolean takes(Geometry.Span span) {
    return span.taps() == 3
        && span.stride() == 1
        && span.dilation() == 1
        && Math.max(span.before(), span.after()) <= 2;
  }

  private static boolean pays(Kernel.Convolution kernel, int samples) {
    return winograd(kernel, samples) * (100 + GAIN) < defined(kernel.geometry(), samples) * 100;
  }

  /** What the definition takes: rows of pixels lie one behind another, with the padding between. */
  private static long defined(Geometry geometry, int samples) {
    Geometry.Span columns = geometry.width();
    int row = columns.before() + columns.size() + columns.after();
    long run = (geometry.height().places() - 1L) * row + columns.places();
    return up(run, LANES) * samples * TAPS * pairs(geometry);
  }

  /** What Winograd's algorithm takes, block by block of rows of tiles. */
  private static long winograd(Kernel.Convolution kernel, int samples) {
    Geometry geometry = kernel.geometry();
    boolean back = kernel.kind() == Kernel.Convolution.Kind.IMAGE_GRADIENT;
    long inputs = back ? geometry.filters() : geometry.channels();
    long outputs = back ? geometry.channels() : geometry.filters();
    long width = ceil(back ? geometry.width().size() : geometry.width().places());
    long height = ceil(back ? geometry.height().size() : geometry.height().places());
    long most = Math.min(MOST_TILES, MOST_POINTS / (POINTS * inputs) / TOGETHER * TOGETHER);
    long rows = Math.max(1, Math.max(TOGETHER, most) / width);
    long all = samples * height;
    long last = all % rows;
    long tiles = all / rows * up(rows * width, TOGETHER) + up(last * width, TOGETHER);
    boolean kept = POINTS * pairs(geometry) <= MOST_KEPT;
    long times = kept ? 1 : (all + rows - 1) / rows;
    return tiles * (POINTS * pairs(geometry) + IMAGE * inputs + RESULT * outputs)
        + times * WEIGHTS * pairs(geometry);
  }

  private static long pairs(Geometry geometry) {
    return (long) geometry.channels() * geometry.filters();
  }

  private static long up(long count, int multiple) {
    return (count + multiple - 1) / multiple * multiple;
  }

  private static long tiles(Geometry geometry) {
    long rows = ceil(geometry.height().places());
    return rows * ceil(geometry.width().places());
  }

  private static int ceil(int pixels) {
    return (pixels + TILE - 1) / TILE;
  }

  /** Its arithmetic. */
  static Dim operations(Kernel.Convolution kernel) {
    Geometry geometry = kernel.geometry();
    long pairs = pairs(geometry);
    long each =
        2 * POINTS * pairs
            + IMAGE_OPERATIONS * geometry.channels()
            + RESULT_OPERATIONS * geometry.filters();
    return kernel.samples().times(tiles(geometry)).times(each).plus(WEIGHTS_OPERATIONS * pairs);
  }
}
