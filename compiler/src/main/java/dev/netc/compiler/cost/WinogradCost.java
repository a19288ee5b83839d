package dev.netc.compiler.cost;

import dev.netc.compiler.fuse.Geometry;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Dim;
import java.util.Optional;

/**
 * When Winograd's algorithm F(4×4, 3×3) is quicker than the definition of a convolution, forward or
 * backward to the image: with many channels, since what it does to images and weights is done for
 * each of them, and what it saves for each pair; and with many tiles, as they share the weights.
 */
public final class WinogradCost {
  private static final int TILE = 4;
  private static final int POINTS = 36;
  private static final int TAPS = 9;

  /** The tiles that are computed together, whether they are there or not. */
  private static final long TOGETHER = 16;

  /** How long a tile of an input channel takes to its points, in multiply-adds. */
  private static final long IMAGE = 1800;

  /** How long the sums of an output channel take back to a tile. */
  private static final long RESULT = 1200;

  /** How long the weights of a pair of channels take to their points. */
  private static final long WEIGHTS = 1000;

  /** Operations of the same three. */
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
        || !pays(geometry, MOST_SAMPLES)) {
      return Optional.empty();
    }
    int least = MOST_SAMPLES;
    while (least > 1 && pays(geometry, least - 1)) {
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

  private static boolean pays(Geometry geometry, int samples) {
    long pairs = (long) geometry.channels() * geometry.filters();
    long pixels = (long) geometry.height().places() * geometry.width().places();
    long groups = (samples * tiles(geometry) + TOGETHER - 1) / TOGETHER;
    long ends = IMAGE * geometry.channels() + RESULT * geometry.filters();
    long cost = groups * TOGETHER * (POINTS * pairs + ends) + WEIGHTS * pairs;
    return cost * (100 + GAIN) < samples * pixels * TAPS * pairs * 100;
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
    long pairs = (long) geometry.channels() * geometry.filters();
    long each =
        2 * POINTS * pairs
            + IMAGE_OPERATIONS * geometry.channels()
            + RESULT_OPERATIONS * geometry.filters();
    return kernel.samples().times(tiles(geometry)).times(each).plus(WEIGHTS_OPERATIONS * pairs);
  }
}
