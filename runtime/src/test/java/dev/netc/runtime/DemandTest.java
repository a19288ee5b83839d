package dev.netc.runtime;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.runtime.BlockKernels.Function;
import dev.netc.runtime.BlockKernels.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * That plain loops give the bits of vectors. In a JVM of its own: what has been asked for much once
 * is done with vectors for good.
 */
final class DemandTest {
  private static final int MANY = 40_000;
  private static final int[] COUNTS = {1, 7, 8, 31, 32, 100, 1000, MANY};

  private static final float[] SPECIAL = {
    Float.NaN,
    0f,
    -0f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    -1f,
    88.8f,
    -104f,
    -200f,
    9.2f,
    Float.MAX_VALUE
  };

  private final float[] x = samples(1);
  private final float[] y = samples(2);
  private final float[] a = Samples.floats(3, MANY + 10);

  private interface Work {
    void into(float[] z);
  }

  private final boolean before = Demand.always;

  @AfterEach
  void restore() {
    Demand.always = before;
  }

  /** Samples of all sizes, and of all kinds, at changing places. */
  private static float[] samples(int seed) {
    float[] numbers = Samples.floats(seed, MANY + 10);
    for (int i = 0; i < numbers.length; i++) {
      if (i % 3 == 1) {
        numbers[i] *= 1 << i % 11;
      }
      if (i > 1000 && i % 37 == 0) {
        numbers[i] = SPECIAL[i / 37 % SPECIAL.length];
      }
    }
    return numbers;
  }

  @Test
  void plainLoopsGiveTheBitsOfVectors() {
    Map<String, Work> works = new LinkedHashMap<>();
    FloatKernels best = FloatKernels.BEST;
    BlockKernels blocks = best.blocks();
    ReductionKernels reductions = best.reductions();
    for (int count : COUNTS) {
      for (Function function : Function.values()) {
        works.put(function + " of " + count, z -> blocks.map(function, x, 3, z, 1, count));
      }
      for (Operator operator : Operator.values()) {
        works.put(
            operator + " of " + count, z -> blocks.combine(operator, x, 3, y, 5, z, 1, count));
        works.put(
            operator + " by a number of " + count,
            z -> blocks.combine(operator, x, 3, 0.7f, z, 1, count));
      }
      works.put("fma of " + count, z -> blocks.fma(x, 3, y, 5, a, 2, z, 1, count));
      works.put("fma by a number of " + count, z -> blocks.fma(x, 3, 0.7f, a, 2, z, 1, count));
      works.put("fma by numbers of " + count, z -> blocks.fma(x, 3, 0.7f, 0.1f, z, 1, count));
      works.put("where of " + count, z -> blocks.where(a, 2, x, 3, y, 5, z, 1, count));
      works.put("where or number of " + count, z -> blocks.where(a, 2, x, 3, 1f, z, 1, count));
      works.put("number where of " + count, z -> blocks.where(a, 2, 1f, y, 5, z, 1, count));
      works.put("sigmoid's slope of " + count, z -> blocks.sigmoidSlope(x, 3, y, 5, z, 1, count));
      works.put("tanh's slope of " + count, z -> blocks.tanhSlope(x, 3, y, 5, z, 1, count));
      works.put("scaled " + count, z -> best.scale(z, 1, count, x, 3));
      works.put("sums within bounds of " + count, z -> best.add(z, 1, count, x, 3, -0.5f, 2f));
      works.put(
          "finished " + count,
          z -> best.finish(z, 1, count, 0.3f, 0.1f, -0.2f, Float.POSITIVE_INFINITY));
      works.put(
          "sums of " + count,
          z -> {
            z[0] = (float) reductions.sum(a, 3, count);
            z[1] = (float) reductions.dot(a, 3, y, 900, Math.min(count, 100));
            z[2] = (float) reductions.dot(a, 3, a, 5, count);
            z[3] = reductions.max(x, 3, count);
            z[4] = reductions.min(x, 3, count);
            z[5] = (float) reductions.centredDot(a, 3, 0.5f, a, 5, -0.25f, count);
          });
    }
    for (int columns : new int[] {1, 7, 8, 10, 32, 100, 131}) {
      for (int rows : new int[] {1, 20, 64, 300}) {
        works.put(
            rows + " by " + columns + " sums",
            z -> reductions.columnSums(a, 3, 131, rows, z, 1, columns));
        works.put(
            rows + " by " + columns + " sums of products",
            z -> reductions.columnDots(a, 3, 131, a, 7, 130, rows, z, 1, columns));
      }
    }
    for (int[] size :
        new int[][] {
          {1, 70, 9}, {3, 5, 40}, {8, 10, 300}, {33, 17, 270}, {64, 40, 1}, {62, 33, 200}
        }) {
      for (int kind = 0; kind < 8; kind++) {
        int m = size[0];
        int n = size[1];
        int k = size[2];
        boolean turnsA = kind % 2 == 1;
        boolean turnsB = kind / 2 % 2 == 1;
        boolean adds = kind / 4 == 1;
        works.put(
            "product " + m + " by " + n + " by " + k + ", kind " + kind,
            z ->
                Gemm.multiply(
                    0,
                    Gemm.units(m, n, k),
                    m,
                    n,
                    k,
                    a,
                    3,
                    turnsA ? 1 : k,
                    turnsA ? m : 1,
                    a,
                    11,
                    turnsB ? 1 : n,
                    turnsB ? k : 1,
                    z,
                    1,
                    n,
                    adds));
      }
    }

    Demand.always = false;
    List<float[]> plain = results(works);
    Demand.always = true;
    List<float[]> withVectors = results(works);
    int each = 0;
    for (String name : works.keySet()) {
      assertWithMessage(name).that(plain.get(each)).isEqualTo(withVectors.get(each));
      each++;
    }
  }

  private static List<float[]> results(Map<String, Work> works) {
    List<float[]> results = new ArrayList<>();
    for (Work work : works.values()) {
      float[] z = Samples.floats(4, MANY + 10);
      work.into(z);
      results.add(z);
    }
    return results;
  }

  @Test
  void muchWithinShortTimeIsGreat() {
    Demand.always = false;
    Demand demand = new Demand(1);
    assertWithMessage("at first").that(demand.isGreat(100)).isFalse();
    boolean great = false;
    for (int i = 0; i < 100 && !great; i++) {
      great = demand.isGreat(1 << 20);
    }
    assertWithMessage("in the end").that(great).isTrue();
    assertWithMessage("for good").that(demand.isGreat(0)).isTrue();
  }
}
