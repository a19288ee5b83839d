package dev.netc.frontend.comparison;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.source.SourceFile;
import dev.netc.frontend.format.JsonSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ComparisonJsonTest {
  private static final Compiler COMPILER = new Compiler(CompilerOptions.DEFAULT);

  private static Optional<Analysis> analysis(String text) {
    return Optional.of(COMPILER.analyze(new SourceFile("net.net", text)));
  }

  private static String json(Comparisons comparisons) {
    return ComparisonJson.write(comparisons.finish());
  }

  @Test
  void comparisonsFollowTheirSchema() throws IOException {
    String schema = Files.readString(Path.of("../docs/schema/diff-1.schema.json"));
    Comparisons comparisons = new Comparisons(COMPILER, 1, Map.of());
    comparisons.compare(
        "net.net",
        analysis(
            """
            network A {
                input x: float[N, T, 8]
                target t: float[N, T, 4]
                y = x -> hidden: Linear(6) -> relu -> BatchNorm(T) -> last: Linear(4)
                output y
                loss MSELoss(y, t)
                optimizer SGD(lr=0.1)
            }
            network B {
                input x: float[N, 8]
                output y = x -> fc: Linear(4)
            }
            layer BatchNorm(size) (x) = x
            """),
        analysis(
            """
            network A {
                input image: float[N, T, 8]
                target t: float[N, T, 4]
                y = image -> inner: Linear(6) -> gelu -> last: Linear(4, bias=false)
                output y
                loss L1Loss(y, t)
                optimizer Adam(lr=0.1)
            }
            network C {
                input x: float[N, 8]
                output y = x -> bn: BatchNorm1d
            }
            """));
    comparisons.compare(
        "broken.net", analysis("network X {"), analysis("network Y { output y = z }"));
    comparisons.compare(
        "gone.net", analysis("network X { input x: float[N] output y = x }"), Optional.empty());

    String document = json(comparisons);

    JsonSchemas.assertValid(document, schema);
    JsonSchemas.assertValid(json(new Comparisons(COMPILER, 1, Map.of())), schema);
    for (String word :
        new String[] {"added", "removed", "changed", "kept", "\"learning\"", "null", "problems"}) {
      assertThat(document).contains(word);
    }
  }
}
