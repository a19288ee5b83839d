package dev.netc.runtime;

import dev.netc.runtime.Convolution.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a convolution's weights as a sum over parts of the samples, each of which is
 * computed by itself: threads that share samples lay out each image once, and find it in the cache
 * of the core that has worked on the same samples before. The parts depend on sizes alone and are
 * added in order, so the bits do not depend on the number of threads.
 */
final class WeightParts implements Parallel.Body {
  private static final int MOST = 8;

  /** The fewest samples of a part. */
  private static final int FEW_SAMPLES = 8;

  /** The most weights: more take too long to add up, and then threads share output channels. */
  private static final int MANY_WEIGHTS = 1 << 14;

  /** The multiply-adds of a part that pay for adding it up. */
  private static final long WORTH = 100_000;

  /** The weights that a thread adds up at a time. */
  private static final int CHUNK = 1 << 12;

  private static final int SUM = 0;
  private static final int ADD = 1;
  private static final ThreadLocal<WeightParts> LOCAL = ThreadLocal.withInitial(WeightParts::new);
  private static final float[] NONE = {};

  private float[] partial = {};
  private @Nullable Convolution convolution;
  private @Nullable PooledConvolution pooled;
  private int parts;
  private int units;
  private int batch;
  private float[] x = NONE;
  private int xOffset;
  private float[] dy = NONE;
  private int dyOffset;
  private int[] at = PooledConvolution.NOWHERE;
  private int atOffset;
  private float[] dw = NONE;
  private int dwOffset;
  private boolean accumulate;

  private WeightParts() {}

  /** The parts of a batch; one if output channels are shared instead. */
  static int count(Convolution conv, int batch) {
    int weights = conv.outputChannels * conv.depth();
    long cost = (long) batch * conv.layout.pixels() * weights;
    if (conv.groups > 1 || weights > MANY_WEIGHTS) {
      return 1;
    }
    return (int) Math.max(1, Math.min(Math.min(MOST, batch / FEW_SAMPLES), cost / WORTH));
  }

  /**
   * As {@link Convolution#backwardWeight} for all units.
   *
   * @param pooled what is asked for if there is a pool, whose places are {@code at}
   */
  static void add(
      Convolution conv,
      @Nullable PooledConvolution pooled,
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
    WeightParts all = LOCAL.get();
    all.convolution = conv;
    all.pooled = pooled;
    all.parts = count(conv, batch);
    all.units =
        pooled == null
            ? FloatKernels.BEST.units(conv, Kind.BACKWARD_WEIGHT, batch)
            : FloatKernels.BEST.units(pooled, Kind.BACKWARD_WEIGHT, batch);
    all.batch = batch;
    all.x = x;
    all.xOffset = xOffset;
    all.dy = dy;
    all.dyOffset = dyOffset;
    all.at = at;
    all.atOffset = atOffset;
    all.dw = dw;
    all.dwOffset = dwOffset;
    all.accumulate = accumulate;
    try {
      all.run(conv);
    } finally {
      all.convolution = null;
      all.pooled = null;
      all.x = NONE;
      all.dy = NONE;
      all.at = PooledConvolution.NOWHERE;
      all.dw = NONE;
    }
  }

  private void run(Convolution conv) {
    int weights = conv.outputChannels * conv.depth();
    int all = parts * units;
    long cost = (long) batch * conv.layout.pixels() * weights;
    int chunk = Work.chunk(all, cost);
    int room = weights * (chunk < all ? parts : 1);
    if (partial.length < room) {
      partial = new float[room];
    }
    if (chunk < all) {
      Parallel.run(this, SUM, all, chunk);
      Parallel.run(this, ADD, weights, CHUNK);
      return;
    }
    for (int part = 0; part < parts; part++) {
      sum(conv, part, 0, units, 0);
      add(part > 0 || accumulate, 0, 0, weights);
    }
  }

  @Override
  public void run(int kernel, int from, int to) {
    Convolution conv = convolution;
    if (conv == null) {
      throw new IllegalStateException("no gradient is computed");
    }
    int weights = conv.outputChannels * conv.depth();
    if (kernel == ADD) {
      for (int part = 0; part < parts; part++) {
        add(part > 0 || accumulate, part * weights, from, to);
      }
      return;
    }
    for (int at = from; at < to; ) {
      int part = at / units;
      int end = Math.min(to, (part + 1) * units);
      sum(conv, part, at - part * units, end - part * units, part * weights);
      at = end;
    }
  }

  /** The units [from, to) of a part's sum. */
  private void sum(Convolution conv, int part, int from, int to, int target) {
    int first = (int) ((long) batch * part / parts);
    int samples = (int) ((long) batch * (part + 1) / parts) - first;
    int xAt = xOffset + first * conv.inputChannels * conv.layout.plane();
    PooledConvolution through = pooled;
    if (through == null) {
      int dyAt = dyOffset + first * conv.outputChannels * conv.layout.pixels();
      FloatKernels.BEST.backwardWeight(
          conv, from, to, samples, x, xAt, dy, dyAt, partial, target, false);
      return;
    }
    int within = first * conv.outputChannels * through.pooling.outputSize();
    FloatKernels.BEST.backwardWeight(
        through,
        from,
        to,
        samples,
        x,
        xAt,
        dy,
        dyOffset + within,
        at,
        atOffset + within,
        partial,
        target,
        false);
  }

  private void add(boolean adds, int source, int from, int to) {
    int target = dwOffset;
    if (!adds) {
      System.arraycopy(partial, source + from, dw, target + from, to - from);
      return;
    }
    for (int i = from; i < to; i++) {
      dw[target + i] = dw[target + i] + partial[source + i];
    }
  }
}
