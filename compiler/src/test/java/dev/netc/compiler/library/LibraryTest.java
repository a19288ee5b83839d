package dev.netc.compiler.library;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.truth.Correspondence;
import dev.netc.compiler.ir.DoubleTensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the golden values leave open: corners, infinities, and functions that they do not have. The
 * numbers are PyTorch's.
 */
final class LibraryTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu", "relu6", "hardtanh", "hardsigmoid", "hardswish", "leaky_relu", "elu", "selu",
            "celu",
        "gelu", "tanh", "tanhshrink", "sigmoid", "logsigmoid", "silu", "softplus", "mish",
            "softsign",
        "hardshrink", "softshrink"
      })
  void activationsKeepNanAndSurviveGreatInputs(String activation) {
    assertThat(Expression.of(activation + "(x)", NAN).value()).containsExactly(NAN);
    Expression great = Expression.of(activation + "(x)", -1e30, -800, 800, 1e30);
    for (double number : great.value()) {
      assertWithMessage("%s of great inputs", activation).that(number).isFinite();
    }
    for (double slope : great.gradient()) {
      assertWithMessage("slope of %s at great inputs", activation).that(slope).isFinite();
    }
  }

  @Test
  void slopesAtCornersAreThoseOfPyTorch() {
    assertNumbers(Expression.of("hardtanh(x, -1, 2)", -1, 0, 2).gradient(), 0., 1., 0.);
    assertNumbers(Expression.of("relu6(x)", 0, 6).gradient(), 0., 0.);
    assertNumbers(Expression.of("hardswish(x)", -3, 3).gradient(), -0.5, 1.);
    assertNumbers(Expression.of("leaky_relu(x, 0.1)", 0).gradient(), 0.1);
    assertNumbers(Expression.of("elu(x, 3.0)", 0).gradient(), 3.);
    assertNumbers(Expression.of("logsigmoid(x)", 0).gradient(), 0.5);
    assertNumbers(Expression.of("hardshrink(x)", -0.5, 0.5).gradient(), 0., 0.);
    assertNumbers(Expression.of("threshold(x, 1, 7)", 1, 2).gradient(), 0., 1.);
    assertNumbers(Expression.of("clamp(x, -1, 2)", -1, 2, 3).gradient(), 1., 1., 0.);
    assertNumbers(Expression.of("max(x)", 3, 1, 3).gradient(), 0.5, 0., 0.5);
    assertNumbers(Expression.of("max(x, 0)[0]", 3, 1, 3).gradient(), 1., 0., 0.);
    assertNumbers(Expression.of("min(x, ones(3))", 1, 0, 2).gradient(), 0.5, 1., 0.);
  }

  @Test
  void noneAddsAnAxis() {
    assertNumbers(Expression.of("(x[:, none] * x[none])[..., 1]", 1, 2, 3).value(), 2., 4., 6.);
    assertNumbers(Expression.of("x[1][none, none][0, 0]", 1, 2).value(), 2.);
  }

  @Test
  void einsumTakesOneOperandOrMany() {
    assertNumbers(Expression.of("einsum(\"ij->j\", x[:, none] * x)", 1, 2).value(), 3., 6.);
    assertNumbers(Expression.of("einsum(\"ii->i\", x[:, none] * x)", 1, 2).gradient(), 2., 4.);
    assertNumbers(Expression.of("einsum(\"i,i,i\", x, x, x)", 1, 2).value(), 9.);
    assertNumbers(Expression.of("einsum(\"i,j\", [x, x])", 1, 2).value(), 1., 2., 2., 4.);
  }

  @Test
  void gumbelSoftmaxPicksOneOrSharesOut() {
    Expression hard = Expression.of("gumbel_softmax(x, tau=0.5, hard=true)", 1, 2, 3);
    assertThat(hard.value().stream().sorted().toList()).containsExactly(0., 0., 1.).inOrder();
    assertNumbers(Expression.of("sum(gumbel_softmax(x))", 1, 2, 3).value(), 1.);
    // Far above all noise.
    assertNumbers(Expression.of("gumbel_softmax(x)", -1e6, 0, 1e6).value(), 0., 0., 1.);
  }

  @Test
  void softmaxOfNothingIsNan() {
    assertNumbers(Expression.of("softmax(x, 0)", -INF, 0, -INF).value(), 0., 1., 0.);
    assertThat(Expression.of("softmax(x, 0)", -INF, -INF).value()).containsExactly(NAN, NAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "1", "1.5", "2", "3", "inf"})
  void normsHaveNoSlopeAtZero(String order) {
    Expression norm = Expression.of("vector_norm(x, " + order + ")", 0, 0);
    assertNumbers(norm.value(), 0.);
    assertNumbers(norm.gradient(), 0., 0.);
  }

  @Test
  void normsOfEveryOrder() {
    assertNumbers(Expression.of("vector_norm(x, 3)", -3, 4, 5).value(), 6.);
    assertNumbers(Expression.of("vector_norm(x, -1)", 3, 6).value(), 2.);
    assertNumbers(Expression.of("vector_norm(x, -1)", 3, 0).gradient(), 0., 0.);
    assertNumbers(Expression.of("vector_norm(x, 0)", 3, 0, -1).value(), 2.);
    assertNumbers(Expression.of("vector_norm(x, -inf)", 3, -1).value(), 1.);
    assertNumbers(Expression.of("norm(x)", 3, -4).gradient(), 0.6, -0.8);
  }

  @Test
  void standardDeviationHasNoSlopeAtZero() {
    assertNumbers(Expression.of("std(x)", 2, 2).gradient(), 0., 0.);
    assertThat(Expression.of("var(x)", 2).value()).containsExactly(NAN);
    assertNumbers(Expression.of("var(x, unbiased=false)", 1, 3).value(), 1.);
  }

  @Test
  void sortingPutsNanLastAndSendsSlopesBack() {
    Expression sorted = Expression.of("sort(x)[0]", NAN, 2, -INF, 1);
    assertThat(sorted.value()).containsExactly(-INF, 1., 2., NAN).inOrder();
    Expression weighted = Expression.of("sort(x, descending=true)[0] * tensor([1, 2, 3])", 5, 9, 7);
    assertNumbers(weighted.gradient(), 3., 1., 2.);
    assertNumbers(Expression.of("x * argsort(x)", 5, 9, 7).gradient(), 0., 2., 1.);
  }

  @Test
  void topTakesNoElementTwice() {
    Expression top = Expression.of("x * 0 + topk(x, 4)[1]", -INF, 1, 2, -INF);
    assertThat(Expression.of("topk(x, 3)[0]", 1, 4, 2, 4).value())
        .containsExactly(4., 4., 2.)
        .inOrder();
    assertNumbers(Expression.of("topk(x, 3)[0]", 1, 4, 2, 4).gradient(), 0., 1., 1., 1.);
    // -inf times zero is NaN: what is left are the places 3 of the second and third.
    assertThat(top.value()).containsExactly(NAN, 1., 0., NAN).inOrder();
  }

  @Test
  void sumsSoFarDoNotLookAhead() {
    assertThat(Expression.of("cumsum(x, 0)", 1, 2, 3, INF, 5).value())
        .containsExactly(1., 3., 6., INF, INF)
        .inOrder();
    assertNumbers(Expression.of("cumsum(x, 0)", 1, 2, 3).gradient(), 3., 2., 1.);
  }

  @Test
  void scatterPutsAndAdds() {
    assertNumbers(
        Expression.of("scatter(x, 0, to_int(tensor([2, 0])), 9)", 1, 2, 3).value(), 9., 2., 9.);
    assertNumbers(
        Expression.of("scatter(x, 0, to_int(tensor([2, 0])), 9)", 1, 2, 3).gradient(), 0., 1., 0.);
    assertNumbers(
        Expression.of("scatter_add(ones(2), 0, to_int(tensor([1, 1])), x)", 3, 4).value(), 1., 8.);
  }

  @Test
  void partsAndCopies() {
    DoubleTensor row = DoubleTensor.of(new int[] {1, 3}, 1, 2, 3);
    assertNumbers(
        new Expression("repeat(x, [2, 2])", row).value(),
        1.,
        2.,
        3.,
        1.,
        2.,
        3.,
        1.,
        2.,
        3.,
        1.,
        2.,
        3.);
    assertNumbers(new Expression("expand(x, [2, -1])", row).gradient(), 2., 2., 2.);
    assertNumbers(new Expression("split(x, 2, 1)[1]", row).value(), 3.);
    assertNumbers(new Expression("chunk(x, 2, dim=-1)[0]", row).value(), 1., 2.);
    assertNumbers(new Expression("squeeze(x)", row).value(), 1., 2., 3.);
    assertNumbers(new Expression("stack([x, x], -1)[0, 2]", row).value(), 3., 3.);
  }

  @Test
  void sequencesAreTakenApartByTheirLengths() {
    DoubleTensor rows = DoubleTensor.of(new int[] {2, 3}, 1, 2, 3, 4, 5, 6);
    assertNumbers(
        new Expression("cat(unpad_sequence(x, [3, 1], batch_first=true), 0)", rows).value(),
        1.,
        2.,
        3.,
        4.);
    assertNumbers(
        new Expression("cat(unpack_sequence(pack_sequence([x[0], x[1, :2]])), 0)", rows).value(),
        1.,
        2.,
        3.,
        4.,
        5.);
  }

  @Test
  void lossesFarFromTheTargetKeepTheirSlope() {
    assertThat(Expression.of("smooth_l1_loss(x, x * 0, \"sum\")", 3, -1e300).gradient())
        .containsExactly(1., -1.)
        .inOrder();
    assertNumbers(Expression.of("huber_loss(x, detach(x) - inf, \"sum\", 2.0)", 3).gradient(), 2.);
    assertNumbers(
        Expression.of("binary_cross_entropy_with_logits(x, ones(2), reduction=\"none\")", -1e4, 1e4)
            .value(),
        1e4,
        0.);
  }

  @Test
  void certaintyThatIsWrongCostsHundredAndCanBeUnlearned() {
    Expression wrong = Expression.of("binary_cross_entropy(x, ones(1))", 0);
    assertNumbers(wrong.value(), 100.);
    assertNumbers(wrong.gradient(), -1e12);
  }

  @Test
  void impossibleClassesAreNotDivergent() {
    Expression divergence = Expression.of("kl_div(x, zeros(2), \"none\")", -1, -2);
    assertNumbers(divergence.value(), 0., 0.);
    assertNumbers(divergence.gradient(), 0., 0.);
  }

  @Test
  void varianceBelowEpsKeepsItsSlope() {
    Expression loss = Expression.of("gaussian_nll_loss(ones(1), ones(1), x, eps=0.5)", 0.25);
    assertNumbers(loss.value(), 0.5 * Math.log(0.5));
    assertNumbers(loss.gradient(), 1.);
  }

  @Test
  void tripletsTakeADistanceOfOnesOwn() {
    Expression loss =
        Expression.of(
            "triplet_margin_with_distance_loss(x, x - 3, x + 1, distance_function=l1_loss)", 1, 2);
    assertNumbers(loss.value(), 3.);
  }

  @Test
  void accuracyLooksAtTheGreatestLogits() {
    DoubleTensor logits = DoubleTensor.of(new int[] {3, 3}, 3, 1, 2, 5, 5, 5, NAN, NAN, NAN);
    String accuracy = "accuracy(x, to_int(tensor([2, 1, 1])), k=%d)";
    assertNumbers(new Expression(accuracy.formatted(1), logits).value(), 0.);
    assertNumbers(new Expression(accuracy.formatted(2), logits).value(), 2 / 3.);
    assertNumbers(new Expression(accuracy.formatted(3), logits).value(), 2 / 3.);
  }

  private static void assertNumbers(List<Double> got, Double... want) {
    assertThat(got)
        .comparingElementsUsing(Correspondence.tolerance(1e-12))
        .containsExactlyElementsIn(want)
        .inOrder();
  }
}
