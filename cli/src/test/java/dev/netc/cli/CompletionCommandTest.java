package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What shells and {@code man} are given. */
final class CompletionCommandTest {
  @TempDir private Path directory;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void bashCompletesCommandsAndValues() throws Exception {
    Path script =
        Files.writeString(directory.resolve("netc.bash"), netc("completion", "bash").out());

    assertThat(completions(script, "netc", "che")).containsExactly("check");
    assertThat(completions(script, "netc", "check", "--format", "sa")).containsExactly("sarif");
  }

  private static List<String> completions(Path script, String... words) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    String line =
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_netc; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    Process bash = new ProcessBuilder("/bin/bash", "-c", line).start();
    String out = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).isEqualTo(0);
    return out.lines().map(String::strip).toList();
  }

  @Test
  void fishHasALineForEachCommandAndOption() {
    String script = netc("completion", "fish").out();

    assertThat(script)
        .contains("-f -a check -d 'Says what is wrong with networks; writes nothing.'");
    assertThat(script)
        .containsMatch("__fish_seen_subcommand_from check\" -l format -r -f -a 'text json sarif");
    assertThat(script).doesNotContain("man-pages");
  }

  @Test
  void eachCommandHasAManualPage() throws IOException {
    netc("man-pages", directory);

    List<String> names;
    try (Stream<Path> pages = Files.list(directory)) {
      names = pages.map(page -> page.getFileName().toString()).toList();
    }
    assertThat(names).containsAtLeast("netc.1", "netc-check.1", "netc-train.1");
    String check = Files.readString(directory.resolve("netc-check.1"));
    assertThat(check).startsWith(".TH NETC-CHECK 1");
    assertThat(check).contains(".SH NAME\nnetc\\-check \\- Says what is wrong with networks");
    assertThat(check).contains(".B \\-\\-format FORMAT\n");
    assertThat(check).contains("text, json, sarif");
    assertThat(check).doesNotContain("${");
  }
}
