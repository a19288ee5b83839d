package dev.netc.runtime;

import java.util.Arrays;

/**
 * A thread's scratch for convolutions, and their loops in float.
 *
 * <p>The windows of a block of samples are unrolled to rows of a panel (im2col): row {@code l}
 * holds, for each output pixel, the input pixel that weight {@code l} meets. Each output channel is
 * then a weighted sum of rows, see {@link FloatPanels}. A block is a part of one sample or some
 * whole ones, so that the order of all sums is that of a sample by itself.
 */
final class FloatConvolution {
  private static final ThreadLocal<FloatConvolution> LOCAL =
      ThreadLocal.withInitial(FloatConvolution::new);

  private final FloatPanels panels = FloatPanels.local();
  private float[] padded = new float[0];

  // The current block: output columns in runs of adjacent pixels.
  private final int[] runStart = new int[FloatPanels.WIDTH];
  private final int[] runLength = new int[FloatPanels.WIDTH];
  private final int[] runSource = new int[FloatPanels.WIDTH];
  private int runs;

  private FloatConvolution() {}

  static FloatConvolution local() {
    return LOCAL.get();
  }

  void forward(
      Convolution conv,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset) {
    ImageLayout layout = conv.layout;
    int pixels = layout.pixels();
    int depth = conv.depth();
    int group = conv.inputChannels / conv.groups;
    int outputs = conv.outputChannels / conv.groups;
    int sampleSize = conv.inputChannels * layout.paddedPlane();
    int block = conv.sampleChunk();
    for (int first = from; first < to; first += block) {
      int samples = Math.min(block, to - first);
      float[] image = layout.isBare() ? x : pad(conv, x, xOffset, first, samples);
      int imageOffset = layout.isBare() ? xOffset + first * sampleSize : 0;
      for (int column = 0; column < samples * pixels; column += FloatPanels.WIDTH) {
        int width = Math.min(FloatPanels.WIDTH, samples * pixels - column);
        findRuns(layout, column, width, sampleSize);
        for (int g = 0; g < conv.groups; g++) {
          int groupOffset = imageOffset + g * group * layout.paddedPlane();
          for (int l = 0; l < depth; l += Gemm.DEPTH) {
            int steps = Math.min(Gemm.DEPTH, depth - l);
            unroll(layout, image, groupOffset, l, steps);
            for (int channel = g * outputs; channel < (g + 1) * outputs; channel++) {
              panels.sum(width, steps, w, wOffset + channel * depth + l, 1);
              int at = yOffset + (first * conv.outputChannels + channel) * pixels;
              store(y, at, conv.outputChannels * pixels, pixels, column, width, l > 0);
            }
          }
        }
      }
    }
  }

  void backwardData(
      Convolution conv,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    ImageLayout layout = conv.layout;
    int pixels = layout.pixels();
    int depth = conv.depth();
    int group = conv.inputChannels / conv.groups;
    int outputs = conv.outputChannels / conv.groups;
    int sampleSize = conv.inputChannels * layout.paddedPlane();
    int block = conv.sampleChunk();
    for (int first = from; first < to; first += block) {
      int samples = Math.min(block, to - first);
      float[] image = layout.isBare() ? dx : padded(samples * sampleSize);
      int imageOffset = layout.isBare() ? dxOffset + first * sampleSize : 0;
      Arrays.fill(image, imageOffset, imageOffset + samples * sampleSize, 0);
      for (int column = 0; column < samples * pixels; column += FloatPanels.WIDTH) {
        int width = Math.min(FloatPanels.WIDTH, samples * pixels - column);
        findRuns(layout, column, width, sampleSize);
        for (int g = 0; g < conv.groups; g++) {
          int groupOffset = imageOffset + g * group * layout.paddedPlane();
          for (int c = 0; c < outputs; c += Gemm.DEPTH) {
            int steps = Math.min(Gemm.DEPTH, outputs - c);
            int channel = g * outputs + c;
            int at = dyOffset + (first * conv.outputChannels + channel) * pixels;
            load(dy, at, conv.outputChannels * pixels, pixels, column, width, steps);
            for (int l = 0; l < depth; l++) {
              panels.sum(width, steps, w, wOffset + channel * depth + l, depth);
              addToWindows(layout, image, groupOffset + layout.offsets()[l]);
            }
          }
        }
      }
      if (!layout.isBare()) {
        crop(conv, dx, dxOffset, first, samples);
      }
    }
  }

  void backwardWeight(
      Convolution conv,
      WeightTile tile,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset) {
    ImageLayout layout = conv.layout;
    int pixels = layout.pixels();
    int sampleSize = conv.inputChannels * layout.paddedPlane();
    int groupOffset = tile.group() * (conv.inputChannels / conv.groups) * layout.paddedPlane();
    for (int sample = 0; sample < batch; sample++) {
      float[] image = layout.isBare() ? x : pad(conv, x, xOffset, sample, 1);
      int imageOffset = groupOffset + (layout.isBare() ? xOffset + sample * sampleSize : 0);
      for (int pixel = 0; pixel < pixels; pixel += Gemm.DEPTH) {
        int steps = Math.min(Gemm.DEPTH, pixels - pixel);
        for (int column = tile.columnFrom();
            column < tile.columnTo();
            column += FloatPanels.WIDTH) {
          int width = Math.min(FloatPanels.WIDTH, tile.columnTo() - column);
          gather(layout, image, imageOffset, pixel, steps, column, width);
          for (int channel = tile.channelFrom(); channel < tile.channelTo(); channel++) {
            int at = dyOffset + (sample * conv.outputChannels + channel) * pixels + pixel;
            panels.sum(width, steps, dy, at, 1);
            panels.add(width, dw, dwOffset + channel * tile.depth() + column, 1);
          }
        }
      }
    }
  }

  /** Copies samples into the scratch image, with their padding around them. */
  private float[] pad(Convolution conv, float[] x, int offset, int first, int samples) {
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
  private void crop(Convolution conv, float[] dx, int offset, int first, int samples) {
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

  private float[] padded(int length) {
    if (padded.length < length) {
      padded = new float[length];
    }
    return padded;
  }

  /** Cuts output columns, which run over samples and their pixels, at the ends of image rows. */
  private void findRuns(ImageLayout layout, int column, int width, int sampleSize) {
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
  private void unroll(ImageLayout layout, float[] image, int offset, int from, int steps) {
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
  private void addToWindows(ImageLayout layout, float[] image, int shift) {
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
  private void gather(
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

  /** Panel row i = channel i of dy at the current columns. */
  private void load(
      float[] dy, int at, int sampleSize, int pixels, int column, int width, int steps) {
    for (int i = 0; i < steps; i++) {
      float[] row = panels.row(i);
      for (int j = 0; j < width; ) {
        int sample = (column + j) / pixels;
        int pixel = (column + j) % pixels;
        int length = Math.min(pixels - pixel, width - j);
        System.arraycopy(dy, at + sample * sampleSize + i * pixels + pixel, row, j, length);
        j += length;
      }
    }
  }

  /** Writes the panel's sums to the current columns of a channel of y, or adds them. */
  private void store(
      float[] y, int at, int sampleSize, int pixels, int column, int width, boolean add) {
    float[] sums = panels.sums;
    for (int j = 0; j < width; ) {
      int sample = (column + j) / pixels;
      int pixel = (column + j) % pixels;
      int length = Math.min(pixels - pixel, width - j);
      int target = at + sample * sampleSize + pixel;
      if (add) {
        for (int i = 0; i < length; i++) {
          y[target + i] += sums[j + i];
        }
      } else {
        System.arraycopy(sums, j, y, target, length);
      }
      j += length;
    }
  }
}
