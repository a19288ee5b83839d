package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link Softmax}, without and with the Vector API. */
final class SoftmaxTest {
  private static final float UNTOUCHED = 77;
  private static final int[] COLUMNS = {1, 3, 15, 16, 17, 48, 64, 70, 1000, 1024, 1500, 4096};

  @Test
  void rowsAreRight() {
    for (int columns : COLUMNS) {
      int row = columns + 5;
      int rows = 7;
      float[] x = Samples.floats(3, rows * row + 2);
      for (int i = 0; i < x.length; i++) {
        x[i] *= 20;
      }
      float[] max = untouched(rows + 1);
      float[] powers = untouched(rows * row + 1);
      float[] sum = untouched(rows + 1);
      float[] y = untouched(rows * row);
      Softmax.forward(x, 2, max, 1, powers, 1, sum, 0, y, 0, row, rows, columns);
      for (int i = 0; i < rows; i++) {
        double most = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < columns; j++) {
          most = Math.max(most, x[2 + i * row + j]);
        }
        double total = 0;
        for (int j = 0; j < columns; j++) {
          total += Math.exp(x[2 + i * row + j] - most);
        }
        assertThat(max[1 + i]).isEqualTo((float) most);
        assertThat((double) sum[i]).isWithin(1e-5 * total).of(total);
        for (int j = 0; j < columns; j++) {
          double power = Math.exp(x[2 + i * row + j] - most);
          double tolerance = 2e-6 * power + 1e-36;
          assertWithMessage("power %s of %s columns", j, columns)
              .that((double) powers[1 + i * row + j])
              .isWithin(tolerance)
              .of(power);
          assertWithMessage("element %s of %s columns", j, columns)
              .that((double) y[i * row + j])
              .isWithin(1e-5 * power / total + 1e-36)
              .of(power / total);
        }
        for (int j = columns; j < row; j++) {
          assertThat(powers[1 + i * row + j]).isEqualTo(UNTOUCHED);
          assertThat(y[i * row + j]).isEqualTo(UNTOUCHED);
        }
      }
    }
  }

  @Test
  void allMatricesMayBeOne() {
    float[] x = Samples.floats(4, 5 * 70);
    float[] powers = new float[x.length];
    float[] y = new float[x.length];
    float[] numbers = new float[10];
    Softmax.forward(x, 0, numbers, 0, powers, 0, numbers, 5, y, 0, 70, 5, 70);
    Softmax.forward(x, 0, numbers, 0, x, 0, numbers, 5, x, 0, 70, 5, 70);
    assertThat(x).usingExactEquality().containsExactly(y).inOrder();
  }

  @Test
  void whatIsSpecialIsAsItWouldBeByItself() {
    float inf = Float.POSITIVE_INFINITY;
    for (int columns : new int[] {3, 16, 40}) {
      float[] x = new float[4 * columns];
      Arrays.fill(x, 0, columns, -inf);
      x[1] = -2;
      Arrays.fill(x, columns, 2 * columns, -inf);
      x[2 * columns + 2] = Float.NaN;
      x[3 * columns + 1] = inf;
      float[] y = new float[x.length];
      float[] numbers = new float[8];
      Softmax.forward(x, 0, numbers, 0, y, 0, numbers, 4, y, 0, columns, 4, columns);
      float[] one = new float[columns];
      one[1] = 1;
      float[] nan = new float[columns];
      Arrays.fill(nan, Float.NaN);
      assertThat(Arrays.copyOf(y, columns)).usingExactEquality().containsExactly(one).inOrder();
      for (int i = 1; i < 4; i++) {
        assertWithMessage("row %s of %s columns", i, columns)
            .that(Arrays.copyOfRange(y, i * columns, (i + 1) * columns))
            .usingExactEquality()
            .containsExactly(nan)
            .inOrder();
      }
    }
  }

  private static float[] untouched(int count) {
    float[] numbers = new float[count];
    Arrays.fill(numbers, UNTOUCHED);
    return numbers;
  }
}
