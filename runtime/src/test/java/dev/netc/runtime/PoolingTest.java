package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pooling against its definition, window by window. */
final class PoolingTest {
  private static final int TRIALS = 400;
  private static final int OFFSET = 3;

  private final Random random = new Random(1);

  private int height;
  private int width;
  private int[] window;
  private int[] stride;
  private int[] padding;
  private int[] dilation;
  private int images;

  private Pooling random() {
    do {
      height = 1 + random.nextInt(40);
      width = 1 + random.nextInt(70);
      window = pair(1, 4);
      stride = random.nextBoolean() ? window.clone() : pair(1, 4);
      padding = random.nextBoolean() ? new int[4] : new int[] {side(0), side(1), side(0), side(1)};
      dilation = random.nextBoolean() ? new int[] {1, 1} : pair(1, 3);
    } while (pool().outputHeight() == 0 || pool().outputWidth() == 0);
    images = 1 + random.nextInt(4);
    return pool();
  }

  private Pooling pool() {
    return new Pooling(height, width, window[0], window[1])
        .stride(stride[0], stride[1])
        .padding(padding[0], padding[1], padding[2], padding[3])
        .dilation(dilation[0], dilation[1]);
  }

  private int[] pair(int from, int to) {
    return new int[] {from + random.nextInt(to - from + 1), from + random.nextInt(to - from + 1)};
  }

  private int side(int axis) {
    return random.nextInt(window[axis] / 2 + 1);
  }

  /** The position in x of a tap of a window, or -1 beyond the edge. */
  private int source(int image, int row, int column, int tap) {
    int r = row * stride[0] - padding[0] + tap / window[1] * dilation[0];
    int c = column * stride[1] - padding[1] + tap % window[1] * dilation[1];
    return r < 0 || r >= height || c < 0 || c >= width ? -1 : (image * height + r) * width + c;
  }

  private float[] data(int size) {
    float[] x = new float[OFFSET + size];
    for (int i = 0; i < x.length; i++) {
      // Few different numbers, so that there are equal ones; now and then one that is none.
      x[i] = random.nextInt(200) == 0 ? Float.NaN : random.nextInt(7) - 5;
    }
    return x;
  }

  @Test
  void maximaAndTheirPlacesAreThoseOfTheDefinition() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Pooling pool = random();
      int outputs = images * pool.outputSize();
      float[] x = data(images * height * width);
      float[] y = new float[OFFSET + outputs];
      float[] valuesOnly = new float[OFFSET + outputs];
      int[] at = new int[OFFSET + outputs];
      pool.max(0, images, x, OFFSET, y, OFFSET, at, OFFSET);
      pool.max(0, images, x, OFFSET, valuesOnly, OFFSET);
      for (int out = 0; out < outputs; out++) {
        float best = Float.NEGATIVE_INFINITY;
        int place = 0;
        for (int tap = 0; tap < window[0] * window[1]; tap++) {
          int from = at(pool, out, tap);
          float next = from < 0 ? Float.NEGATIVE_INFINITY : x[OFFSET + from];
          if (next > best || (Float.isNaN(next) && !Float.isNaN(best))) {
            best = next;
            place = tap;
          }
        }
        assertWithMessage("%s, output %s", this, out).that(y[OFFSET + out]).isEqualTo(best);
        assertWithMessage("%s, place %s", this, out).that(at[OFFSET + out]).isEqualTo(place);
      }
      assertThat(valuesOnly).isEqualTo(y);
    }
  }

  private int at(Pooling pool, int out, int tap) {
    int within = out % pool.outputSize();
    return source(
        out / pool.outputSize(), within / pool.outputWidth(), within % pool.outputWidth(), tap);
  }

  @Test
  void sharesGoToThePlaces() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Pooling pool = random();
      int outputs = images * pool.outputSize();
      float[] dy = new float[OFFSET + outputs];
      int[] at = new int[OFFSET + outputs];
      float[] dx = new float[OFFSET + images * height * width];
      double[] wanted = new double[dx.length];
      Arrays.fill(dx, 7);
      Arrays.fill(wanted, 0, OFFSET, 7);
      for (int out = 0; out < outputs; out++) {
        dy[OFFSET + out] = random.nextInt(100);
        at[OFFSET + out] = random.nextInt(window[0] * window[1]);
        int from = at(pool, out, at[OFFSET + out]);
        if (from >= 0) {
          wanted[OFFSET + from] += dy[OFFSET + out];
        }
      }
      pool.maxBackward(0, images, dy, OFFSET, at, OFFSET, dx, OFFSET);
      assertEqual(dx, wanted);
    }
  }

  private void assertEqual(float[] values, double[] wanted) {
    for (int i = 0; i < values.length; i++) {
      assertWithMessage("%s, element %s", this, i).that((double) values[i]).isEqualTo(wanted[i]);
    }
  }

  @Test
  void sumsAndTheirSharesAreThoseOfTheDefinition() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Pooling pool = random();
      int outputs = images * pool.outputSize();
      float[] x = new float[OFFSET + images * height * width];
      float[] dx = new float[x.length];
      float[] y = new float[OFFSET + outputs];
      double[] sums = new double[y.length];
      double[] shares = new double[x.length];
      for (int i = OFFSET; i < x.length; i++) {
        x[i] = random.nextInt(100);
      }
      for (int out = 0; out < outputs; out++) {
        for (int tap = 0; tap < window[0] * window[1]; tap++) {
          int from = at(pool, out, tap);
          if (from >= 0) {
            sums[OFFSET + out] += x[OFFSET + from];
          }
        }
      }
      pool.sum(0, images, x, OFFSET, y, OFFSET);
      assertEqual(y, sums);
      for (int out = 0; out < outputs; out++) {
        for (int tap = 0; tap < window[0] * window[1]; tap++) {
          int from = at(pool, out, tap);
          if (from >= 0) {
            shares[OFFSET + from] += y[OFFSET + out];
          }
        }
      }
      pool.sumBackward(0, images, y, OFFSET, dx, OFFSET);
      assertEqual(dx, shares);
    }
  }

  @Test
  void rangesMayBeCutAnyhow() {
    for (int trial = 0; trial < TRIALS; trial++) {
      Pooling pool = random();
      images = 4;
      float[] x = data(images * height * width);
      float[][] whole = run(pool, x, images);
      assertThat(run(pool, x, 1)).isEqualTo(whole);
      assertThat(run(pool, x, 3)).isEqualTo(whole);
    }
  }

  private float[][] run(Pooling pool, float[] x, int chunk) {
    float[] y = new float[images * pool.outputSize()];
    int[] at = new int[y.length];
    float[] dx = new float[images * height * width];
    // The last chunk first: what a chunk writes behind its end would be seen.
    for (int from = (images - 1) / chunk * chunk; from >= 0; from -= chunk) {
      int to = Math.min(images, from + chunk);
      pool.max(from, to, x, OFFSET, y, 0, at, 0);
      pool.maxBackward(from, to, y, 0, at, 0, dx, 0);
    }
    return new float[][] {y, dx};
  }

  @Test
  void refusesWhatIsNoWindow() {
    Pooling pool = new Pooling(8, 8, 2, 2);
    assertThrows(IllegalArgumentException.class, () -> pool.stride(0, 1));
    assertThrows(IllegalArgumentException.class, () -> pool.padding(0, -1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Pooling(8, 0, 2, 2));
  }

  @Override
  public String toString() {
    return "%d images %dx%d, window %s, stride %s, padding %s, dilation %s"
        .formatted(
            images,
            height,
            width,
            Arrays.toString(window),
            Arrays.toString(stride),
            Arrays.toString(padding),
            Arrays.toString(dilation));
  }
}
