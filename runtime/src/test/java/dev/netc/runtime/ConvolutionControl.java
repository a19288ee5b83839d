package dev.netc.runtime;

import static com.google.common.truth.Truth.assertWithMessage;

import java.util.Arrays;
import java.util.Random;

/** A convolution with random operands, and its naive kernels in double as a control. */
final class ConvolutionControl {
  /** A chunk that holds all units. */
  static final int WHOLE = 1_000_000;

  private static final int OFFSET = 3;

  final int batch;
  private final int[] geometry;
  private Convolution convolution;
  private final int xSize;
  private final int ySize;
  private final float[] x;
  private final float[] w;
  private final float[] dy;
  private final float[] dwBefore;

  /**
   * A control.
   *
   * @param geometry input channels, height, width, output channels, kernel height and width, stride
   *     height and width, padding top, left, bottom, right, dilation height and width, groups
   */
  ConvolutionControl(Random random, int batch, int[] geometry) {
    this.batch = batch;
    this.geometry = geometry;
    int[] g = geometry;
    this.convolution =
        new Convolution(g[0], g[1], g[2], g[3], g[4], g[5])
            .stride(g[6], g[7])
            .padding(g[8], g[9], g[10], g[11])
            .dilation(g[12], g[13])
            .groups(g[14]);
    this.xSize = g[0] * g[1] * g[2];
    this.ySize = g[3] * convolution.outputHeight() * convolution.outputWidth();
    this.x = Samples.floats(random.nextLong(), OFFSET + batch * xSize);
    this.dy = Samples.floats(random.nextLong(), OFFSET + batch * ySize);
    int weights = g[3] * (g[0] / g[14]) * g[4] * g[5];
    this.w = Samples.floats(random.nextLong(), OFFSET + weights);
    this.dwBefore = Samples.floats(random.nextLong(), OFFSET + weights);
  }

  /** A small geometry whose output is not empty. */
  static ConvolutionControl random(Random random) {
    while (true) {
      int groups = 1 + random.nextInt(3);
      int[] geometry = {
        groups * (1 + random.nextInt(3)),
        1 + random.nextInt(12),
        1 + random.nextInt(12),
        groups * (1 + random.nextInt(4)),
        1 + random.nextInt(4),
        1 + random.nextInt(4),
        1 + random.nextInt(3),
        1 + random.nextInt(3),
        random.nextInt(3),
        random.nextInt(3),
        random.nextInt(3),
        random.nextInt(3),
        1 + random.nextInt(2),
        1 + random.nextInt(2),
        groups
      };
      ConvolutionControl control = new ConvolutionControl(random, 1 + random.nextInt(5), geometry);
      if (control.ySize > 0) {
        return control;
      }
    }
  }

  /** Lets Winograd's algorithm compute it from now on. */
  ConvolutionControl byWinograd() {
    convolution = convolution.winograd(1);
    return this;
  }

  float[] forward(int chunk) {
    float[] y = new float[OFFSET + batch * ySize];
    int units = convolution.forwardUnits(batch);
    for (int from = 0; from < units; from += chunk) {
      int to = Math.min(units, from + chunk);
      convolution.forward(from, to, x, OFFSET, w, OFFSET, y, OFFSET);
    }
    return y;
  }

  float[] backwardData(int chunk) {
    float[] dx = new float[OFFSET + batch * xSize];
    Arrays.fill(dx, OFFSET, dx.length, Float.NaN);
    int units = convolution.backwardDataUnits(batch);
    for (int from = 0; from < units; from += chunk) {
      int to = Math.min(units, from + chunk);
      convolution.backwardData(from, to, dy, OFFSET, w, OFFSET, dx, OFFSET);
    }
    return dx;
  }

  float[] backwardWeight(int chunk) {
    float[] dw = dwBefore.clone();
    int units = convolution.backwardWeightUnits(batch);
    for (int from = 0; from < units; from += chunk) {
      int to = Math.min(units, from + chunk);
      convolution.backwardWeight(from, to, batch, x, OFFSET, dy, OFFSET, dw, OFFSET, true);
    }
    return dw;
  }

  void check(double tolerance) {
    double[] y = new double[OFFSET + batch * ySize];
    double[] dx = new double[OFFSET + batch * xSize];
    double[] dw = new double[dwBefore.length];
    for (int i = 0; i < dw.length; i++) {
      dw[i] = dwBefore[i];
    }
    convolve(y, dx, dw);
    agree("y", forward(WHOLE), y, tolerance);
    agree("dx", backwardData(WHOLE), dx, tolerance);
    agree("dw", backwardWeight(WHOLE), dw, tolerance);

    float[] overwritten = dwBefore.clone();
    int units = convolution.backwardWeightUnits(batch);
    convolution.backwardWeight(0, units, batch, x, OFFSET, dy, OFFSET, overwritten, OFFSET, false);
    for (int i = OFFSET; i < dw.length; i++) {
      dw[i] -= dwBefore[i];
    }
    agree("dw overwritten", overwritten, dw, tolerance);
  }

  private void agree(String what, float[] got, double[] wanted, double tolerance) {
    assertWithMessage("%s of %s, batch %s", what, Arrays.toString(geometry), batch)
        .that(Samples.firstDifference(got, wanted, tolerance))
        .isNull();
  }

  private void convolve(double[] y, double[] dx, double[] dw) {
    int[] g = geometry;
    int outHeight = convolution.outputHeight();
    int outWidth = convolution.outputWidth();
    int groupIn = g[0] / g[14];
    int groupOut = g[3] / g[14];
    for (int n = 0; n < batch; n++) {
      for (int oc = 0; oc < g[3]; oc++) {
        for (int pixel = 0; pixel < outHeight * outWidth; pixel++) {
          int yAt = OFFSET + n * ySize + oc * outHeight * outWidth + pixel;
          for (int weight = 0; weight < groupIn * g[4] * g[5]; weight++) {
            int channel = oc / groupOut * groupIn + weight / (g[4] * g[5]);
            int iy = pixel / outWidth * g[6] - g[8] + weight / g[5] % g[4] * g[12];
            int ix = pixel % outWidth * g[7] - g[9] + weight % g[5] * g[13];
            if (iy < 0 || iy >= g[1] || ix < 0 || ix >= g[2]) {
              continue;
            }
            int xAt = OFFSET + n * xSize + (channel * g[1] + iy) * g[2] + ix;
            int wAt = OFFSET + oc * groupIn * g[4] * g[5] + weight;
            y[yAt] += (double) x[xAt] * w[wAt];
            dx[xAt] += (double) dy[yAt] * w[wAt];
            dw[wAt] += (double) dy[yAt] * x[xAt];
          }
        }
      }
    }
  }
}
