package dev.netc.runtime;

import static dev.netc.runtime.Winograd.HALF_ROOT;
import static dev.netc.runtime.Winograd.POINTS;
import static dev.netc.runtime.Winograd.QUARTER_ROOT;
import static dev.netc.runtime.Winograd.ROOT;
import static dev.netc.runtime.Winograd.SIDE;
import static dev.netc.runtime.Winograd.TILE;

import java.util.Arrays;

/**
 * Convolutions by {@link Winograd}'s algorithm: a block of tiles at a time, whose sums at a point
 * are weighted sums of rows, see {@link ScalarPanels}. A unit is a sample.
 */
final class ScalarWinograd {
  /** The points of a block's images. */
  private static final int BLOCK = 400_000;

  private static final ThreadLocal<ScalarWinograd> LOCAL =
      ThreadLocal.withInitial(ScalarWinograd::new);

  private final float[] tile = new float[POINTS];
  private final float[] between = new float[POINTS];
  private float[] images = {};
  private float[] points = {};
  private float[] weights = {};
  private float[] sums = {};
  private int[] places = {};

  private ScalarWinograd() {}

  /** Writes the samples [from, to) of y. */
  static void convolve(
      Winograd form,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      Epilogue epilogue) {
    ScalarWinograd scratch = LOCAL.get();
    int most = Math.min(ScalarPanels.WIDTH, Math.max(SIDE, BLOCK / (POINTS * form.inputs)));
    int blockRows = form.blockRows(to - from, most);
    int samples = form.samplesOf(blockRows);
    scratch.images = grown(scratch.images, samples * form.paddedImage());
    Arrays.fill(scratch.images, 0, samples * form.paddedImage(), 0);
    int tiles = blockRows * form.tileColumns;
    scratch.points = grown(scratch.points, POINTS * form.inputs * tiles);
    scratch.sums = grown(scratch.sums, POINTS * form.outputs * tiles);
    scratch.weights = grown(scratch.weights, POINTS * form.outputs * form.inputs);
    scratch.places = scratch.places.length < tiles ? new int[tiles] : scratch.places;
    scratch.takeWeights(form, w, wOffset);
    for (int row = from * form.tileRows; row < to * form.tileRows; row += blockRows) {
      int end = Math.min(to * form.tileRows, row + blockRows);
      int count = form.places(row, end, scratch.places);
      scratch.takeImages(form, row, end, count, x, xOffset);
      scratch.multiply(form, count);
      scratch.giveResults(form, row, end, count, y, yOffset, epilogue);
    }
  }

  private static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }

  private void takeWeights(Winograd form, float[] w, int wOffset) {
    int step = form.outputs * form.inputs;
    for (int i = 0; i < form.outputs; i++) {
      for (int c = 0; c < form.inputs; c++) {
        int from = wOffset + i * form.outputStep + c * form.inputStep + form.firstTap();
        for (int row = 0; row < 3; row++) {
          weight(w, from + row * form.tapRow(), form.tapColumn(), between, row * SIDE, 1);
        }
        for (int j = 0; j < SIDE; j++) {
          weight(between, j, SIDE, weights, j * step + i * form.inputs + c, SIDE * step);
        }
      }
    }
  }

  private static void weight(float[] g, int at, int step, float[] u, int to, int toStep) {
    float g0 = g[at];
    float g1 = g[at + step];
    float g2 = g[at + 2 * step];
    float p = (g0 + 2 * g2) * (1f / 6);
    float q = g1 * (ROOT / 6);
    float r = (2 * g0 + g2) * (-1f / 3);
    float s = g1 * (-ROOT / 3);
    u[to] = g0;
    u[to + toStep] = p + q;
    u[to + 2 * toStep] = p - q;
    u[to + 3 * toStep] = r + s;
    u[to + 4 * toStep] = r - s;
    u[to + 5 * toStep] = g2;
  }

  private void takeImages(Winograd form, int row, int end, int tiles, float[] x, int xOffset) {
    int first = row / form.tileRows;
    int last = (end - 1) / form.tileRows;
    int step = form.inputs * tiles;
    int width = form.columns.size();
    for (int c = 0; c < form.inputs; c++) {
      for (int sample = first; sample <= last; sample++) {
        int from = xOffset + (sample * form.inputs + c) * form.image();
        int to = (sample - first) * form.paddedImage() + form.paddedStart();
        int until = form.lastRow(Math.min(form.tileRows, end - sample * form.tileRows));
        for (int i = form.firstRow(Math.max(0, row - sample * form.tileRows)); i < until; i++) {
          System.arraycopy(x, from + i * width, images, to + i * form.paddedWidth(), width);
        }
      }
      for (int t = 0; t < tiles; t++) {
        for (int i = 0; i < SIDE; i++) {
          System.arraycopy(images, places[t] + i * form.paddedWidth(), tile, i * SIDE, SIDE);
          image(tile, i * SIDE, 1, between, i * SIDE, 1);
        }
        for (int j = 0; j < SIDE; j++) {
          image(between, j, SIDE, points, j * step + c * tiles + t, SIDE * step);
        }
      }
    }
  }

  private static void image(float[] d, int at, int step, float[] t, int to, int toStep) {
    float d1 = d[at + step];
    float d2 = d[at + 2 * step];
    float d3 = d[at + 3 * step];
    float d4 = d[at + 4 * step];
    float p = d4 - 0.5f * d2;
    float q = ROOT * (d3 - 0.5f * d1);
    float r = d4 - 2 * d2;
    float s = HALF_ROOT * (d3 - 2 * d1);
    t[to] = d[at] + d4 - 2.5f * d2;
    t[to + toStep] = p + q;
    t[to + 2 * toStep] = p - q;
    t[to + 3 * toStep] = r + s;
    t[to + 4 * toStep] = r - s;
    t[to + 5 * toStep] = d1 + d[at + 5 * step] - 2.5f * d3;
  }

  /** At each point, the sums over the input channels. */
  private void multiply(Winograd form, int tiles) {
    ScalarPanels panels = ScalarPanels.local();
    Arrays.fill(sums, 0, POINTS * form.outputs * tiles, 0);
    for (int column = 0; column < tiles; column += ScalarPanels.WIDTH) {
      int width = Math.min(ScalarPanels.WIDTH, tiles - column);
      for (int point = 0; point < POINTS; point++) {
        for (int depth = 0; depth < form.inputs; depth += Gemm.DEPTH) {
          int steps = Math.min(Gemm.DEPTH, form.inputs - depth);
          for (int l = 0; l < steps; l++) {
            int from = (point * form.inputs + depth + l) * tiles + column;
            System.arraycopy(points, from, panels.row(l), 0, width);
          }
          for (int i = 0; i < form.outputs; i++) {
            int output = point * form.outputs + i;
            panels.sum(width, steps, weights, output * form.inputs + depth, 1);
            panels.add(width, sums, output * tiles + column, 1);
          }
        }
      }
    }
  }

  private void giveResults(
      Winograd form, int row, int end, int tiles, float[] y, int yOffset, Epilogue epilogue) {
    int width = form.columns.positions();
    int height = form.rows.positions();
    int step = form.outputs * tiles;
    for (int i = 0; i < form.outputs; i++) {
      for (int t = 0; t < tiles; t++) {
        for (int j = 0; j < SIDE; j++) {
          result(sums, i * tiles + t + j * step, SIDE * step, between, j, SIDE);
        }
        int tileRow = row + t / form.tileColumns;
        int sample = tileRow / form.tileRows;
        int top = tileRow % form.tileRows * TILE;
        int left = t % form.tileColumns * TILE;
        int to = yOffset + (sample * form.outputs + i) * form.result() + top * width + left;
        for (int k = 0; k < Math.min(TILE, height - top); k++) {
          result(between, k * SIDE, 1, tile, 0, 1);
          System.arraycopy(tile, 0, y, to + k * width, Math.min(TILE, width - left));
        }
      }
      for (int sample = row / form.tileRows; sample * form.tileRows < end; sample++) {
        int first = TILE * Math.max(0, row - sample * form.tileRows);
        int last = Math.min(height, TILE * (end - sample * form.tileRows));
        int within = (sample * form.outputs + i) * form.result() + first * width;
        epilogue.finish(i, 0, y, yOffset + within, (last - first) * width, within);
      }
    }
  }

  private static void result(float[] m, int at, int step, float[] s, int to, int toStep) {
    float p = m[at + step] + m[at + 2 * step];
    float q = m[at + step] - m[at + 2 * step];
    float r = m[at + 3 * step] + m[at + 4 * step];
    float t = m[at + 3 * step] - m[at + 4 * step];
    s[to] = m[at] + p + r;
    s[to + toStep] = ROOT * q + HALF_ROOT * t;
    s[to + 2 * toStep] = 2 * p + 0.5f * r;
    s[to + 3 * toStep] = 2 * ROOT * q + (QUARTER_ROOT * t + m[at + 5 * step]);
  }
}
