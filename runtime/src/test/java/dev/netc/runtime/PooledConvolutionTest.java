package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A convolution with a pool behind it against the two one after the other, at whole numbers: then
 * every sum is exact, in whatever order, and many windows have equal elements.
 */
final class PooledConvolutionTest {
  private static final int TRIALS = 360;
  private static final int OFFSET = 5;
  private static final float[] WILD = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0x1p100f, -0x1p127f
  };

  private final Random random = new Random(2);
  private Convolution conv;
  private Pooling pool;
  private String geometry;
  private int batch;
  private float low;

  /** Draws sizes; half of the pools have windows side by side and no padding. */
  private PooledConvolution draw() {
    int kind = random.nextInt(6);
    return kind <= 1 ? drawSmallWindows() : kind == 2 ? drawManyChannels() : drawAny();
  }

  /** Windows of 3×3 of few channels and a pool of four places, in images up to long rows. */
  private PooledConvolution drawSmallWindows() {
    int groups = 1 + random.nextInt(2);
    int inputs = groups * (1 + random.nextInt(random.nextBoolean() ? 1 : 4));
    int outputs = groups * (1 + random.nextInt(7));
    int height = 4 + random.nextInt(40);
    int width = 4 + random.nextInt(random.nextInt(4) == 0 ? 1100 : 70);
    conv =
        new Convolution(inputs, height, width, outputs, 3, 3)
            .padding(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3))
            .groups(groups);
    return behindFour();
  }

  /** Sixteen channels or a multiple, and rows that are short behind a pool of four places. */
  private PooledConvolution drawManyChannels() {
    int inputs = 1 + random.nextInt(9);
    int height = 6 + random.nextInt(12);
    int width = 6 + random.nextInt(12);
    int taps = 1 + random.nextInt(5);
    conv =
        new Convolution(inputs, height, width, 16 * (1 + random.nextInt(3)), taps, 4)
            .padding(random.nextInt(taps), random.nextInt(4), random.nextInt(taps), 0)
            .dilation(1, random.nextInt(3) == 0 && width > 6 ? 2 : 1);
    return behindFour();
  }

  private PooledConvolution behindFour() {
    pool = new Pooling(conv.outputHeight(), conv.outputWidth(), 2, 2).stride(2, 2);
    geometry =
        "%d x %d x %d, %d filters of %d x %d, pool of 2 x 2"
            .formatted(
                conv.inputChannels,
                conv.rows.size(),
                conv.columns.size(),
                conv.outputChannels,
                conv.rows.taps(),
                conv.columns.taps());
    batch = 1 + random.nextInt(3);
    return conv.pooled(pool);
  }

  private PooledConvolution drawAny() {
    do {
      int groups = random.nextInt(4) == 0 ? 2 : 1;
      int inputs = groups * (1 + random.nextInt(random.nextBoolean() ? 2 : 9));
      int outputs = groups * (1 + random.nextInt(9));
      int height = 1 + random.nextInt(random.nextBoolean() ? 16 : 36);
      int width = 1 + random.nextInt(random.nextBoolean() ? 16 : 44);
      int taps = 1 + random.nextInt(5);
      int columns = random.nextBoolean() ? taps : 1 + random.nextInt(3);
      int stride = random.nextInt(3) == 0 ? 2 : 1;
      int dilation = random.nextInt(5) == 0 ? 2 : 1;
      int padding = random.nextInt(taps);
      conv =
          new Convolution(inputs, height, width, outputs, taps, columns)
              .stride(stride, random.nextBoolean() ? stride : 1)
              .padding(padding, random.nextInt(columns), padding, random.nextInt(columns))
              .dilation(random.nextBoolean() ? dilation : 1, dilation)
              .groups(groups);
      geometry =
          "%d x %d x %d, %d filters of %d x %d, padding %d, stride %d, dilation %d, %d groups"
              .formatted(
                  inputs, height, width, outputs, taps, columns, padding, stride, dilation, groups);
      if (conv.outputHeight() == 0 || conv.outputWidth() == 0) {
        continue;
      }
      int window = 1 + random.nextInt(3);
      int across = random.nextBoolean() ? window : 1 + random.nextInt(3);
      pool =
          new Pooling(conv.outputHeight(), conv.outputWidth(), window, across)
              .stride(window + random.nextInt(2), across);
      if (random.nextBoolean()) {
        pool =
            new Pooling(conv.outputHeight(), conv.outputWidth(), window, across)
                .stride(1 + random.nextInt(3), 1 + random.nextInt(3))
                .padding(window / 2, across / 2, window / 2, across / 2);
      }
      geometry += ", pool of %d x %d".formatted(window, across);
    } while (conv.outputHeight() == 0
        || conv.outputWidth() == 0
        || pool.outputHeight() == 0
        || pool.outputWidth() == 0);
    batch = 1 + random.nextInt(3);
    return conv.pooled(pool);
  }

  private float[] numbers(int size) {
    float[] numbers = new float[OFFSET + size];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextInt(7) - 3;
    }
    return numbers;
  }

  /** Sets an element or two to what is no number, infinite, or too great for a product. */
  private void makeWild(float[] numbers) {
    for (int i = random.nextInt(2); i < 2; i++) {
      numbers[random.nextInt(numbers.length)] = WILD[random.nextInt(WILD.length)];
    }
  }

  private int inputs() {
    return batch * conv.inputChannels * conv.layout.plane();
  }

  private int weights() {
    return conv.outputChannels * conv.depth();
  }

  private int between() {
    return batch * conv.outputChannels * conv.layout.pixels();
  }

  private int outputs() {
    return batch * conv.outputChannels * pool.outputSize();
  }

  @Test
  void forwardGivesWhatBothGive() {
    for (int trial = 0; trial < TRIALS; trial++) {
      PooledConvolution pooled = draw();
      float[] x = numbers(inputs());
      float[] w = numbers(weights());
      float[] bias = numbers(conv.outputChannels);
      float[] scale = numbers(conv.outputChannels);
      if (random.nextBoolean()) {
        for (int i = 0; i < scale.length; i++) {
          scale[i] = Math.abs(scale[i]);
        }
      }
      if (trial % 3 == 0) {
        makeWild(x);
        makeWild(trial % 2 == 0 ? w : bias);
      }
      low = random.nextInt(3) - 1;
      float[] output = new float[between()];
      conv.forward(
          0,
          conv.forwardUnits(batch),
          x,
          OFFSET,
          w,
          OFFSET,
          output,
          0,
          Epilogue.of().scale(scale, OFFSET).shift(bias, OFFSET));
      float[] y = numbers(outputs());
      int[] at = new int[y.length];
      float[] wanted = y.clone();
      int[] wantedAt = at.clone();
      int images = batch * conv.outputChannels;
      pool.max(0, images, output, 0, wanted, OFFSET, wantedAt, OFFSET);
      for (int i = OFFSET; i < wanted.length; i++) {
        wanted[i] = Math.min(Math.max(wanted[i], low), 40);
      }
      float[] valuesOnly = y.clone();
      int units = pooled.forwardUnits(batch);
      int cut =
          random.nextBoolean()
              ? random.nextInt(units + 1)
              : random.nextInt(batch + 1) * (units / batch);
      for (int part = 1; part >= 0; part--) {
        int from = part == 0 ? 0 : cut;
        int to = part == 0 ? cut : units;
        pooled.forward(
            from, to, x, OFFSET, w, OFFSET, y, OFFSET, at, OFFSET, epilogue(scale, bias));
        pooled.forward(from, to, x, OFFSET, w, OFFSET, valuesOnly, OFFSET, epilogue(scale, bias));
      }
      assertEqual(y, wanted);
      assertEqual(valuesOnly, wanted);
      assertThat(Arrays.mismatch(at, wantedAt)).isEqualTo(-1);
    }
  }

  private void assertEqual(float[] values, float[] wanted) {
    for (int i = 0; i < values.length; i++) {
      // Zeros of either sign are equal.
      if (values[i] != wanted[i] && !(Float.isNaN(values[i]) && Float.isNaN(wanted[i]))) {
        assertWithMessage("%s, element %s", geometry, i).that(values[i]).isEqualTo(wanted[i]);
      }
    }
  }

  private Epilogue epilogue(float[] scale, float[] bias) {
    return Epilogue.of().scale(scale, OFFSET).shift(bias, OFFSET).atLeast(low).atMost(40);
  }

  @Test
  void gradientsAreThoseOfBoth() {
    for (int trial = 0; trial < TRIALS; trial++) {
      PooledConvolution pooled = draw();
      float[] x = numbers(inputs());
      float[] w = numbers(weights());
      float[] dy = numbers(outputs());
      int[] at = new int[dy.length];
      float[] output = new float[between()];
      conv.forward(0, conv.forwardUnits(batch), x, OFFSET, w, OFFSET, output, 0);
      int images = batch * conv.outputChannels;
      pool.max(0, images, output, 0, new float[outputs()], 0, at, OFFSET);
      float[] between = new float[between()];
      pool.maxBackward(0, images, dy, OFFSET, at, OFFSET, between, 0);

      boolean adds = random.nextBoolean();
      float[] dw = numbers(weights());
      float[] wantedWeights = dw.clone();
      int weightUnits = conv.backwardWeightUnits(batch);
      conv.backwardWeight(
          0, weightUnits, batch, x, OFFSET, between, 0, wantedWeights, OFFSET, adds);
      int units = pooled.backwardWeightUnits(batch);
      int cut = random.nextInt(units + 1);
      pooled.backwardWeight(cut, units, batch, x, OFFSET, dy, OFFSET, at, OFFSET, dw, OFFSET, adds);
      pooled.backwardWeight(0, cut, batch, x, OFFSET, dy, OFFSET, at, OFFSET, dw, OFFSET, adds);
      assertEqual(dw, wantedWeights);

      float[] dx = numbers(inputs());
      float[] wanted = dx.clone();
      conv.backwardData(0, conv.backwardDataUnits(batch), between, 0, w, OFFSET, wanted, OFFSET);
      units = pooled.backwardDataUnits(batch);
      cut = random.nextInt(units + 1);
      pooled.backwardData(cut, units, dy, OFFSET, at, OFFSET, w, OFFSET, dx, OFFSET);
      pooled.backwardData(0, cut, dy, OFFSET, at, OFFSET, w, OFFSET, dx, OFFSET);
      assertEqual(dx, wanted);
    }
  }

  @Test
  void aPoolOfAnotherSizeIsRefused() {
    Convolution convolution = new Convolution(1, 8, 8, 2, 3, 3);
    Pooling pooling = new Pooling(8, 8, 2, 2);
    assertThrows(IllegalArgumentException.class, () -> convolution.pooled(pooling));
  }
}
