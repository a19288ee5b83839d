package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two linear layers with a relu between, whose values lie in panels where that is possible. */
final class SamplePanelsTest {
  private static final double TOLERANCE = 1e-4;
  private static final int OFFSET = 3;

  @Test
  @Tag("narrow-vectors")
  void multipliesAsTheDefinitionSays() {
    Random random = new Random(1);
    for (int trial = 0; trial < 60; trial++) {
      int samples = 1 + random.nextInt(80);
      new Layers(random, samples, 1 + random.nextInt(40), 1 + random.nextInt(90)).check();
    }
  }

  @Test
  void multipliesWhatSpansSeveralBlocks() {
    Random random = new Random(2);
    new Layers(random, 40, 600, 200).check();
    new Layers(random, 300, 20, 270).check();
    new Layers(random, 16, 257, 65).check();
  }

  @Test
  void moreSamplesThanPayLieInRows() {
    Layers layers = new Layers(new Random(3), 50, 12, 30);
    assertWithin(layers.run(1000, 49), layers.run(1000, 50));
  }

  @Test
  void bitsDoNotDependOnHowUnitsAreCut() {
    Random random = new Random(4);
    for (int trial = 0; trial < 30; trial++) {
      Layers layers =
          new Layers(random, 16 + random.nextInt(200), 1 + random.nextInt(300), 20 + trial * 9);
      float[] whole = layers.run(1000, 1000);
      assertThat(layers.run(1, 1000)).isEqualTo(whole);
      assertThat(layers.run(2, 1000)).isEqualTo(whole);
    }
  }

  private static void assertWithin(float[] result, float[] wanted) {
    assertThat(result).usingTolerance(TOLERANCE).containsExactly(wanted).inOrder();
  }

  /** x to hidden to y, where y has a tensor added to it. */
  private static final class Layers {
    private static final int OUTPUTS = 11;

    private final int samples;
    private final int inputs;
    private final int hidden;
    private final float[] x;
    private final float[] w1;
    private final float[] bias;
    private final float[] w2;
    private final float[] scale;
    private final float[] added;

    Layers(Random random, int samples, int inputs, int hidden) {
      this.samples = samples;
      this.inputs = inputs;
      this.hidden = hidden;
      x = Samples.floats(random.nextLong(), OFFSET + samples * inputs);
      w1 = Samples.floats(random.nextLong(), OFFSET + hidden * (inputs + 1));
      bias = Samples.floats(random.nextLong(), OFFSET + hidden);
      w2 = Samples.floats(random.nextLong(), OFFSET + OUTPUTS * hidden);
      scale = Samples.floats(random.nextLong(), OUTPUTS);
      added = Samples.floats(random.nextLong(), OFFSET + samples * OUTPUTS);
    }

    void check() {
      assertWithin(run(1000, 1000), wanted());
    }

    private float[] wanted() {
      float[] y = new float[samples * OUTPUTS];
      double[] between = new double[hidden];
      for (int i = 0; i < samples; i++) {
        for (int j = 0; j < hidden; j++) {
          double sum = bias[OFFSET + j];
          for (int l = 0; l < inputs; l++) {
            sum += (double) x[OFFSET + i * inputs + l] * w1[OFFSET + j * (inputs + 1) + l];
          }
          between[j] = Math.min(Math.max(sum, 0), 4);
        }
        for (int j = 0; j < OUTPUTS; j++) {
          double sum = 0;
          for (int l = 0; l < hidden; l++) {
            sum += between[l] * w2[OFFSET + j * hidden + l];
          }
          y[i * OUTPUTS + j] = (float) (sum * scale[j] + added[OFFSET + i * OUTPUTS + j]);
        }
      }
      return y;
    }

    private float[] turned(int units, int most) {
      float[] panels = new float[OFFSET + 1 + samples * inputs];
      int count = SamplePanels.turnUnits(samples, inputs, most);
      assertThat(SamplePanels.turnChunk(samples, inputs, most)).isAtLeast(1);
      for (int from = 0; from < count; from += units) {
        int to = Math.min(count, from + units);
        SamplePanels.turn(from, to, samples, inputs, x, OFFSET, panels, OFFSET + 1);
      }
      return panels;
    }

    /**
     * @param units that are computed at a time
     * @param most samples that lie in panels
     */
    float[] run(int units, int most) {
      float[] left = SamplePanels.hold(samples, most) ? turned(units, most) : x;
      int xOffset = left == x ? OFFSET : OFFSET + 1;
      float[] between = new float[OFFSET + samples * hidden];
      int count = SamplePanels.units(samples, hidden, inputs, most);
      assertThat(SamplePanels.chunk(samples, hidden, inputs, most)).isAtLeast(1);
      for (int from = 0; from < count; from += units) {
        SamplePanels.multiply(
            from,
            Math.min(count, from + units),
            samples,
            hidden,
            inputs,
            left,
            xOffset,
            w1,
            OFFSET,
            inputs + 1,
            between,
            OFFSET,
            true,
            most,
            Epilogue.of().shift(bias, OFFSET).atLeast(0f).atMost(4f));
      }
      float[] y = new float[OFFSET + samples * OUTPUTS];
      count = SamplePanels.units(samples, OUTPUTS, hidden, most);
      for (int from = 0; from < count; from += units) {
        SamplePanels.multiply(
            from,
            Math.min(count, from + units),
            samples,
            OUTPUTS,
            hidden,
            between,
            OFFSET,
            w2,
            OFFSET,
            hidden,
            y,
            OFFSET,
            false,
            most,
            Epilogue.of().scale(scale, 0).add(added, OFFSET));
      }
      float[] result = new float[samples * OUTPUTS];
      System.arraycopy(y, OFFSET, result, 0, result.length);
      return result;
    }
  }
}
