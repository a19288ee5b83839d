package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code examples/digits/README.md} promises. */
final class DigitsExampleTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "digits");
  private static final Pattern ACCURACY = Pattern.compile("accuracy (\\d\\.\\d+)");

  @TempDir private Path directory;

  @Test
  void readsNearlyAllDigitsAfterFiveEpochs() {
    Path weights = directory.resolve("weights.safetensors");

    Outcome outcome = netc("train", EXAMPLE, "-o", weights);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(0);
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSize(7);
    Matcher accuracy = ACCURACY.matcher(lines.get(5));
    assertThat(accuracy.find()).isTrue();
    assertThat(Double.parseDouble(accuracy.group(1))).isAtLeast(0.97);
    assertThat(Files.exists(weights)).isTrue();
  }
}
