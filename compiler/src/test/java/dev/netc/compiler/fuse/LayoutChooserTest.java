package dev.netc.compiler.fuse;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.scan.Scans;
import dev.netc.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which matrices of an inference lie in panels of samples. */
final class LayoutChooserTest {
  @Test
  void whatOnlyLinearLayersHaveToDoWithLiesInPanels() {
    // 8 * 16 + 16 * 16 + 16 * 4 weights; of each sample 8 elements are turned, and 4.
    assertThat(chosen("y = x -> a: Linear(16) -> relu -> b: Linear(16) -> relu -> c: Linear(4)"))
        .containsExactly(
            "turned rows to panels up to 37",
            "panels to panels up to 37",
            "panels to rows up to 37");
  }

  @Test
  void aChainWithFewWeightsForItsSamplesLiesInRows() {
    assertThat(chosen("y = x -> a: Linear(16)")).isEmpty();
    assertThat(chosen("y = x -> a: Linear(9) -> relu -> b: Linear(4)")).isEmpty();
  }

  @Test
  void elementwiseLoopsLeaveValuesWhereTheyLie() {
    List<String> chain = chosen("y = x -> a: Linear(16) -> relu -> b: Linear(16) -> c: Linear(4)");
    assertThat(chain).hasSize(3);
    assertThat(
            chosen(
                "y = x -> a: Linear(16) -> gelu -> b: Linear(16) -> tanh -> exp -> c: Linear(4)"))
        .isEqualTo(chain);
    assertThat(
            chosen(
                """
                h = x -> a: Linear(16)
                    y = h * sigmoid(h) -> b: Linear(16) -> softplus -> c: Linear(4)
                """))
        .isEqualTo(chain);
  }

  @Test
  void loopsThatReadOtherPlacesNeedRows() {
    assertThat(chosen("y = x -> a: Linear(16) -> flip(1) -> exp -> b: Linear(16)")).isEmpty();
    assertThat(
            chosen(
                """
                h = exp(x) -> a: Linear(16)
                    y = exp(h) * reshape(x -> first: Linear(1), [N, 1]) -> b: Linear(16)
                """))
        .isEmpty();
  }

  @Test
  void whatOtherKernelsReadOrWriteLiesInRows() {
    assertThat(chosen("y = softmax(x, 1) -> a: Linear(40) -> relu -> b: Linear(24) -> softmax(1)"))
        .containsExactly("turned rows to panels up to 40", "panels to rows up to 40");
    assertThat(chosen("y = x -> a: Linear(40) -> softmax(1) -> b: Linear(4)")).isEmpty();
  }

  @Test
  void whatIsAddedToAProductLiesInRows() {
    List<String> chosen =
        chosen(
            """
            h = exp(x) -> a: Linear(40) -> relu
                y = h + (h -> b: Linear(40) -> relu -> c: Linear(40))
            """);
    // a writes rows.
    assertThat(chosen).containsExactly("turned rows to panels up to 40", "panels to rows up to 40");
  }

  @Test
  void rowsThatSeveralProductsReadAreTurnedOnce() {
    Schedule schedule =
        schedule(
            """
            h = exp(x)
                output y = h -> a: Linear(24) -> relu -> b: Linear(8)
                output z = h -> c: Linear(24) -> tanh -> d: Linear(8)
            """);
    assertThat(
            schedule.steps().stream()
                .map(Schedule.Step::kernel)
                .filter(Kernel.Turn.class::isInstance))
        .hasSize(1);
    assertThat(chosen(schedule))
        .containsExactly(
            "turned rows to panels up to 24",
            "panels to rows up to 24",
            "turned rows to panels up to 24",
            "panels to rows up to 24");
  }

  @Test
  void anOutputLiesInRows() {
    assertThat(
            chosen("output y = exp(x) -> a: Linear(40) -> relu\n    output z = y -> b: Linear(4)"))
        .isEmpty();
  }

  private static Schedule schedule(String body) {
    String program =
        """
        network Net {
            input x: float[N, 8]
            %s
        %s}
        """
            .formatted(body, body.contains("output") ? "" : "    output y\n");
    Analysis analysis =
        new Compiler(CompilerOptions.DEFAULT).analyze(new SourceFile("test.net", program));
    assertThat(analysis.errors()).isEmpty();
    return LayoutChooser.choose(Fuser.fuse(Scans.simplify(analysis.networks().get(0).inference())));
  }

  private static List<String> chosen(String body) {
    return chosen(schedule(body));
  }

  private static List<String> chosen(Schedule schedule) {
    Set<Value> turned = new HashSet<>();
    List<String> chosen = new ArrayList<>();
    for (Schedule.Step step : schedule.steps()) {
      if (step.kernel() instanceof Kernel.Turn turn) {
        assertThat(turned.add(turn.panels())).isTrue();
      }
      Optional<Panels> panels =
          step.kernel() instanceof Kernel.Matmul product ? product.panels() : Optional.empty();
      panels.ifPresent(
          found ->
              chosen.add(
                  "%s to %s up to %d"
                      .formatted(
                          turned.contains(found.left()) ? "turned rows" : "panels",
                          found.result() ? "panels" : "rows",
                          found.most())));
    }
    return chosen;
  }
}
