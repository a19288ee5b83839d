package dev.netc.compiler.golden;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The page {@code docs/coverage.md} says of each name of PyTorch whether it is there, and what
 * shows it. {@code -Dbless=true} writes it anew.
 */
final class CoverageTest {
  private static final Path PAGE = Path.of("..", "docs", "coverage.md");

  @Test
  void pageIsUpToDate() throws IOException {
    String page = CoveragePage.of(Coverage.find());
    if (Boolean.getBoolean("bless")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }
}
