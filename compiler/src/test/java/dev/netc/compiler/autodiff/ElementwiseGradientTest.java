package dev.netc.compiler.autodiff;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.autodiff.GradientCheck.Domain;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ElementwiseGradientTest {
  private static final TensorType TYPE = new TensorType(ElementType.DOUBLE, Shape.of(5));

  /**
   * Bounds of each operand: where the function is smooth, and its slopes are of the order of one.
   */
  private static double[][] domain(Elementwise function) {
    double[] all = {-2, 2};
    double[] positive = {0.5, 2};
    double[] within = {0.1, 0.9};
    return switch (function) {
      case NEG, EXP, EXPM1, SIN, COS, TANH, SIGMOID, ERF, STOP_GRADIENT -> new double[][] {all};
      case ABS, SIGN, LOG, SQRT -> new double[][] {positive};
      case FLOOR, CEIL -> new double[][] {within};
      case ROUND -> new double[][] {{0.6, 1.4}};
      case LOG1P -> new double[][] {{-0.5, 2}};
      case NOT -> new double[][] {positive};
      case ADD, SUB, MUL -> new double[][] {all, all};
      case DIV -> new double[][] {all, positive};
      case POW -> new double[][] {positive, all};
      case MAX, MIN, EQ, NE, LT, LE -> new double[][] {within, {1, 2}};
      case REM -> new double[][] {{2.1, 2.9}, {0.99, 1.01}};
      case AND, OR -> new double[][] {positive, positive};
      case WHERE -> new double[][] {{-1, 1}, all, all};
    };
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOP_GRADIENT")
  void agreesWithDifferences(Elementwise function) {
    List<Domain> domains = new ArrayList<>();
    for (double[] bounds : domain(function)) {
      domains.add(new Domain(TYPE, bounds[0], bounds[1]));
    }
    new GradientCheck(Map.of()).check(domains, (b, x) -> b.map(function, operands(function, b, x)));
  }

  private static Value[] operands(Elementwise function, GraphBuilder b, List<Value> x) {
    Value[] operands = x.toArray(Value[]::new);
    int truths =
        switch (function) {
          case NOT, AND, OR -> operands.length;
          case WHERE -> 1;
          default -> 0;
        };
    for (int i = 0; i < truths; i++) {
      operands[i] = b.map(Elementwise.LT, operands[i], b.like(operands[i], 0));
    }
    return operands;
  }

  @Test
  void noGradientFlowsThroughStopGradient() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input(Op.Role.INPUT, "x", TYPE);
    Value stopped = b.map(Elementwise.STOP_GRADIENT, x);
    Graph graph = b.build(List.of(new Graph.Output(Graph.Result.OUTPUT, "y", stopped)));
    assertThat(Differentiator.differentiate(b, graph, Map.of(stopped, b.like(x, 1)), List.of(x)))
        .containsExactly(Optional.empty());
  }

  @Test
  void equalOperandsOfMaximumAndMinimumShareTheGradient() {
    assertThat(gradients(Elementwise.MAX, 3, 3)).containsExactly(0.5, 0.5).inOrder();
    assertThat(gradients(Elementwise.MIN, 3, 3)).containsExactly(0.5, 0.5).inOrder();
    assertThat(gradients(Elementwise.MAX, 3, 4)).containsExactly(0.0, 1.0).inOrder();
    assertThat(gradients(Elementwise.MIN, 3, 4)).containsExactly(1.0, 0.0).inOrder();
  }

  @Test
  void maximumWithNanPassesTheGradientToBoth() {
    assertThat(gradients(Elementwise.MAX, 3, Double.NaN)).containsExactly(1.0, 1.0).inOrder();
  }

  @Test
  void slopeOfAbsoluteValueAtZeroIsZero() {
    assertThat(gradients(Elementwise.ABS, 0)).containsExactly(0.0);
  }

  @Test
  void powerAtZeroFollowsPyTorch() {
    assertThat(gradients(Elementwise.POW, 0, 2)).containsExactly(0.0, 0.0).inOrder();
    assertThat(gradients(Elementwise.POW, 0, 1)).containsExactly(1.0, 0.0).inOrder();
    assertThat(gradients(Elementwise.POW, 0, 0)).containsExactly(0.0, 0.0).inOrder();
    assertThat(gradients(Elementwise.POW, -2, 3).get(0)).isEqualTo(12.0);
    assertThat(gradients(Elementwise.POW, -2, 3).get(1)).isNaN();
  }

  @Test
  void whereSendsTheGradientToTheChosenOnly() {
    GradientCheck.Function relu =
        (b, x) -> {
          Value zero = b.like(x.get(0), 0);
          return b.where(b.map(Elementwise.LE, x.get(0), zero), zero, x.get(0));
        };
    assertThat(gradients(relu, 0)).containsExactly(0.0);
    assertThat(gradients(relu, 1)).containsExactly(1.0);
    assertThat(gradients(relu, Double.NaN)).containsExactly(1.0);
  }

  private static List<Double> gradients(Elementwise function, double... at) {
    return gradients((b, x) -> b.map(function, x.toArray(Value[]::new)), at);
  }

  private static List<Double> gradients(GradientCheck.Function function, double... at) {
    DoubleTensor[] x =
        Arrays.stream(at).mapToObj(DoubleTensor::scalar).toArray(DoubleTensor[]::new);
    // Plus zero: no difference is made between the two zeros.
    return Gradients.of(function, x).stream().map(tensor -> tensor.item() + 0.0).toList();
  }
}
