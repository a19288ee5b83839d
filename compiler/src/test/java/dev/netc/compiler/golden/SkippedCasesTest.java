package dev.netc.compiler.golden;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The list of cases that are not compared, {@code golden/skipped.txt}, is exact: nothing is skipped
 * in silence, and what starts to work leaves the list. {@code -Dbless=true} writes it anew.
 */
final class SkippedCasesTest {
  private static final Path LIST = GoldenCase.ROOT.resolve("skipped.txt");

  @Test
  void listIsExact() throws IOException {
    Reach reach =
        Reach.of(
            "layer", "function", "loss", "gradient", "optimizer", "network", "scheduler", "init");
    String list =
        reach.skipped().entrySet().stream()
            .map(skipped -> skipped.getKey() + ": " + skipped.getValue() + "\n")
            .collect(Collectors.joining());
    if (Boolean.getBoolean("bless")) {
      Files.writeString(LIST, list);
    }
    assertThat(Files.readString(LIST)).isEqualTo(list);
  }
}
