package dev.netc.compiler.autodiff;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The number of backward passes that somebody wrote, which {@code docs/architecture.md} states. */
final class DerivativeRulesTest {
  private static final Path ARCHITECTURE = Path.of("..", "docs", "architecture.md");

  @Test
  void thePageOfTheArchitectureCountsTheRules() throws IOException {
    int elementwise = Elementwise.values().length;
    int structural = Op.Visitor.class.getMethods().length;
    assertThat(Files.readString(ARCHITECTURE).replaceAll("\\s+", " "))
        .contains(
            "**Hand-written backward passes: 0.** Each is derived from %d rules, one for each of %d elementwise functions and %d structural primitives"
                .formatted(elementwise + structural, elementwise, structural));
  }

  /** So there is no place for a backward pass of its own. */
  @Test
  void aDeclarationHasOneBodyWhichIsTheForwardPass() {
    assertThat(
            Arrays.stream(Declaration.Function.class.getRecordComponents())
                .filter(component -> component.getType() == Block.class)
                .count())
        .isEqualTo(1);
  }
}
