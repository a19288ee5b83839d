package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sums and extremes against the same in double. */
final class ReductionsTest {
  /** Relative to the sum of the sizes of what is added. */
  private static final double TOLERANCE = 1e-6;

  private static final int OFFSET = 3;
  private static final int[] COUNTS = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 96, 100, 300, 1023, 9000};

  private final float[] x = Samples.floats(1, 40_000);
  private final float[] y = Samples.floats(2, 40_000);

  @Test
  void sumsAreRight() {
    for (int count : COUNTS) {
      double sum = 0;
      double sizes = 0;
      for (int i = OFFSET; i < OFFSET + count; i++) {
        sum += x[i];
        sizes += Math.abs(x[i]);
      }
      assertWithMessage("%s elements", count)
          .that(Reductions.sum(x, OFFSET, count))
          .isWithin(TOLERANCE * sizes)
          .of(sum);
    }
  }

  @Test
  void sumsOfProductsAreRight() {
    for (int count : COUNTS) {
      double sum = 0;
      double sizes = 0;
      for (int i = 0; i < count; i++) {
        sum += (double) x[OFFSET + i] * y[1 + i];
        sizes += Math.abs(x[OFFSET + i] * y[1 + i]);
      }
      assertWithMessage("%s elements", count)
          .that(Reductions.dot(x, OFFSET, y, 1, count))
          .isWithin(TOLERANCE * sizes)
          .of(sum);
    }
  }

  @Test
  void productsOfElementsLessNumbersAreAddedUp() {
    for (int count : COUNTS) {
      double sum = 0;
      double sizes = 0;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double product = (x[OFFSET + i] - 0.25) * (y[1 + i] + 2.0);
        sum += product;
        sizes += Math.abs(product);
        squares += (x[OFFSET + i] - 0.25) * (x[OFFSET + i] - 0.25);
      }
      assertWithMessage("%s elements", count)
          .that(Reductions.centredDot(x, OFFSET, 0.25f, y, 1, -2f, count))
          .isWithin(TOLERANCE * sizes)
          .of(sum);
      assertWithMessage("%s elements", count)
          .that(Reductions.centredDot(x, OFFSET, 0.25f, x, OFFSET, 0.25f, count))
          .isWithin(TOLERANCE * squares)
          .of(squares);
    }
  }

  @Test
  void manyEqualElementsLoseNothing() {
    float[] tenths = new float[3_000_000];
    Arrays.fill(tenths, 0.1f);
    double sum = tenths.length * (double) 0.1f;
    assertThat(Reductions.sum(tenths, 0, tenths.length)).isWithin(TOLERANCE * sum).of(sum);
    float[] sums = new float[30];
    Reductions.columnSums(tenths, 0, 30, 100_000, sums, 0, 30);
    for (float column : sums) {
      assertThat((double) column).isWithin(1e-5 * sum / 30).of(sum / 30);
    }
  }

  @Test
  void extremesAreFoundWhereverTheyAre() {
    for (int count : COUNTS) {
      for (int place = 0; place < count; place += 1 + count / 40) {
        float[] z = Arrays.copyOfRange(x, 0, OFFSET + count + 20);
        z[OFFSET + place] = 100;
        assertThat(Reductions.max(z, OFFSET, count)).isEqualTo(100f);
        z[OFFSET + place] = -100;
        assertThat(Reductions.min(z, OFFSET, count)).isEqualTo(-100f);
        z[OFFSET + place] = Float.NaN;
        assertThat(Reductions.max(z, OFFSET, count)).isNaN();
        assertThat(Reductions.min(z, OFFSET, count)).isNaN();
      }
    }
    assertThat(Reductions.max(x, OFFSET, 0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Reductions.min(x, OFFSET, 0)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void columnsAreSummedByThemselves() {
    for (int columns : new int[] {1, 4, 7, 8, 10, 16, 17, 33, 64, 84, 120}) {
      for (int rows : new int[] {0, 1, 5, 64, 65, 150}) {
        int row = columns + 2;
        float[] sums = new float[OFFSET + columns];
        float[] dots = new float[OFFSET + columns];
        Reductions.columnSums(x, OFFSET, row, rows, sums, OFFSET, columns);
        Reductions.columnDots(x, OFFSET, row, y, 1, row + 3, rows, dots, OFFSET, columns);
        for (int j = 0; j < columns; j++) {
          double sum = 0;
          double dot = 0;
          for (int i = 0; i < rows; i++) {
            sum += x[OFFSET + i * row + j];
            dot += (double) x[OFFSET + i * row + j] * y[1 + i * (row + 3) + j];
          }
          String where = rows + " rows of " + columns + ", column " + j;
          assertWithMessage(where).that((double) sums[OFFSET + j]).isWithin(2e-5).of(sum);
          assertWithMessage(where).that((double) dots[OFFSET + j]).isWithin(2e-5).of(dot);
        }
      }
    }
  }
}
