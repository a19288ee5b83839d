package dev.netc.runtime;

import java.util.Arrays;

/**
 * A thread's scratch for the windows of a convolution: padded samples, and a block of output
 * columns, which run over samples and their pixels.
 */
final class ScalarWindows {
  private static final ThreadLocal<ScalarWindows> LOCAL =
      ThreadLocal.withInitial(ScalarWindows::new);

  private final ScalarPanels panels = ScalarPanels.local();
  private float[] padded = new float[0];

  // The current block: output columns in runs of adjacent pixels.
  private final int[] runStart = new int[ScalarPanels.WIDTH];
  private final int[] runLength = new int[ScalarPanels.WIDTH];
  private final int[] runSource = new int[ScalarPanels.WIDTH];
  private int runs;

  private ScalarWindows() {}

  /** The calling thread's windows. */
  static ScalarWindows local() {
    return LOCAL.get();
  }

  /** Copies samples into the scratch image, with their padding around them. */
  float[] pad(Convolution conv, float[] x, int offset, int first, int samples) {
    Window rows = conv.layout.rows();
    Window columns = conv.layout.columns();
    int planes = samples * conv.inputChannels;
    float[] image = padded(planes * conv.layout.paddedPlane());
    Arrays.fill(image, 0, planes * conv.layout.paddedPlane(), 0);
    int from = offset + first * conv.inputChannels * conv.layout.plane();
    for (int plane = 0; plane < planes; plane++) {
      int to =
          plane * conv.layout.paddedPlane() + rows.before() * columns.padded() + columns.before();
      for (int row = 0; row < rows.size(); row++) {
        System.arraycopy(x, from, image, to, columns.size());
        from += columns.size();
        to += columns.padded();
      }
    }
    return image;
  }

  /** Copies samples out of the scratch image, without their padding. */
  void crop(Convolution conv, float[] dx, int offset, int first, int samples) {
    Window rows = conv.layout.rows();
    Window columns = conv.layout.columns();
    int planes = samples * conv.inputChannels;
    int to = offset + first * conv.inputChannels * conv.layout.plane();
    for (int plane = 0; plane < planes; plane++) {
      int from =
          plane * conv.layout.paddedPlane() + rows.before() * columns.padded() + columns.before();
      for (int row = 0; row < rows.size(); row++) {
        System.arraycopy(padded, from, dx, to, columns.size());
        from += columns.padded();
        to += columns.size();
      }
    }
  }

  /** Scratch for padded samples, of at least that length; what it holds is arbitrary. */
  float[] padded(int length) {
    if (padded.length < length) {
      padded = new float[length];
    }
    return padded;
  }

  /** Cuts output columns, which run over samples and their pixels, at the ends of image rows. */
  void findRuns(ImageLayout layout, int column, int width, int sampleSize) {
    int rowLength = layout.columns().positions();
    runs = 0;
    for (int at = 0; at < width; ) {
      int sample = (column + at) / layout.pixels();
      int pixel = (column + at) % layout.pixels();
      int length = Math.min(rowLength - pixel % rowLength, width - at);
      runStart[runs] = at;
      runLength[runs] = length;
      runSource[runs] = sample * sampleSize + layout.corner(pixel);
      runs++;
      at += length;
    }
  }

  /** Panel row i = the pixels that weight {@code from + i} meets in the current runs. */
  void unroll(ImageLayout layout, float[] image, int offset, int from, int steps) {
    int stride = layout.columns().stride();
    for (int i = 0; i < steps; i++) {
      float[] row = panels.row(i);
      int shift = offset + layout.offsets()[from + i];
      for (int run = 0; run < runs; run++) {
        int source = shift + runSource[run];
        if (stride == 1) {
          System.arraycopy(image, source, row, runStart[run], runLength[run]);
        } else {
          int start = runStart[run];
          for (int j = 0; j < runLength[run]; j++) {
            row[start + j] = image[source + j * stride];
          }
        }
      }
    }
  }

  /** Adds the panel's sums to the pixels that a weight meets in the current runs. */
  void addToWindows(ImageLayout layout, float[] image, int shift) {
    int stride = layout.columns().stride();
    float[] sums = panels.sums;
    for (int run = 0; run < runs; run++) {
      int target = shift + runSource[run];
      int start = runStart[run];
      for (int j = 0; j < runLength[run]; j++) {
        image[target + j * stride] += sums[start + j];
      }
    }
  }

  /**
   * Panel row i = the {@code width} pixels from {@code column} on that the window of pixel i sees.
   */
  void gather(
      ImageLayout layout, float[] image, int offset, int pixel, int steps, int column, int width) {
    int[] offsets = layout.offsets();
    for (int i = 0; i < steps; i++) {
      float[] row = panels.row(i);
      int corner = offset + layout.corner(pixel + i);
      for (int j = 0; j < width; j++) {
        row[j] = image[corner + offsets[column + j]];
      }
    }
  }

  /** Panel row {@code firstRow + i} = channel i of dy at the current columns. */
  void load(
      float[] dy,
      int at,
      int sampleSize,
      int pixels,
      int column,
      int width,
      int firstRow,
      int channels) {
    for (int i = 0; i < channels; i++) {
      float[] row = panels.row(firstRow + i);
      for (int j = 0; j < width; ) {
        int sample = (column + j) / pixels;
        int pixel = (column + j) % pixels;
        int length = Math.min(pixels - pixel, width - j);
        System.arraycopy(dy, at + sample * sampleSize + i * pixels + pixel, row, j, length);
        j += length;
      }
    }
  }
}
