package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Run without and with the Vector API. */
final class BlocksTest {
  /** Lengths around those of vectors, at positions that are no multiple of theirs. */
  private static final int[] COUNTS = {0, 1, 7, 16, 31, 100};

  private static final int X_AT = 3;
  private static final int Y_AT = 5;
  private static final int A_AT = 2;
  private static final int Z_AT = 1;
  private static final float NUMBER = 0.5f;
  private static final float UNTOUCHED = 77;

  private static final float[] SPECIAL = {
    Float.NaN, 0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, NUMBER, -NUMBER, 1, -2.5f
  };

  /** A method of {@link Blocks} with some operands. */
  private interface Routine {
    void run(float[] x, float[] y, float[] a, float[] z, int count);
  }

  /** What it does to one element. */
  private interface Reference {
    float of(float x, float y, float a);
  }

  private record Case(Routine routine, Reference reference) {}

  private static final Map<String, Case> CASES = new LinkedHashMap<>();

  private static void add(String name, Reference reference, Routine routine) {
    CASES.put(name, new Case(routine, reference));
  }

  static {
    add("neg", (x, y, a) -> -x, (x, y, a, z, n) -> Blocks.neg(x, X_AT, z, Z_AT, n));
    add("abs", (x, y, a) -> Math.abs(x), (x, y, a, z, n) -> Blocks.abs(x, X_AT, z, Z_AT, n));
    add("sign", (x, y, a) -> Math.signum(x), (x, y, a, z, n) -> Blocks.sign(x, X_AT, z, Z_AT, n));
    add(
        "floor",
        (x, y, a) -> (float) Math.floor(x),
        (x, y, a, z, n) -> Blocks.floor(x, X_AT, z, Z_AT, n));
    add(
        "ceil",
        (x, y, a) -> (float) Math.ceil(x),
        (x, y, a, z, n) -> Blocks.ceil(x, X_AT, z, Z_AT, n));
    add(
        "round",
        (x, y, a) -> (float) Math.rint(x),
        (x, y, a, z, n) -> Blocks.round(x, X_AT, z, Z_AT, n));
    add(
        "sqrt",
        (x, y, a) -> (float) Math.sqrt(x),
        (x, y, a, z, n) -> Blocks.sqrt(x, X_AT, z, Z_AT, n));
    add("not", (x, y, a) -> truth(x == 0), (x, y, a, z, n) -> Blocks.not(x, X_AT, z, Z_AT, n));
    add("add", (x, y, a) -> x + y, (x, y, a, z, n) -> Blocks.add(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "add number",
        (x, y, a) -> x + NUMBER,
        (x, y, a, z, n) -> Blocks.add(x, X_AT, NUMBER, z, Z_AT, n));
    add("sub", (x, y, a) -> x - y, (x, y, a, z, n) -> Blocks.sub(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "sub number",
        (x, y, a) -> x - NUMBER,
        (x, y, a, z, n) -> Blocks.sub(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "number sub",
        (x, y, a) -> NUMBER - y,
        (x, y, a, z, n) -> Blocks.sub(NUMBER, y, Y_AT, z, Z_AT, n));
    add("mul", (x, y, a) -> x * y, (x, y, a, z, n) -> Blocks.mul(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "mul number",
        (x, y, a) -> x * NUMBER,
        (x, y, a, z, n) -> Blocks.mul(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "sigmoidSlope",
        (x, y, a) -> x * (y * (1 - y)),
        (x, y, a, z, n) -> Blocks.sigmoidSlope(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "tanhSlope",
        (x, y, a) -> x * (1 - y * y),
        (x, y, a, z, n) -> Blocks.tanhSlope(x, X_AT, y, Y_AT, z, Z_AT, n));
    add("div", (x, y, a) -> x / y, (x, y, a, z, n) -> Blocks.div(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "div number",
        (x, y, a) -> x / NUMBER,
        (x, y, a, z, n) -> Blocks.div(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "number div",
        (x, y, a) -> NUMBER / y,
        (x, y, a, z, n) -> Blocks.div(NUMBER, y, Y_AT, z, Z_AT, n));
    add(
        "max",
        (x, y, a) -> Math.max(x, y),
        (x, y, a, z, n) -> Blocks.max(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "max number",
        (x, y, a) -> Math.max(x, NUMBER),
        (x, y, a, z, n) -> Blocks.max(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "min",
        (x, y, a) -> Math.min(x, y),
        (x, y, a, z, n) -> Blocks.min(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "min number",
        (x, y, a) -> Math.min(x, NUMBER),
        (x, y, a, z, n) -> Blocks.min(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "pow",
        (x, y, a) -> (float) Math.pow(x, y),
        (x, y, a, z, n) -> Blocks.pow(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "pow number",
        (x, y, a) -> (float) Math.pow(x, NUMBER),
        (x, y, a, z, n) -> Blocks.pow(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "rem",
        (x, y, a) -> (float) (x - Math.floor((double) x / y) * y),
        (x, y, a, z, n) -> Blocks.rem(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "rem number",
        (x, y, a) -> (float) (x - Math.floor((double) x / NUMBER) * NUMBER),
        (x, y, a, z, n) -> Blocks.rem(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "eq",
        (x, y, a) -> truth(x == y),
        (x, y, a, z, n) -> Blocks.eq(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "eq number",
        (x, y, a) -> truth(x == NUMBER),
        (x, y, a, z, n) -> Blocks.eq(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "ne",
        (x, y, a) -> truth(x != y),
        (x, y, a, z, n) -> Blocks.ne(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "ne number",
        (x, y, a) -> truth(x != NUMBER),
        (x, y, a, z, n) -> Blocks.ne(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "lt",
        (x, y, a) -> truth(x < y),
        (x, y, a, z, n) -> Blocks.lt(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "lt number",
        (x, y, a) -> truth(x < NUMBER),
        (x, y, a, z, n) -> Blocks.lt(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "number lt",
        (x, y, a) -> truth(NUMBER < y),
        (x, y, a, z, n) -> Blocks.lt(NUMBER, y, Y_AT, z, Z_AT, n));
    add(
        "le",
        (x, y, a) -> truth(x <= y),
        (x, y, a, z, n) -> Blocks.le(x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "le number",
        (x, y, a) -> truth(x <= NUMBER),
        (x, y, a, z, n) -> Blocks.le(x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "number le",
        (x, y, a) -> truth(NUMBER <= y),
        (x, y, a, z, n) -> Blocks.le(NUMBER, y, Y_AT, z, Z_AT, n));
    add(
        "and",
        (x, y, a) -> truth(x != 0 && y != 0),
        (x, y, a, z, n) -> {
          Blocks.ne(x, X_AT, 0f, x, X_AT, n);
          Blocks.ne(y, Y_AT, 0f, y, Y_AT, n);
          Blocks.and(x, X_AT, y, Y_AT, z, Z_AT, n);
        });
    add(
        "or",
        (x, y, a) -> truth(x != 0 || y != 0),
        (x, y, a, z, n) -> {
          Blocks.ne(x, X_AT, 0f, x, X_AT, n);
          Blocks.ne(y, Y_AT, 0f, y, Y_AT, n);
          Blocks.or(x, X_AT, y, Y_AT, z, Z_AT, n);
        });
    add(
        "fma x, X_AT, y, Y_AT, a, A_AT",
        (x, y, a) -> Math.fma(x, y, a),
        (x, y, a, z, n) -> Blocks.fma(x, X_AT, y, Y_AT, a, A_AT, z, Z_AT, n));
    add(
        "fma x, X_AT, NUMBER, a, A_AT",
        (x, y, a) -> Math.fma(x, NUMBER, a),
        (x, y, a, z, n) -> Blocks.fma(x, X_AT, NUMBER, a, A_AT, z, Z_AT, n));
    add(
        "fma x, X_AT, NUMBER, 2f",
        (x, y, a) -> Math.fma(x, NUMBER, 2f),
        (x, y, a, z, n) -> Blocks.fma(x, X_AT, NUMBER, 2f, z, Z_AT, n));
    add(
        "where a, A_AT, x, X_AT, y, Y_AT",
        (x, y, a) -> a != 0 ? x : y,
        (x, y, a, z, n) -> Blocks.where(a, A_AT, x, X_AT, y, Y_AT, z, Z_AT, n));
    add(
        "where a, A_AT, x, X_AT, NUMBER",
        (x, y, a) -> a != 0 ? x : NUMBER,
        (x, y, a, z, n) -> Blocks.where(a, A_AT, x, X_AT, NUMBER, z, Z_AT, n));
    add(
        "where a, A_AT, NUMBER, y, Y_AT",
        (x, y, a) -> a != 0 ? NUMBER : y,
        (x, y, a, z, n) -> Blocks.where(a, A_AT, NUMBER, y, Y_AT, z, Z_AT, n));
    add(
        "as truth and back",
        (x, y, a) -> truth(x != 0),
        (x, y, a, z, n) -> {
          boolean[] truths = new boolean[n + Y_AT];
          Blocks.store(x, X_AT, truths, Y_AT, n);
          Blocks.load(truths, Y_AT, z, Z_AT, n);
        });
    add(
        "load with a stride",
        (x, y, a) -> x,
        (x, y, a, z, n) -> {
          float[] wide = new float[3 * n + Y_AT];
          for (int i = 0; i < n; i++) {
            wide[Y_AT + 3 * i] = x[X_AT + i];
          }
          Blocks.load(wide, Y_AT, 3, z, Z_AT, n);
        });
  }

  private static float truth(boolean holds) {
    return holds ? 1 : 0;
  }

  @Test
  void eachElementIsWhatJavaMakesOfIt() {
    CASES.forEach(
        (name, example) -> {
          for (int count : COUNTS) {
            check(name, example, count);
          }
        });
  }

  private static void check(String name, Case example, int count) {
    float[] x = operand(1, X_AT + count);
    float[] y = operand(2, Y_AT + count);
    float[] a = operand(3, A_AT + count);
    float[] z = new float[Z_AT + count + 1];
    Arrays.fill(z, UNTOUCHED);
    float[] wanted = z.clone();
    for (int i = 0; i < count; i++) {
      wanted[Z_AT + i] = example.reference().of(x[X_AT + i], y[Y_AT + i], a[A_AT + i]);
    }
    example.routine().run(x, y, a, z, count);
    assertWithMessage("%s of %s elements", name, count)
        .that(z)
        .usingExactEquality()
        .containsExactly(wanted)
        .inOrder();
  }

  /** Numbers among which any two special ones meet somewhere. */
  private static float[] operand(int seed, int size) {
    float[] numbers = Samples.floats(seed, size);
    for (int i = 0; i < size; i++) {
      int place = i * seed * seed + i / 7;
      if (i % 3 != seed % 2) {
        numbers[i] = SPECIAL[place % SPECIAL.length];
      }
    }
    return numbers;
  }

  @Test
  void randomNumbersAreThoseOfTheStream() {
    for (int first = 0; first < 5; first++) {
      for (int count : COUNTS) {
        float[] z = new float[Z_AT + count];
        Blocks.uniform(7, 9, 3, first, z, Z_AT, count);
        for (int i = 0; i < count; i++) {
          assertThat(z[Z_AT + i]).isEqualTo(RandomBits.uniform(7, 9, 3, first + i));
        }
      }
    }
  }

  @Test
  void theResultMayLieWhereAnOperandDoes() {
    float[] x = Samples.floats(4, 40);
    float[] sum = new float[40];
    Blocks.add(x, 0, x, 0, sum, 0, 40);
    Blocks.add(x, 0, x, 0, x, 0, 40);
    assertThat(x).isEqualTo(sum);
  }

  @Test
  void scratchGrows() {
    assertThat(Blocks.scratch(3).length).isAtLeast(3);
    assertThat(Blocks.scratch(30_000).length).isAtLeast(30_000);
    assertThat(Blocks.scratch(3)).isSameInstanceAs(Blocks.scratch(4));
  }

  /** Vectors are objects until C2 has compiled the loops that they are in. */
  private static final int MOST_WARM_UPS = 60;

  private static final int RUNS = 2000;

  @Test
  void nothingIsAllocatedOnceAllHasRun() {
    float[] x = Samples.floats(1, 600);
    float[] z = new float[600];
    CASES.forEach(
        (name, example) -> {
          boolean makesArrays = name.startsWith("as truth") || name.startsWith("load");
          if (!makesArrays) {
            checkAllocation(name, () -> example.routine().run(x, x, x, z, 512));
          }
        });
    Map<String, ArrayFunction> functions =
        Map.of(
            "exp", Blocks::exp,
            "expm1", Blocks::expm1,
            "log", Blocks::log,
            "log1p", Blocks::log1p,
            "tanh", Blocks::tanh,
            "sigmoid", Blocks::sigmoid,
            "erf", Blocks::erf);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.abs(x[i]) + 0.5f;
    }
    functions.forEach(
        (name, function) -> checkAllocation(name, () -> function.apply(x, 0, z, 0, 512)));
  }

  private static void checkAllocation(String name, Runnable work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < MOST_WARM_UPS && allocated > RUNS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int run = 0; run < RUNS; run++) {
        work.run();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertWithMessage(name).that(allocated).isAtMost(RUNS);
  }

  /** Units in the last place by which a function of arrays may miss the rounded one. */
  private static final double MOST_ULPS = 3;

  @Test
  void functionsOfArraysAreRightToAFewUlps() {
    float[] x = new float[200_003];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 100_000) / 2000f;
    }
    float[] y = new float[x.length];
    Blocks.exp(x, 0, y, 0, x.length);
    assertClose("exp", x, y, StrictMath::exp);
    Blocks.tanh(x, 0, y, 0, x.length);
    assertClose("tanh", x, y, StrictMath::tanh);
    Blocks.sigmoid(x, 0, y, 0, x.length);
    assertClose("sigmoid", x, y, v -> 1 / (1 + StrictMath.exp(-v)));
    Blocks.erf(x, 0, y, 0, x.length);
    assertClose("erf", x, y, Maths::erf);
    Blocks.expm1(x, 0, y, 0, x.length);
    assertClose("expm1", x, y, StrictMath::expm1);
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 2 == 0 ? i / 200_003f : -i / 200_004f;
    }
    Blocks.log1p(x, 0, y, 0, x.length);
    assertClose("log1p", x, y, StrictMath::log1p);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) StrictMath.exp((i - 100_000) / 1200.0);
    }
    Blocks.log(x, 0, y, 0, x.length);
    assertClose("log", x, y, StrictMath::log);
    Blocks.log1p(x, 0, y, 0, x.length);
    assertClose("log1p", x, y, StrictMath::log1p);
  }

  private static void assertClose(String name, float[] x, float[] y, DoubleUnaryOperator wanted) {
    for (int i = 0; i < x.length; i++) {
      double value = wanted.applyAsDouble(x[i]);
      assertWithMessage("%s(%s) of %s", name, x[i], value)
          .that(Math.abs(y[i] - value))
          .isAtMost(MOST_ULPS * Math.ulp((float) value));
    }
  }

  @Test
  void functionsOfArraysKeepWhatIsSpecial() {
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {Float.NaN, inf, -inf, 0, -0f, 200, -200, 1e-30f, -1e-30f, 1e-42f};
    check(Blocks::exp, x, Float.NaN, inf, 0, 1, 1, inf, 0, 1, 1, 1);
    check(Blocks::tanh, x, Float.NaN, 1, -1, 0, -0f, 1, -1, 1e-30f, -1e-30f, 1e-42f);
    check(Blocks::sigmoid, x, Float.NaN, 1, 0, 0.5f, 0.5f, 1, 0, 0.5f, 0.5f, 0.5f);
    float near = 1.1283792e-30f;
    check(Blocks::erf, x, Float.NaN, 1, -1, 0, -0f, 1, -1, near, -near, 1.128e-42f);
    check(Blocks::expm1, x, Float.NaN, inf, -1, 0, -0f, inf, -1, 1e-30f, -1e-30f, 1e-42f);
    check(
        Blocks::log1p,
        x,
        Float.NaN,
        inf,
        Float.NaN,
        0,
        -0f,
        5.3033f,
        Float.NaN,
        1e-30f,
        -1e-30f,
        1e-42f);
    float[] y = new float[x.length];
    Blocks.log(x, 0, y, 0, x.length);
    assertThat(y[0]).isNaN();
    assertThat(y[1]).isEqualTo(inf);
    assertThat(y[2]).isNaN();
    assertThat(y[3]).isEqualTo(-inf);
    assertThat(y[4]).isEqualTo(-inf);
    assertThat(y[6]).isNaN();
    assertThat((double) y[9]).isWithin(1e-5).of(Math.log(x[9]));
  }

  @Test
  void exponentialsFadeToZero() {
    float[] x = new float[1600];
    for (int i = 0; i < x.length; i++) {
      x[i] = -80 - i / 10f;
    }
    float[] y = new float[x.length];
    Blocks.exp(x, 0, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      double wanted = StrictMath.exp(x[i]);
      assertWithMessage("exp(%s)", x[i])
          .that((double) y[i])
          .isWithin(3e-7 * wanted + Float.MIN_VALUE)
          .of(wanted);
    }
  }

  private interface ArrayFunction {
    void apply(float[] x, int xOffset, float[] y, int yOffset, int count);
  }

  private static void check(ArrayFunction function, float[] x, float... wanted) {
    float[] y = new float[x.length];
    function.apply(x, 0, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      if (Float.isNaN(wanted[i])) {
        assertThat(y[i]).isNaN();
      } else if (Float.isInfinite(wanted[i])) {
        assertThat(y[i]).isEqualTo(wanted[i]);
      } else {
        assertThat((double) y[i])
            .isWithin(1e-5 * Math.abs(wanted[i]) + 3 * Float.MIN_VALUE)
            .of(wanted[i]);
      }
    }
  }
}
