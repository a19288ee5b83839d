package dev.netc.compiler.elaborate;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.source.SourceFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values that the command line gives to a network: {@code -D width=256}. */
final class NetworkOptionTest {
  private static final String PROGRAM =
      """
      network Net(width=64, bias=true, activation="relu") {
          input x: float[N, 8]
          output y = x -> fc: Linear(width, bias)
      }
      """;

  @Test
  void aNumberIsTaken() {
    Analysis analysis = analyze(Map.of("width", "16", "bias", "false"));
    assertThat(analysis.diagnostics()).isEmpty();
    assertThat(analysis.networks().get(0).parameterCount()).isEqualTo(16 * 8);
  }

  @Test
  void aTextIsRefusedWhereTheDefaultIsANumber() {
    assertRefused(Map.of("width", "abc"), "the `width` of `Net` is a number, not `abc`", 13);
    assertRefused(Map.of("width", "true"), "the `width` of `Net` is a number, not `true`", 13);
  }

  @Test
  void aNumberIsRefusedWhereTheDefaultIsTrue() {
    assertRefused(Map.of("bias", "1"), "the `bias` of `Net` is true or false, not `1`", 23);
  }

  /** One error, at the parameter. */
  private static void assertRefused(Map<String, String> arguments, String message, int column) {
    Analysis analysis = analyze(arguments);
    assertThat(analysis.diagnostics()).hasSize(1);
    assertThat(analysis.diagnostics().get(0).message()).isEqualTo(message);
    assertThat(analysis.diagnostics().get(0).span().toString()).isEqualTo("net.net:1:" + column);
  }

  private static Analysis analyze(Map<String, String> arguments) {
    return new Compiler(CompilerOptions.DEFAULT.withArguments(arguments))
        .analyze(new SourceFile("net.net", PROGRAM));
  }
}
