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

    Step() {
      compute();
    }

    void compute() {
      Parallel.run(this, 0, CONV.forwardUnits(BATCH), 2);
      Parallel.run(this, 1, Gemm.units(BATCH, CLASSES), 1);
      Parallel.run(this, 2, CONV.backwardDataUnits(BATCH), 1);
      Parallel.run(this, 3, CONV.backwardWeightUnits(BATCH), 1);
      Parallel.run(this, 4, IMAGES, 7);
      Parallel.run(this, 5, IMAGES, 7);
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
        default -> throw new IllegalArgumentException();
      }
    }
  }
}
