package dev.netc.compiler.testing;

import static com.google.common.truth.Fact.fact;
import static com.google.common.truth.Fact.simpleFact;

import com.google.common.truth.FailureMetadata;
import com.google.common.truth.Subject;
import com.google.common.truth.Truth;
import dev.netc.compiler.ir.DoubleTensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Assertions on tensors. NaN is equal to NaN, an infinity to the same infinity. */
public final class TensorSubject extends Subject {
  private final @Nullable DoubleTensor actual;

  private TensorSubject(FailureMetadata metadata, @Nullable DoubleTensor actual) {
    super(metadata, actual);
    this.actual = actual;
  }

  public static TensorSubject assertThat(@Nullable DoubleTensor actual) {
    return Truth.assertAbout(tensors()).that(actual);
  }

  /** For assertions that have a message of their own. */
  public static Subject.Factory<TensorSubject, DoubleTensor> tensors() {
    return TensorSubject::new;
  }

  /** What to compare with. */
  public interface Comparison {
    void of(DoubleTensor expected);
  }

  /**
   * That each element {@code a} is near the expected {@code e}: {@code |a - e| <= atol + rtol *
   * |e|}.
   */
  public Comparison isWithin(double rtol, double atol) {
    return expected ->
        compare(
            expected, (got, want) -> Math.abs(got - want) / (atol + rtol * Math.abs(want)), 1.0);
  }

  /**
   * That the error of the golden values, {@code max |a - e| / max |e|}, is at most {@code limit}.
   */
  public Comparison hasErrorAtMost(double limit) {
    return expected -> {
      double greatest =
          Arrays.stream(expected.data()).filter(Double::isFinite).map(Math::abs).max().orElse(0);
      double scale = greatest == 0 ? 1 : greatest;
      compare(expected, (got, want) -> Math.abs(got - want) / scale, limit);
    };
  }

  public void hasShape(int... shape) {
    check("shape()").that(Arrays.toString(present().shape())).isEqualTo(Arrays.toString(shape));
  }

  private DoubleTensor present() {
    isNotNull();
    return java.util.Objects.requireNonNull(actual);
  }

  private void compare(DoubleTensor expected, DoubleBinaryOperator error, double limit) {
    hasShape(expected.shape());
    double[] got = present().data();
    double[] want = expected.data();
    int first = -1;
    int worst = -1;
    double worstError = -1;
    for (int i = 0; i < want.length; i++) {
      double here =
          got[i] == want[i] || bothNaN(got[i], want[i]) ? 0 : error.applyAsDouble(got[i], want[i]);
      // NaN compares as greatest.
      first = first < 0 && !(here <= limit) ? i : first;
      if (worst < 0 || Double.compare(here, worstError) > 0) {
        worst = i;
        worstError = here;
      }
    }
    if (first >= 0) {
      failWithoutActual(
          simpleFact("tensors differ"),
          fact("first at", place(first, expected, got)),
          fact("worst at", place(worst, expected, got)),
          fact("worst error", worstError),
          fact("limit", limit));
    }
  }

  private static boolean bothNaN(double a, double b) {
    return Double.isNaN(a) && Double.isNaN(b);
  }

  private static String place(int position, DoubleTensor expected, double[] got) {
    int[] index = new int[expected.rank()];
    int rest = position;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % expected.shape()[axis];
      rest /= expected.shape()[axis];
    }
    return "%s: got %s, want %s"
        .formatted(Arrays.toString(index), got[position], expected.data()[position]);
  }
}
