package dev.netc.compiler.elaborate;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.Imports;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Short texts that ask for more than a machine has are refused, and end. */
final class RunawayTest {

  private static List<String> codes(String file) {
    return new Compiler(CompilerOptions.DEFAULT)
        .compile(new SourceFile("runaway.net", file)).diagnostics().stream()
            .filter(Diagnostic::isError)
            .map(Diagnostic::code)
            .toList();
  }

  private static List<String> codesOfBody(String body) {
    return codes("network Net {\n    input x: float[N, 4]\n" + body.indent(4) + "}\n");
  }

  @Test
  void loopsWithoutEnd() {
    assertThat(codesOfBody("for i in 0..1_000_000_000 { }\noutput x")).containsExactly("E0325");
    assertThat(codesOfBody("output y = x -> repeat(2_000_000_000) { }")).containsExactly("E0325");
    assertThat(codesOfBody("for i in 0..9999999999999 { }\noutput x")).containsExactly("E0310");
    assertThat(
            codesOfBody("y = x\nfor i in 0..3000 { for j in 0..3000 { y = y + i * j } }\noutput y"))
        .containsExactly("E0325");
  }

  @Test
  void eachNetworkCountsByItself() {
    String loop = "network %s {\n input x: float[N]\n for i in 0..%s { }\n output x\n}\n";

    assertThat(codes(loop.formatted("A", 200_000) + loop.formatted("B", 200_000))).isEmpty();
    assertThat(codes(loop.formatted("A", 2_000_000) + loop.formatted("B", 2_000_000)))
        .containsExactly("E0325", "E0325");
  }

  @Test
  void layersThatAreWrittenOutAreNotTooMany() {
    String lines =
        IntStream.range(0, 5000)
            .mapToObj(i -> "    -> fc" + i + ": Linear(4)\n")
            .collect(Collectors.joining());
    String text = "network Net {\n input x: float[N, 4]\n y = x\n" + lines + " output y\n}\n";

    assertThat(
            new Compiler(CompilerOptions.DEFAULT)
                .analyze(new SourceFile("deep.net", text), Imports.NONE)
                .diagnostics())
        .isEmpty();
  }

  @Test
  void listsThatDouble() {
    assertThat(codesOfBody("a = [1]\nfor i in 0..64 { a = a + a }\noutput x"))
        .containsExactly("E0325");
  }

  @Test
  void constantsOfManyElements() {
    assertThat(codesOfBody("a = [1.0]\nfor i in 0..16 { a = a + a }\noutput y = x + tensor(a)[0]"))
        .containsExactly("E0325");
  }

  @Test
  void sizesWithoutBound() {
    assertThat(codesOfBody("n = 10\nfor i in 0..64 { n = n * n }\noutput x"))
        .containsExactly("E0321");
    assertThat(codesOfBody("n = N\nfor i in 0..64 { n = n * n }\noutput x"))
        .containsExactly("E0321");
    assertThat(codesOfBody("n = N\nfor i in 0..500 { n = floor((n + 1) / 2) + N }\noutput x"))
        .containsExactly("E0321");
    assertThat(codesOfBody("output y = x -> fc: Linear(4_000_000_000)")).containsExactly("E0321");
  }

  @Test
  void recursion() {
    assertThat(codes("fn f(x) = f(x)\nnetwork A {\n input x: float[N]\n output y = f(x)\n}"))
        .containsExactly("E0207");
    String minus = "-(".repeat(60) + "down(x, n - 1)" + ")".repeat(60);
    assertThat(
            codes(
                "fn down(x, n) = if n == 0 { x } else { %s }\n".formatted(minus)
                    + "network A {\n input x: float[N]\n output y = down(x, 150)\n}"))
        .containsExactly("E0105");
  }

  @Test
  void layersInLayers() {
    String layers =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "layer L%d (x) = x -> a: L%d\n".formatted(i, i + 1))
            .collect(Collectors.joining());

    assertThat(
            codes(
                layers
                    + "layer L10000 (x) = x\n"
                    + "network A {\n input x: float[N]\n output y = x -> a: L0\n}\n"))
        .containsExactly("E0207");
  }

  @Test
  void valuesThatShareTheirParts() {
    assertThat(codesOfBody("y = x\nfor i in 0..100 { y = y + y }\noutput y")).isEmpty();
    assertThat(codesOfBody("n = N\nfor i in 0..60 { n = n + n }\noutput y = x * n")).isEmpty();
  }
}
