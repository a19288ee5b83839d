package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
  private static final String GOOD =
      """
      network Good {
          input x: float[N, 4]
          y = x -> fc: Linear(3)
          output y
      }
      """;

  private static final String BAD =
      """
      network Bad {
          input x: float[N, 4]
          y = x -> fc: Linear(3, in_features=5)
          output y
      }
      """;

  @TempDir private Path directory;

  @Test
  void aGoodNetworkIsOk() throws IOException {
    Path file = write("good.net", GOOD);

    Outcome outcome = netc("check", file);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo(file + ": ok, Good\n");
    assertThat(outcome.status()).isEqualTo(0);
  }

  @Test
  void anErrorIsShownAtItsPlace() throws IOException {
    Path file = write("bad.net", BAD);

    Outcome outcome = netc("check", file);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(file + ":3:");
    assertThat(outcome.err()).contains("^");
    assertThat(outcome.err()).endsWith("1 error\n");
  }

  @Test
  void withoutATerminalThereAreNoColours() throws IOException {
    assertThat(netc("check", write("bad.net", BAD)).err()).doesNotContain("\u001b");
  }

  @Test
  void aDirectoryIsSearchedInOrder() throws IOException {
    write("b/second.net", GOOD);
    write("a/first.net", BAD);
    write("a/notes.txt", "no network");

    Outcome outcome = netc("check", directory);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).contains("second.net: ok");
    assertThat(outcome.err()).contains("first.net:3:");
    assertThat(outcome.err()).doesNotContain("notes.txt");
  }

  @Test
  void aFileNamedTwiceIsCheckedOnce() throws IOException {
    Path file = write("good.net", GOOD);

    assertThat(netc("check", file, directory).out()).isEqualTo(file + ": ok, Good\n");
  }

  @Test
  void aMissingFileIsWrongUsage() {
    Outcome outcome = netc("check", directory.resolve("missing.net"));

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("netc check: there is no file " + directory.resolve("missing.net") + "\n");
  }

  @Test
  void aDirectoryWithoutNetworksIsWrongUsage() {
    Outcome outcome = netc("check", directory);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("there is no .net file below " + directory);
  }

  @Test
  void aFileThatIsNoTextIsWrongUsage() throws IOException {
    Path file = Files.write(directory.resolve("binary.net"), new byte[] {(byte) 0xff, 0, 1});

    Outcome outcome = netc("check", file);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("binary.net is not UTF-8 text");
  }

  @Test
  void noFileIsWrongUsage() {
    assertThat(netc("check").status()).isEqualTo(2);
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
