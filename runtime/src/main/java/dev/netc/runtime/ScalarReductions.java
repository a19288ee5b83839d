package dev.netc.runtime;

/** Sums and extremes by plain loops, with several sums at a time: none waits for the other. */
final class ScalarReductions implements ReductionKernels {
  /** It has no state. */
  static final ScalarReductions PLAIN = new ScalarReductions();

  private ScalarReductions() {}

  @Override
  public double sum(float[] x, int at, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = at;
    for (; i < at + count - 3; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < at + count; i++) {
      s0 += x[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  @Override
  public double dot(float[] x, int xAt, float[] y, int yAt, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < count - 3; i += 4) {
      s0 += x[xAt + i] * y[yAt + i];
      s1 += x[xAt + i + 1] * y[yAt + i + 1];
      s2 += x[xAt + i + 2] * y[yAt + i + 2];
      s3 += x[xAt + i + 3] * y[yAt + i + 3];
    }
    for (; i < count; i++) {
      s0 += x[xAt + i] * y[yAt + i];
    }
    return s0 + s1 + (s2 + s3);
  }

  @Override
  public double centredDot(
      float[] x, int xAt, float xCentre, float[] y, int yAt, float yCentre, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < count - 3; i += 4) {
      s0 += (x[xAt + i] - xCentre) * (y[yAt + i] - yCentre);
      s1 += (x[xAt + i + 1] - xCentre) * (y[yAt + i + 1] - yCentre);
      s2 += (x[xAt + i + 2] - xCentre) * (y[yAt + i + 2] - yCentre);
      s3 += (x[xAt + i + 3] - xCentre) * (y[yAt + i + 3] - yCentre);
    }
    for (; i < count; i++) {
      s0 += (x[xAt + i] - xCentre) * (y[yAt + i] - yCentre);
    }
    return s0 + s1 + (s2 + s3);
  }

  @Override
  public float max(float[] x, int at, int count) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  @Override
  public float min(float[] x, int at, int count) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      min = Math.min(min, x[i]);
    }
    return min;
  }

  @Override
  public void columnSums(float[] x, int xAt, int xRow, int rows, float[] z, int zAt, int columns) {
    int j = 0;
    for (; j < columns - 3; j += 4) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int at = xAt + j;
      for (int i = 0; i < rows; i++) {
        s0 += x[at];
        s1 += x[at + 1];
        s2 += x[at + 2];
        s3 += x[at + 3];
        at += xRow;
      }
      z[zAt + j] = (float) s0;
      z[zAt + j + 1] = (float) s1;
      z[zAt + j + 2] = (float) s2;
      z[zAt + j + 3] = (float) s3;
    }
    for (; j < columns; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += x[xAt + i * xRow + j];
      }
      z[zAt + j] = (float) sum;
    }
  }

  @Override
  public void columnDots(
      float[] x,
      int xAt,
      int xRow,
      float[] y,
      int yAt,
      int yRow,
      int rows,
      float[] z,
      int zAt,
      int columns) {
    int j = 0;
    for (; j < columns - 3; j += 4) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int a = xAt + j;
      int b = yAt + j;
      for (int i = 0; i < rows; i++) {
        s0 += x[a] * y[b];
        s1 += x[a + 1] * y[b + 1];
        s2 += x[a + 2] * y[b + 2];
        s3 += x[a + 3] * y[b + 3];
        a += xRow;
        b += yRow;
      }
      z[zAt + j] = (float) s0;
      z[zAt + j + 1] = (float) s1;
      z[zAt + j + 2] = (float) s2;
      z[zAt + j + 3] = (float) s3;
    }
    for (; j < columns; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += x[xAt + i * xRow + j] * y[yAt + i * yRow + j];
      }
      z[zAt + j] = (float) sum;
    }
  }
}
