package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/tutorial} does what its README shows. */
final class TutorialTest {
  @TempDir private Path target;

  @Test
  void printsWhatItsReadmeShows() throws Exception {
    Example tutorial = Example.of("tutorial");

    tutorial.compile(target);

    assertThat(Example.run(target, "Tutorial")).isEqualTo(tutorial.readmeBlock("text"));
  }
}
