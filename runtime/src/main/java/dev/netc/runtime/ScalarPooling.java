package dev.netc.runtime;

import java.util.Arrays;

/** Pooling by plain loops. */
final class ScalarPooling implements PoolingKernels {
  @Override
  public void max(
      Pooling pool,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] at,
      int atOffset) {
    boolean places = at.length > 0;
    for (int image = from; image < to; image++) {
      int out = image * pool.outputSize();
      for (int row = 0; row < pool.outputHeight(); row++) {
        for (int column = 0; column < pool.outputWidth(); column++) {
          int place =
              max(pool, x, xOffset + image * pool.imageSize(), row, column, y, yOffset + out);
          if (places) {
            at[atOffset + out] = place;
          }
          out++;
        }
      }
    }
  }

  /** Writes the greatest element of a window and gives its place. */
  private static int max(
      Pooling pool, float[] x, int image, int row, int column, float[] y, int yAt) {
    Window rows = pool.rows;
    Window columns = pool.columns;
    int top = row * rows.stride() - rows.before();
    int left = column * columns.stride() - columns.before();
    if (!isInside(rows, top) || !isInside(columns, left)) {
      return maxAtEdge(pool, x, image, top, left, y, yAt);
    }
    int[] sources = pool.sources();
    int corner = image + top * columns.size() + left;
    if (sources.length == 4) {
      return maxOfFour(x, corner, sources, y, yAt);
    }
    float best = x[corner];
    int place = 0;
    for (int tap = 1; tap < sources.length; tap++) {
      float next = x[corner + sources[tap]];
      // No branch: which element is the greatest cannot be foretold.
      place = next > best ? tap : place;
      best = Math.max(best, next);
    }
    y[yAt] = best;
    return Float.isNaN(best) ? firstNaN(x, corner, sources) : place;
  }

  private static int maxOfFour(float[] x, int corner, int[] sources, float[] y, int yAt) {
    float x0 = x[corner];
    float x1 = x[corner + sources[1]];
    float x2 = x[corner + sources[2]];
    float x3 = x[corner + sources[3]];
    float upper = Math.max(x0, x1);
    float lower = Math.max(x2, x3);
    float best = Math.max(upper, lower);
    y[yAt] = best;
    if (Float.isNaN(best)) {
      return firstNaN(x, corner, sources);
    }
    int place = x1 > x0 ? 1 : 0;
    int other = x3 > x2 ? 3 : 2;
    return lower > upper ? other : place;
  }

  private static int firstNaN(float[] x, int corner, int[] sources) {
    int place = 0;
    while (!Float.isNaN(x[corner + sources[place]])) {
      place++;
    }
    return place;
  }

  private static boolean isInside(Window window, int start) {
    return start >= 0 && start + window.dilation() * (window.taps() - 1) < window.size();
  }

  private static int maxAtEdge(
      Pooling pool, float[] x, int image, int top, int left, float[] y, int yAt) {
    Window rows = pool.rows;
    Window columns = pool.columns;
    float best = Float.NEGATIVE_INFINITY;
    int place = 0;
    for (int tap = 0; tap < pool.sources().length; tap++) {
      int r = top + tap / columns.taps() * rows.dilation();
      int c = left + tap % columns.taps() * columns.dilation();
      if (r >= 0 && r < rows.size() && c >= 0 && c < columns.size()) {
        float next = x[image + r * columns.size() + c];
        if (!(next <= best) && !Float.isNaN(best)) {
          place = tap;
          best = next;
        }
      }
    }
    y[yAt] = best;
    return place;
  }

  @Override
  public void maxBackward(
      Pooling pool,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] dx,
      int dxOffset) {
    Window rows = pool.rows;
    Window columns = pool.columns;
    clear(pool, from, to, dx, dxOffset);
    for (int image = from; image < to; image++) {
      int start = dxOffset + image * pool.imageSize();
      int out = image * pool.outputSize();
      for (int row = 0; row < pool.outputHeight(); row++) {
        for (int column = 0; column < pool.outputWidth(); column++) {
          int place = at[atOffset + out];
          int r = row * rows.stride() - rows.before() + place / columns.taps() * rows.dilation();
          int c =
              column * columns.stride()
                  - columns.before()
                  + place % columns.taps() * columns.dilation();
          // The place is beyond the edge if the whole window is -∞.
          if (r >= 0 && r < rows.size() && c >= 0 && c < columns.size()) {
            dx[start + r * columns.size() + c] += dy[dyOffset + out];
          }
          out++;
        }
      }
    }
  }

  @Override
  public void sum(Pooling pool, int from, int to, float[] x, int xOffset, float[] y, int yOffset) {
    Window rows = pool.rows;
    Window columns = pool.columns;
    for (int image = from; image < to; image++) {
      int start = xOffset + image * pool.imageSize();
      int out = yOffset + image * pool.outputSize();
      for (int row = 0; row < pool.outputHeight(); row++) {
        for (int column = 0; column < pool.outputWidth(); column++) {
          float sum = 0;
          for (int i = first(rows, row); i < end(rows, row); i++) {
            int r = row * rows.stride() - rows.before() + i * rows.dilation();
            int c = column * columns.stride() - columns.before();
            for (int j = first(columns, column); j < end(columns, column); j++) {
              sum += x[start + r * columns.size() + c + j * columns.dilation()];
            }
          }
          y[out++] = sum;
        }
      }
    }
  }

  @Override
  public void sumBackward(
      Pooling pool, int from, int to, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    Window rows = pool.rows;
    Window columns = pool.columns;
    clear(pool, from, to, dx, dxOffset);
    for (int image = from; image < to; image++) {
      int start = dxOffset + image * pool.imageSize();
      int out = dyOffset + image * pool.outputSize();
      for (int row = 0; row < pool.outputHeight(); row++) {
        for (int column = 0; column < pool.outputWidth(); column++) {
          float share = dy[out++];
          for (int i = first(rows, row); i < end(rows, row); i++) {
            int r = row * rows.stride() - rows.before() + i * rows.dilation();
            int c = column * columns.stride() - columns.before();
            for (int j = first(columns, column); j < end(columns, column); j++) {
              dx[start + r * columns.size() + c + j * columns.dilation()] += share;
            }
          }
        }
      }
    }
  }

  private static void clear(Pooling pool, int from, int to, float[] dx, int dxOffset) {
    int size = pool.imageSize();
    Arrays.fill(dx, dxOffset + from * size, dxOffset + to * size, 0);
  }

  /** The first tap of a window that is not before the axis. */
  private static int first(Window window, int position) {
    int before = window.before() - position * window.stride();
    return before <= 0 ? 0 : (before + window.dilation() - 1) / window.dilation();
  }

  /** The tap of a window from which on it is behind the axis. */
  private static int end(Window window, int position) {
    int room = window.size() + window.before() - position * window.stride();
    return room <= 0
        ? 0
        : Math.min(window.taps(), (room + window.dilation() - 1) / window.dilation());
  }
}
