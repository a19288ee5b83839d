package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link Gates}, without and with the Vector API. */
final class GatesTest {
  private static final GateKernels PLAIN = new ScalarGates();

  /** Lengths around those of vectors, at positions that are no multiple of theirs. */
  private static final int[] COUNTS = {0, 1, 3, 7, 8, 16, 31, 100, 130};

  private static final int STEP = 137;
  private static final float UNTOUCHED = 77;
  private static final int MOST_WARM_UPS = 60;
  private static final int RUNS = 2000;

  private static final float[] SPECIAL = {
    Float.NaN, 0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 100, -100, 1e-42f, 1
  };

  /**
   * A routine on arrays of which the i-th operand, and behind the operands the i-th result, begins
   * at {@code i * STEP + i}.
   */
  private interface Routine {
    void run(float[] x, float[] z, int count);
  }

  private record Case(
      String name, int operands, int results, Routine gates, Routine scalar, Routine blocks) {}

  private static int at(int place) {
    return place * STEP + place;
  }

  private static final Case LSTM =
      new Case(
          "lstm",
          5,
          7,
          (x, z, n) ->
              Gates.lstm(
                  x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), z, at(0), z, at(1), z, at(2), z,
                  at(3), z, at(4), z, at(5), z, at(6), n),
          (x, z, n) ->
              PLAIN.lstm(
                  x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), z, at(0), z, at(1), z, at(2), z,
                  at(3), z, at(4), z, at(5), z, at(6), n),
          (x, z, n) -> {
            float[] t = new float[n];
            Blocks.sigmoid(x, at(0), z, at(0), n);
            Blocks.sigmoid(x, at(1), z, at(1), n);
            Blocks.tanh(x, at(2), z, at(2), n);
            Blocks.sigmoid(x, at(3), z, at(3), n);
            Blocks.mul(z, at(0), z, at(2), t, 0, n);
            Blocks.fma(z, at(1), x, at(4), t, 0, z, at(4), n);
            Blocks.tanh(z, at(4), z, at(5), n);
            Blocks.mul(z, at(3), z, at(5), z, at(6), n);
          });

  private static final Case LSTM_BACKWARD =
      new Case(
          "lstmBackward",
          8,
          5,
          (x, z, n) ->
              Gates.lstmBackward(
                  x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), x, at(5), x, at(6), x, at(7), z,
                  at(0), z, at(1), z, at(2), z, at(3), z, at(4), n),
          (x, z, n) ->
              PLAIN.lstmBackward(
                  x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), x, at(5), x, at(6), x, at(7), z,
                  at(0), z, at(1), z, at(2), z, at(3), z, at(4), n),
          (x, z, n) -> {
            float[] d = new float[n];
            float[] t = new float[n];
            Blocks.mul(x, at(0), x, at(5), d, 0, n);
            Blocks.tanhSlope(d, 0, x, at(6), d, 0, n);
            Blocks.add(x, at(1), d, 0, d, 0, n);
            Blocks.mul(d, 0, x, at(3), z, at(0), n);
            Blocks.mul(d, 0, x, at(4), t, 0, n);
            Blocks.sigmoidSlope(t, 0, x, at(2), z, at(1), n);
            Blocks.mul(d, 0, x, at(7), t, 0, n);
            Blocks.sigmoidSlope(t, 0, x, at(3), z, at(2), n);
            Blocks.mul(d, 0, x, at(2), t, 0, n);
            Blocks.tanhSlope(t, 0, x, at(4), z, at(3), n);
            Blocks.mul(x, at(0), x, at(6), t, 0, n);
            Blocks.sigmoidSlope(t, 0, x, at(5), z, at(4), n);
          });

  private static final Case GRU =
      new Case(
          "gru",
          7,
          4,
          (x, z, n) ->
              Gates.gru(
                  x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), x, at(5), x, at(6), z, at(0), z,
                  at(1), z, at(2), z, at(3), n),
          (x, z, n) ->
              PLAIN.gru(
                  x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), x, at(5), x, at(6), z, at(0), z,
                  at(1), z, at(2), z, at(3), n),
          (x, z, n) -> {
            float[] t = new float[n];
            float[] rest = new float[n];
            Blocks.add(x, at(0), x, at(1), t, 0, n);
            Blocks.sigmoid(t, 0, z, at(0), n);
            Blocks.add(x, at(2), x, at(3), t, 0, n);
            Blocks.sigmoid(t, 0, z, at(1), n);
            Blocks.fma(z, at(0), x, at(5), x, at(4), t, 0, n);
            Blocks.tanh(t, 0, z, at(2), n);
            Blocks.sub(1f, z, at(1), rest, 0, n);
            Blocks.mul(z, at(1), x, at(6), t, 0, n);
            Blocks.fma(rest, 0, z, at(2), t, 0, z, at(3), n);
          });

  private static final Case GRU_BACKWARD =
      new Case(
          "gruBackward",
          6,
          5,
          (x, z, n) ->
              Gates.gruBackward(
                  x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), x, at(5), z, at(0), z, at(1), z,
                  at(2), z, at(3), z, at(4), n),
          (x, z, n) ->
              PLAIN.gruBackward(
                  x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), x, at(5), z, at(0), z, at(1), z,
                  at(2), z, at(3), z, at(4), n),
          (x, z, n) -> {
            float[] rest = new float[n];
            float[] t = new float[n];
            Blocks.mul(x, at(0), x, at(2), z, at(0), n);
            Blocks.sub(1f, x, at(2), rest, 0, n);
            Blocks.mul(x, at(0), rest, 0, t, 0, n);
            Blocks.tanhSlope(t, 0, x, at(3), z, at(3), n);
            Blocks.mul(z, at(3), x, at(5), t, 0, n);
            Blocks.sigmoidSlope(t, 0, x, at(1), z, at(1), n);
            Blocks.mul(x, at(0), x, at(3), t, 0, n);
            Blocks.neg(t, 0, t, 0, n);
            Blocks.fma(x, at(0), x, at(4), t, 0, t, 0, n);
            Blocks.mul(x, at(2), rest, 0, rest, 0, n);
            Blocks.mul(t, 0, rest, 0, z, at(2), n);
            Blocks.mul(z, at(3), x, at(1), z, at(4), n);
          });

  private static final Case[] CASES = {LSTM, LSTM_BACKWARD, GRU, GRU_BACKWARD};

  private static float[] operands(Case example, boolean special) {
    float[] x = Samples.floats(3, at(example.operands()));
    for (int i = 0; i < x.length; i++) {
      if (special && i * 7 % 5 < 2) {
        x[i] = SPECIAL[(i * 3 + i / 11) % SPECIAL.length];
      }
    }
    return x;
  }

  private static float[] results(Case example) {
    float[] z = new float[at(example.results())];
    Arrays.fill(z, UNTOUCHED);
    return z;
  }

  @Test
  void resultsAreThoseOfBlocks() {
    for (Case example : CASES) {
      for (boolean special : new boolean[] {false, true}) {
        for (int count : COUNTS) {
          float[] x = operands(example, special);
          float[] got = results(example);
          float[] wanted = results(example);
          example.gates().run(x, got, count);
          example.blocks().run(x, wanted, count);
          assertWithMessage("%s of %s elements", example.name(), count)
              .that(got)
              .usingExactEquality()
              .containsExactly(wanted)
              .inOrder();
        }
      }
    }
  }

  /** But for what is less than the least ordinary number, which vectors take for zero. */
  @Test
  void resultsAreThoseWithoutVectors() {
    for (Case example : CASES) {
      for (int count : COUNTS) {
        float[] x = operands(example, true);
        for (int i = 0; i < x.length; i++) {
          x[i] = Math.abs(x[i]) == 100 ? x[i] / 5 : x[i];
        }
        float[] got = results(example);
        float[] wanted = results(example);
        example.gates().run(x, got, count);
        example.scalar().run(x, wanted, count);
        for (int i = 0; i < got.length; i++) {
          boolean same =
              Float.compare(got[i], wanted[i]) == 0
                  || Math.abs(got[i] - wanted[i]) <= 2e-6 * (1 + Math.abs(wanted[i]));
          assertWithMessage(
                  "%s of %s elements at %s: %s, not %s",
                  example.name(), count, i, got[i], wanted[i])
              .that(same)
              .isTrue();
        }
      }
    }
  }

  @Test
  void aStateIsReplacedInItsPlace() {
    int count = 45;
    float[] x = operands(LSTM, false);
    float[] z = results(LSTM);
    LSTM.gates().run(x, z, count);
    float[] t = new float[at(5)];
    Gates.lstm(
        x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), t, at(0), t, at(1), t, at(2), t, at(3), x,
        at(4), t, at(4), x, at(3), count);
    assertThat(part(x, 4, count)).isEqualTo(part(z, 4, count));
    assertThat(part(x, 3, count)).isEqualTo(part(z, 6, count));
    x = operands(GRU, false);
    z = results(GRU);
    GRU.gates().run(x, z, count);
    Gates.gru(
        x, at(0), x, at(1), x, at(2), x, at(3), x, at(4), x, at(5), x, at(6), t, at(0), t, at(1), t,
        at(2), x, at(6), count);
    assertThat(part(x, 6, count)).isEqualTo(part(z, 3, count));
  }

  private static float[] part(float[] x, int place, int count) {
    return Arrays.copyOfRange(x, at(place), at(place) + count);
  }

  @Test
  void nothingIsAllocatedOnceAllHasRun() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Case example : CASES) {
      float[] x = operands(example, false);
      float[] z = results(example);
      long allocated = Long.MAX_VALUE;
      for (int i = 0; i < MOST_WARM_UPS && allocated > RUNS; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int run = 0; run < RUNS; run++) {
          example.gates().run(x, z, 130);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
      assertWithMessage(example.name()).that(allocated).isAtMost(RUNS);
    }
  }
}
