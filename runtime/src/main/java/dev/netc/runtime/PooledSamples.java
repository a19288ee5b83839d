package dev.netc.runtime;

import dev.netc.runtime.Convolution.Kind;

/**
 * Convolutions with a max pool behind them, of any geometry, by the kernels of both: what lies
 * between them, or its gradient, is in a thread's scratch memory for a sample or a few.
 */
final class PooledSamples {
  private static final FloatKernels KERNELS = FloatKernels.BEST;
  private static final PoolingKernels POOLING = KERNELS.pooling();

  private static final ThreadLocal<PooledSamples> LOCAL =
      ThreadLocal.withInitial(PooledSamples::new);

  private float[] output = {};

  private PooledSamples() {}

  private static float[] output(int length) {
    PooledSamples local = LOCAL.get();
    if (local.output.length < length) {
      local.output = new float[length];
    }
    return local.output;
  }

  /** See {@link PooledConvolution#forward}; units are those of the convolution. */
  static void forward(
      PooledConvolution pooled,
      int from,
      int to,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      int[] at,
      int atOffset,
      Epilogue epilogue) {
    Convolution conv = pooled.convolution;
    Pooling pool = pooled.pooling;
    int units = KERNELS.units(conv, Kind.FORWARD, 1);
    int channels = conv.outputChannels / units;
    int pixels = conv.layout.pixels();
    float low = epilogue.low();
    float high = epilogue.high();
    epilogue.withoutBounds();
    for (int unit = from; unit < to; ) {
      int end = Math.min(to, (unit / units + 1) * units);
      int first = unit * channels;
      int last = end * channels;
      float[] between = output((last - first) * pixels);
      int start = -first * pixels;
      KERNELS.forward(conv, unit, end, x, xOffset, w, wOffset, between, start, epilogue);
      POOLING.max(pool, first, last, between, start, y, yOffset, at, atOffset);
      if (low > Float.NEGATIVE_INFINITY || high < Float.POSITIVE_INFINITY) {
        int count = (last - first) * pool.outputSize();
        KERNELS.finish(y, yOffset + first * pool.outputSize(), count, 1, 0, low, high);
      }
      unit = end;
    }
  }

  /** See {@link PooledConvolution#backwardData}; units are those of the convolution. */
  static void backwardData(
      PooledConvolution pooled,
      int from,
      int to,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset) {
    Convolution conv = pooled.convolution;
    int units = KERNELS.units(conv, Kind.BACKWARD_DATA, 1);
    int size = conv.outputChannels * conv.layout.pixels();
    float[] between = output(size);
    for (int unit = from; unit < to; ) {
      int sample = unit / units;
      int end = Math.min(to, (sample + 1) * units);
      int first = sample * conv.outputChannels;
      int start = -sample * size;
      POOLING.maxBackward(
          pooled.pooling,
          first,
          first + conv.outputChannels,
          dy,
          dyOffset,
          at,
          atOffset,
          between,
          start);
      KERNELS.backwardData(conv, unit, end, between, start, w, wOffset, dx, dxOffset);
      unit = end;
    }
  }

  /**
   * See {@link PooledConvolution#backwardWeight}; units are those of the convolution.
   *
   * @param first the first output channel that the units read
   * @param last behind the last one
   */
  static void backwardWeight(
      PooledConvolution pooled,
      int from,
      int to,
      int first,
      int last,
      int batch,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      int[] at,
      int atOffset,
      float[] dw,
      int dwOffset,
      boolean accumulate) {
    Convolution conv = pooled.convolution;
    int pixels = conv.layout.pixels();
    int size = conv.outputChannels * pixels;
    // As many samples as the convolution's own kernel sums at a time.
    int block = Math.max(1, Math.min(batch, 2 * Gemm.DEPTH / Math.max(1, pixels)));
    float[] between = output(block * size);
    if (batch == 0) {
      KERNELS.backwardWeight(conv, from, to, 0, x, xOffset, between, 0, dw, dwOffset, accumulate);
    }
    for (int sample = 0; sample < batch; sample += block) {
      int samples = Math.min(block, batch - sample);
      for (int i = 0; i < samples; i++) {
        int channel = (sample + i) * conv.outputChannels;
        POOLING.maxBackward(
            pooled.pooling,
            channel + first,
            channel + last,
            dy,
            dyOffset,
            at,
            atOffset,
            between,
            -sample * size);
      }
      int xAt = xOffset + sample * conv.inputChannels * conv.layout.plane();
      boolean adds = accumulate || sample > 0;
      KERNELS.backwardWeight(conv, from, to, samples, x, xAt, between, 0, dw, dwOffset, adds);
    }
  }
}
