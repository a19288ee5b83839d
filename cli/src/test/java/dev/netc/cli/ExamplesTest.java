package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example can be copied as it stands. */
final class ExamplesTest {
  @TempDir private Path target;

  @ParameterizedTest
  @MethodSource("examples")
  void compilesWithoutAWarning(Example example) throws IOException {
    assertThat(example.networks()).isNotEmpty();
    example.compile(target);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isExplainedAndCanBeSummarised(Example example) throws IOException {
    assertThat(Files.readString(example.directory().resolve("README.md"))).contains(".net");
    for (Path network : example.networks()) {
      Outcome outcome = Cli.netc("summary", network);
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.status()).isEqualTo(0);
    }
  }

  static List<Example> examples() throws IOException {
    return Example.all();
  }
}
