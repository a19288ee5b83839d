package dev.netc.runtime;

import static dev.netc.runtime.VectorTiles.COLLECTS;
import static dev.netc.runtime.VectorTiles.LANES;
import static dev.netc.runtime.VectorTiles.SPECIES;
import static dev.netc.runtime.Winograd.HALF_ROOT;
import static dev.netc.runtime.Winograd.QUARTER_ROOT;
import static dev.netc.runtime.Winograd.ROOT;
import static dev.netc.runtime.Winograd.SIDE;
import static dev.netc.runtime.Winograd.TAPS;
import static dev.netc.runtime.Winograd.TILE;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of {@link Winograd}: a vector of tiles at a time, first along one side, then along
 * the other. What lies between is in the nearest cache, as there are more points than registers.
 *
 * <p>Collecting is a loop of its own, and a method has as many operations as C2 compiles without
 * making objects of vectors.
 */
final class VectorWinogradTransform {
  // Constants and not broadcasts, as C2 compiles both directions of a transform into one method.
  private static final FloatVector SIXTHS = all(1f / 6);
  private static final FloatVector MINUS_THIRDS = all(-1f / 3);
  private static final FloatVector SIXTHS_OF_ROOT = all(ROOT / 6);
  private static final FloatVector MINUS_THIRDS_OF_ROOT = all(-ROOT / 3);
  private static final FloatVector ROOTS = all(ROOT);
  private static final FloatVector MINUS_ROOTS = all(-ROOT);
  private static final FloatVector TWO_ROOTS = all(2 * ROOT);
  private static final FloatVector HALF_ROOTS = all(HALF_ROOT);
  private static final FloatVector MINUS_HALF_ROOTS = all(-HALF_ROOT);
  private static final FloatVector QUARTER_ROOTS = all(QUARTER_ROOT);
  private static final FloatVector TWOS = all(2);
  private static final FloatVector HALVES = all(0.5f);
  private static final FloatVector MINUS_HALVES = all(-0.5f);
  private static final FloatVector MINUS_TWOS = all(-2);
  private static final FloatVector MINUS_FIVE_HALVES = all(-2.5f);

  private VectorWinogradTransform() {}

  private static FloatVector all(float number) {
    return FloatVector.broadcast(SPECIES, number);
  }

  /** Collects the pixels of a vector of tiles from where a table says that they begin. */
  static void tiles(float[] images, int[] places, int tile, int imageWidth, float[] tiles) {
    if (COLLECTS) {
      for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
          FloatVector.fromArray(SPECIES, images, i * imageWidth + j, places, tile)
              .intoArray(tiles, (i * SIDE + j) * LANES);
        }
      }
      return;
    }
    for (int lane = 0; lane < LANES; lane++) {
      int from = places[tile + lane];
      for (int i = 0; i < SIDE; i++) {
        int at = i * SIDE * LANES + lane;
        tiles[at] = images[from];
        tiles[at + LANES] = images[from + 1];
        tiles[at + 2 * LANES] = images[from + 2];
        tiles[at + 3 * LANES] = images[from + 3];
        tiles[at + 4 * LANES] = images[from + 4];
        tiles[at + 5 * LANES] = images[from + 5];
        from += imageWidth;
      }
    }
  }

  /** Tiles along their rows. */
  static void imageRows(float[] tiles, float[] between) {
    for (int i = 0; i < SIDE; i++) {
      int at = i * SIDE * LANES;
      FloatVector d0 = FloatVector.fromArray(SPECIES, tiles, at);
      FloatVector d1 = FloatVector.fromArray(SPECIES, tiles, at + LANES);
      FloatVector d2 = FloatVector.fromArray(SPECIES, tiles, at + 2 * LANES);
      FloatVector d3 = FloatVector.fromArray(SPECIES, tiles, at + 3 * LANES);
      FloatVector d4 = FloatVector.fromArray(SPECIES, tiles, at + 4 * LANES);
      FloatVector d5 = FloatVector.fromArray(SPECIES, tiles, at + 5 * LANES);
      FloatVector p = d2.fma(MINUS_HALVES, d4);
      FloatVector q = d1.fma(MINUS_HALVES, d3);
      FloatVector r = d2.fma(MINUS_TWOS, d4);
      FloatVector s = d1.fma(MINUS_TWOS, d3);
      d2.fma(MINUS_FIVE_HALVES, d0.add(d4)).intoArray(between, at);
      q.fma(ROOTS, p).intoArray(between, at + LANES);
      q.fma(MINUS_ROOTS, p).intoArray(between, at + 2 * LANES);
      s.fma(HALF_ROOTS, r).intoArray(between, at + 3 * LANES);
      s.fma(MINUS_HALF_ROOTS, r).intoArray(between, at + 4 * LANES);
      d3.fma(MINUS_FIVE_HALVES, d1.add(d5)).intoArray(between, at + 5 * LANES);
    }
  }

  /** The same tiles along their columns, to points that are {@code step} apart. */
  static void imageColumns(float[] between, float[] points, int at, int step) {
    for (int j = 0; j < SIDE; j++) {
      int from = j * LANES;
      FloatVector d0 = FloatVector.fromArray(SPECIES, between, from);
      FloatVector d1 = FloatVector.fromArray(SPECIES, between, from + SIDE * LANES);
      FloatVector d2 = FloatVector.fromArray(SPECIES, between, from + 2 * SIDE * LANES);
      FloatVector d3 = FloatVector.fromArray(SPECIES, between, from + 3 * SIDE * LANES);
      FloatVector d4 = FloatVector.fromArray(SPECIES, between, from + 4 * SIDE * LANES);
      FloatVector d5 = FloatVector.fromArray(SPECIES, between, from + 5 * SIDE * LANES);
      FloatVector p = d2.fma(MINUS_HALVES, d4);
      FloatVector q = d1.fma(MINUS_HALVES, d3);
      FloatVector r = d2.fma(MINUS_TWOS, d4);
      FloatVector s = d1.fma(MINUS_TWOS, d3);
      int to = at + j * step;
      d2.fma(MINUS_FIVE_HALVES, d0.add(d4)).intoArray(points, to);
      q.fma(ROOTS, p).intoArray(points, to + SIDE * step);
      q.fma(MINUS_ROOTS, p).intoArray(points, to + 2 * SIDE * step);
      s.fma(HALF_ROOTS, r).intoArray(points, to + 3 * SIDE * step);
      s.fma(MINUS_HALF_ROOTS, r).intoArray(points, to + 4 * SIDE * step);
      d3.fma(MINUS_FIVE_HALVES, d1.add(d5)).intoArray(points, to + 5 * SIDE * step);
    }
  }

  /**
   * Collects the weights of a vector of windows from where a table says that they lie.
   *
   * @param row how far apart a window's rows lie
   * @param column how far apart its columns lie
   */
  static void windows(
      float[] w, int wAt, int row, int column, int[] places, int window, float[] windows) {
    for (int i = 0; i < TAPS; i++) {
      for (int j = 0; j < TAPS; j++) {
        int from = wAt + i * row + j * column;
        int to = (i * TAPS + j) * LANES;
        if (COLLECTS) {
          FloatVector.fromArray(SPECIES, w, from, places, window).intoArray(windows, to);
        } else {
          for (int lane = 0; lane < LANES; lane++) {
            windows[to + lane] = w[from + places[window + lane]];
          }
        }
      }
    }
  }

  /** Windows along their rows. */
  static void weightRows(float[] windows, float[] between) {
    for (int i = 0; i < TAPS; i++) {
      int from = i * TAPS * LANES;
      FloatVector g0 = FloatVector.fromArray(SPECIES, windows, from);
      FloatVector g1 = FloatVector.fromArray(SPECIES, windows, from + LANES);
      FloatVector g2 = FloatVector.fromArray(SPECIES, windows, from + 2 * LANES);
      FloatVector p = g2.fma(TWOS, g0).mul(SIXTHS);
      FloatVector q = g1.mul(SIXTHS_OF_ROOT);
      FloatVector r = g0.fma(TWOS, g2).mul(MINUS_THIRDS);
      FloatVector s = g1.mul(MINUS_THIRDS_OF_ROOT);
      int to = i * SIDE * LANES;
      g0.intoArray(between, to);
      p.add(q).intoArray(between, to + LANES);
      p.sub(q).intoArray(between, to + 2 * LANES);
      r.add(s).intoArray(between, to + 3 * LANES);
      r.sub(s).intoArray(between, to + 4 * LANES);
      g2.intoArray(between, to + 5 * LANES);
    }
  }

  /** The same windows along their columns, to points that are {@code step} apart. */
  static void weightColumns(float[] between, float[] points, int at, int step) {
    for (int j = 0; j < SIDE; j++) {
      int from = j * LANES;
      FloatVector g0 = FloatVector.fromArray(SPECIES, between, from);
      FloatVector g1 = FloatVector.fromArray(SPECIES, between, from + SIDE * LANES);
      FloatVector g2 = FloatVector.fromArray(SPECIES, between, from + 2 * SIDE * LANES);
      FloatVector p = g2.fma(TWOS, g0).mul(SIXTHS);
      FloatVector q = g1.mul(SIXTHS_OF_ROOT);
      FloatVector r = g0.fma(TWOS, g2).mul(MINUS_THIRDS);
      FloatVector s = g1.mul(MINUS_THIRDS_OF_ROOT);
      int to = at + j * step;
      g0.intoArray(points, to);
      p.add(q).intoArray(points, to + SIDE * step);
      p.sub(q).intoArray(points, to + 2 * SIDE * step);
      r.add(s).intoArray(points, to + 3 * SIDE * step);
      r.sub(s).intoArray(points, to + 4 * SIDE * step);
      g2.intoArray(points, to + 5 * SIDE * step);
    }
  }

  /** Sums along their columns, at points that are {@code step} apart. */
  static void resultColumns(float[] points, int at, int step, float[] between) {
    for (int j = 0; j < SIDE; j++) {
      int from = at + j * step;
      FloatVector m0 = FloatVector.fromArray(SPECIES, points, from);
      FloatVector m1 = FloatVector.fromArray(SPECIES, points, from + SIDE * step);
      FloatVector m2 = FloatVector.fromArray(SPECIES, points, from + 2 * SIDE * step);
      FloatVector m3 = FloatVector.fromArray(SPECIES, points, from + 3 * SIDE * step);
      FloatVector m4 = FloatVector.fromArray(SPECIES, points, from + 4 * SIDE * step);
      FloatVector m5 = FloatVector.fromArray(SPECIES, points, from + 5 * SIDE * step);
      FloatVector p = m1.add(m2);
      FloatVector q = m1.sub(m2);
      FloatVector r = m3.add(m4);
      FloatVector s = m3.sub(m4);
      int to = j * LANES;
      m0.add(p).add(r).intoArray(between, to);
      q.fma(ROOTS, s.mul(HALF_ROOTS)).intoArray(between, to + SIDE * LANES);
      p.fma(TWOS, r.mul(HALVES)).intoArray(between, to + 2 * SIDE * LANES);
      q.fma(TWO_ROOTS, s.fma(QUARTER_ROOTS, m5)).intoArray(between, to + 3 * SIDE * LANES);
    }
  }

  /** The same sums along their rows, to pixels that are {@code step} apart. */
  static void resultRows(float[] between, float[] pixels, int at, int step) {
    for (int i = 0; i < TILE; i++) {
      int from = i * SIDE * LANES;
      FloatVector m0 = FloatVector.fromArray(SPECIES, between, from);
      FloatVector m1 = FloatVector.fromArray(SPECIES, between, from + LANES);
      FloatVector m2 = FloatVector.fromArray(SPECIES, between, from + 2 * LANES);
      FloatVector m3 = FloatVector.fromArray(SPECIES, between, from + 3 * LANES);
      FloatVector m4 = FloatVector.fromArray(SPECIES, between, from + 4 * LANES);
      FloatVector m5 = FloatVector.fromArray(SPECIES, between, from + 5 * LANES);
      FloatVector p = m1.add(m2);
      FloatVector q = m1.sub(m2);
      FloatVector r = m3.add(m4);
      FloatVector s = m3.sub(m4);
      int to = at + i * TILE * step;
      m0.add(p).add(r).intoArray(pixels, to);
      q.fma(ROOTS, s.mul(HALF_ROOTS)).intoArray(pixels, to + step);
      p.fma(TWOS, r.mul(HALVES)).intoArray(pixels, to + 2 * step);
      q.fma(TWO_ROOTS, s.fma(QUARTER_ROOTS, m5)).intoArray(pixels, to + 3 * step);
    }
  }

  /**
   * Collects {@code count} adjacent pixels from where a table says.
   *
   * @param end up to where anything may be written behind them, as it is written later
   */
  static void pixels(
      float[] pixels, int from, int[] places, int count, float[] y, int at, int end) {
    int i = 0;
    for (; COLLECTS && i < count && at + i + LANES <= end; i += LANES) {
      FloatVector.fromArray(SPECIES, pixels, from, places, i).intoArray(y, at + i);
    }
    for (; i < count; i++) {
      y[at + i] = pixels[from + places[i]];
    }
  }
}
