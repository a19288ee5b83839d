package dev.netc.runtime;

/**
 * Convolutions whose window is the image: an output channel has one pixel, so that all three
 * kernels are matrix products, of samples by weights.
 *
 * <p>Which product it is depends on the geometry alone, as the order of a sum does on that.
 */
final class VectorWholeImage {
  private VectorWholeImage() {}

  static boolean takes(Convolution conv) {
    return conv.groups == 1 && isWhole(conv.rows) && isWhole(conv.columns);
  }

  private static boolean isWhole(Window window) {
    return window.padded() == window.size()
        && window.taps() == window.size()
        && (window.dilation() == 1 || window.taps() == 1);
  }

  /** See {@link Convolution#forward}; the units are the channels of y of all samples. */
  static void forward(
      Convolution conv,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      Epilogue epilogue) {
    int channels = conv.outputChannels;
    int depth = conv.depth();
    for (int unit = from; unit < to; ) {
      int sample = unit / channels;
      int first = unit % channels;
      int samples = first == 0 ? Math.max(1, (to - unit) / channels) : 1;
      int count = Math.min(channels - first, to - unit);
      VectorGemm.dots(
          samples,
          count,
          depth,
          x,
          xOffset + sample * depth,
          depth,
          w,
          wOffset + first * depth,
          depth,
          y,
          yOffset + unit,
          channels,
          false,
          Epilogue.NONE);
      for (int i = 0; i < samples; i++) {
        int at = unit + i * channels;
        epilogue.finishAcross(first, y, yOffset + at, count, at);
      }
      unit += samples * count;
    }
  }

  /** See {@link Convolution#backwardData}; the units are the channels of dx of all samples. */
  static void backwardData(
      Convolution conv,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    int channels = conv.inputChannels;
    int outputs = conv.outputChannels;
    int depth = conv.depth();
    int taps = depth / channels;
    for (int unit = from; unit < to; ) {
      int sample = unit / channels;
      int first = unit % channels;
      int samples = first == 0 ? Math.max(1, (to - unit) / channels) : 1;
      int count = Math.min(channels - first, to - unit);
      VectorGemm.multiply(
          samples,
          count * taps,
          outputs,
          dy,
          dyOffset + sample * outputs,
          outputs,
          1,
          w,
          wOffset + first * taps,
          depth,
          1,
          dx,
          dxOffset + unit * taps,
          depth,
          false,
          Epilogue.NONE);
      unit += samples * count;
    }
  }

  /** See {@link Convolution#backwardWeight}; the units are the output channels. */
  static void backwardWeight(
      Convolution conv,
      int from,
      int to,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dw,
      int dwOffset,
      boolean accumulate) {
    int depth = conv.depth();
    VectorGemm.multiply(
        to - from,
        depth,
        batch,
        dy,
        dyOffset + from,
        1,
        conv.outputChannels,
        x,
        xOffset,
        depth,
        1,
        dw,
        dwOffset + from * depth,
        depth,
        accumulate,
        Epilogue.NONE);
  }
}
