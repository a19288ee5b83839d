package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bits of a training step by hand, for several numbers of threads. */
final class DeterminismTest {
  private static final int BATCH = 9;
  private static final Convolution CONV =
      new Convolution(3, 17, 19, 150, 3, 3).padding(1, 1, 1, 1).stride(2, 1);
  private static final int X = 3 * 17 * 19;
  private static final int W = 150 * 3 * 3 * 3;
  private static final int Y = 150 * CONV.outputHeight() * CONV.outputWidth();
  private static final int CLASSES = 33;
  private static final Pooling POOL =
      new Pooling(CONV.outputHeight(), CONV.outputWidth(), 2, 3).stride(2, 2).padding(1, 1, 0, 1);
  private static final int IMAGES = BATCH * 150;

  /** Enough samples for gradients of weights that are summed in parts. */
  private static final int MANY = 37;

  private static final Convolution SMALL = new Convolution(3, 14, 15, 5, 3, 3).padding(1, 1, 1, 1);
  private static final int SMALL_X = MANY * 3 * 14 * 15;
  private static final int SMALL_Y = MANY * 5 * 14 * 15;
  private static final PooledConvolution POOLED =
      SMALL.pooled(new Pooling(14, 15, 2, 2).stride(2, 2));
  private static final int POOLED_Y = MANY * 5 * 7 * 7;
  private static final int PANELS = 3;

  private final int threadsBefore = Parallel.threads();

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threadsBefore);
  }

  @Test
  void theNumberOfThreadsDoesNotShow() {
    Parallel.setThreads(1);
    Step alone = new Step();
    for (int threads : new int[] {2, 3, 8}) {
      Parallel.setThreads(threads);
      for (int repeat = 0; repeat < 3; repeat++) {
        Step step = new Step();
        assertThat(step.y).isEqualTo(alone.y);
        assertThat(step.scores).isEqualTo(alone.scores);
        assertThat(step.dx).isEqualTo(alone.dx);
        assertThat(step.dw).isEqualTo(alone.dw);
        assertThat(step.pooled).isEqualTo(alone.pooled);
        assertThat(step.dy).isEqualTo(alone.dy);
        assertThat(step.smallDw).isEqualTo(alone.smallDw);
        assertThat(step.pooledDw).isEqualTo(alone.pooledDw);
        assertThat(step.product).isEqualTo(alone.product);
      }
    }
  }

  /** All kernels of a step, once. */
  static final class Step implements Parallel.Body {
    private final float[] x = Samples.floats(1, BATCH * X);
    private final float[] w = Samples.floats(2, W);
    private final float[] fc = Samples.floats(3, CLASSES * Y);
    final float[] y = new float[BATCH * Y];
    final float[] scores = new float[BATCH * CLASSES];
    final float[] dx = new float[BATCH * X];
    final float[] dw = new float[W];
    final float[] pooled = new float[IMAGES * POOL.outputSize()];
    final float[] dy = new float[BATCH * Y];
    private final int[] places = new int[pooled.length];
    private final float[] smallX = Samples.floats(4, SMALL_X);
    private final float[] smallDy = Samples.floats(5, SMALL_Y);
    private final int[] chosen = new int[POOLED_Y];
    final float[] smallDw = Samples.floats(6, 5 * 3 * 9);
    final float[] pooledDw = Samples.floats(6, 5 * 3 * 9);
    final float[] product = new float[MANY * PANELS * 32];

    Step() {
      compute();
    }

    void compute() {
      Parallel.run(this, 0, CONV.forwardUnits(BATCH), 2);
      Parallel.run(this, 1, Gemm.units(BATCH, CLASSES, Y), 1);
      Parallel.run(this, 2, CONV.backwardDataUnits(BATCH), 1);
      Parallel.run(this, 3, CONV.backwardWeightUnits(BATCH), 1);
      Parallel.run(this, 4, IMAGES, 7);
      Parallel.run(this, 5, IMAGES, 7);
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = i * 7 % 4;
      }
      Parallel.run(this, 6, SMALL.backwardWeightUnits(MANY), SMALL.backwardWeightChunk(MANY));
      Parallel.run(this, 7, POOLED.backwardWeightUnits(MANY), POOLED.backwardWeightChunk(MANY));
      Parallel.run(this, 8, Gemm.panelUnits(PANELS, MANY), 1);
    }

    @Override
    public void run(int kernel, int from, int to) {
      switch (kernel) {
        case 0 -> CONV.forward(from, to, x, 0, w, 0, y, 0);
        case 1 ->
            Gemm.multiply(
                from, to, BATCH, CLASSES, Y, y, 0, Y, 1, fc, 0, 1, Y, scores, 0, CLASSES, false);
        case 2 -> CONV.backwardData(from, to, y, 0, w, 0, dx, 0);
        case 3 -> CONV.backwardWeight(from, to, BATCH, x, 0, y, 0, dw, 0, false);
        case 4 -> POOL.max(from, to, y, 0, pooled, 0, places, 0);
        case 5 -> POOL.maxBackward(from, to, pooled, 0, places, 0, dy, 0);
        case 6 -> SMALL.backwardWeight(from, to, MANY, smallX, 0, smallDy, 0, smallDw, 0, true);
        case 7 ->
            POOLED.backwardWeight(
                from, to, MANY, smallX, 0, smallDy, 0, chosen, 0, pooledDw, 0, true);
        case 8 ->
            Gemm.panels(
                from,
                to,
                PANELS,
                MANY,
                32,
                300,
                smallX,
                0,
                300,
                1,
                smallDy,
                0,
                product,
                0,
                PANELS * 32,
                false);
        default -> throw new IllegalArgumentException();
      }
    }
  }
}
