package dev.netc.compiler.fuse;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphParser;
import dev.netc.compiler.ir.GraphPrinter;
import dev.netc.compiler.ir.Verifier;
import org.junit.jupiter.api.Test;

/** Which values each way back has for itself. */
final class RecomputationTest {
  @Test
  void theSlopeThatAResultTellsIsComputedOnEachWayBack() {
    assertThat(
            recomputed(
                """
                y: float[N] = tanh(x)
                square: float[N] = mul(y, y)
                slope: float[N] = sub(ones, square)
                dx: float[N] = mul(dy, slope)
                ux: float[N] = mul(uy, slope)
                output output "y" = y
                """))
        .isEqualTo(
            """
            y: float[N] = tanh(x)
            square: float[N] = mul(y, y)
            slope: float[N] = sub(ones, square)
            dx: float[N] = mul(dy, slope)
            square#2: float[N] = mul(y, y)
            slope#2: float[N] = sub(ones, square#2)
            ux: float[N] = mul(uy, slope#2)
            output output "y" = y
            """);
  }

  @Test
  void aSlopeThatTakesAFunctionIsComputedOnce() {
    assertUnchanged(
        """
        y: float[N] = sin(x)
        slope: float[N] = cos(x)
        dx: float[N] = mul(dy, slope)
        ux: float[N] = mul(uy, slope)
        output output "y" = y
        """);
  }

  @Test
  void aSlopeOfTwoResultsIsComputedOnce() {
    assertUnchanged(
        """
        y: float[N] = tanh(x)
        z: float[N] = sin(x)
        slope: float[N] = mul(y, z)
        dx: float[N] = mul(dy, slope)
        ux: float[N] = mul(uy, slope)
        output output "y" = y
        output output "z" = z
        """);
  }

  @Test
  void whatTheWayForwardGivesIsComputedOnce() {
    assertUnchanged(
        """
        y: float[N] = tanh(x)
        slope: float[N] = mul(y, y)
        dx: float[N] = mul(dy, slope)
        ux: float[N] = mul(uy, slope)
        output output "y" = slope
        """);
  }

  @Test
  void longArithmeticIsComputedOnce() {
    assertUnchanged(
        """
        y: float[N] = tanh(x)
        a: float[N] = mul(y, y)
        b: float[N] = add(a, ones)
        c: float[N] = mul(b, b)
        d: float[N] = sub(ones, c)
        slope: float[N] = mul(d, y)
        dx: float[N] = mul(dy, slope)
        ux: float[N] = mul(uy, slope)
        output output "y" = y
        """);
  }

  private static void assertUnchanged(String lines) {
    assertThat(recomputed(lines)).isEqualTo(lines);
  }

  private static String recomputed(String lines) {
    String inputs =
        """
        x: float[N] = input(role=input, name="x")
        dy: float[N] = input(role=input, name="dy")
        uy: float[N] = input(role=input, name="uy")
        one: float[] = constant(value=1.0)
        ones: float[N] = broadcast(one, axes=[])
        """;
    String gradients =
        """
        output gradient "x" = dx
        output upstream_gradient "x" = ux
        """;
    Graph graph = Recomputation.of(GraphParser.parse(inputs + lines + gradients));
    assertThat(Verifier.accepts(graph)).isTrue();
    String text = GraphPrinter.print(graph);
    assertThat(text).startsWith(inputs);
    assertThat(text).endsWith(gradients);
    return text.substring(inputs.length(), text.length() - gradients.length());
  }
}
