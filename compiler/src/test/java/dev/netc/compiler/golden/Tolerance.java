package dev.netc.compiler.golden;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.testing.TensorSubject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How near to PyTorch is near enough, as {@code golden/README.md} advises. */
enum Tolerance {
  /** PyTorch computed in double too, and strays from the truth by some 1e-15. */
  DOUBLE {
    @Override
    double limit(GoldenCase golden, String tensor) {
      // After a whole training the rounding of each step has grown with all that follow.
      boolean trained = tensor.startsWith("param_after.");
      return trained || FLOAT_SLOPES.contains(golden.constructor().orElse("")) ? 1e-7 : 1e-9;
    }
  },
  /** PyTorch's own error in float shows what can be had. */
  FLOAT {
    @Override
    double limit(GoldenCase golden, String tensor) {
      double own = golden.floatError(tensor);
      return golden.kind().equals("network") ? Math.max(1e-4, 20 * own) : Math.max(1e-5, 10 * own);
    }
  };

  /** Whose backward pass in PyTorch multiplies by a constant that is rounded to float. */
  private static final Set<String> FLOAT_SLOPES = Set.of("Hardsigmoid");

  /** The greatest error that passes. */
  abstract double limit(GoldenCase golden, String tensor);

  /**
   * Fails unless a result is near its golden value. Whole numbers must be equal.
   *
   * @param name the tensor's name among the golden values
   */
  final void check(GoldenCase golden, String name, @Nullable DoubleTensor got, DoubleTensor want) {
    assertWithMessage("a result for %s", name).that(got).isNotNull();
    boolean whole = golden.type(name).orElseThrow().startsWith("I");
    that(name, got).hasErrorAtMost(whole ? 0 : limit(golden, name)).of(want);
    if (golden.kind().equals("function") && golden.floatError(name) <= 1e-5) {
      // Inputs span 1e-20 to 1e4: the greatest element must not hide the others.
      that(name, got).isWithin(1e-5, 1e-6).of(want);
    }
  }

  private static TensorSubject that(String name, @Nullable DoubleTensor got) {
    return assertWithMessage(name).about(TensorSubject.tensors()).that(got);
  }
}
