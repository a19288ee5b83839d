package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(outcome.err()).endsWith("1 error; `netc fix` mends 1\n");
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

  @Test
  void programsReadADocumentAndNothingElse() throws IOException {
    write("bad.net", BAD);
    write("good.net", GOOD);

    Outcome outcome = netc("check", "--format=json", directory);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    JsonObject report = JsonParser.parseString(outcome.out()).getAsJsonObject();
    assertThat(report.getAsJsonObject("summary").get("errors").getAsInt()).isEqualTo(1);
    assertThat(report.getAsJsonArray("files")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "sarif", "gitlab", "checkstyle", "junit"})
  void aCleanFileGivesADocumentToo(String format) throws IOException {
    Outcome outcome = netc("check", "--format", format, write("good.net", GOOD));

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).isNotEmpty();
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void anUnknownFormatIsWrongUsage() throws IOException {
    Outcome outcome = netc("check", "--format=xml", write("good.net", GOOD));

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("junit");
  }

  @Test
  void coloursCanBeForcedAndForbidden() throws IOException {
    Path file = write("bad.net", BAD);

    assertThat(netc("check", "--color=always", file).err()).contains("\u001b[");
    assertThat(netc("check", "--color=never", file).err()).doesNotContain("\u001b");
  }

  @Test
  void severalFilesAreSummedUp() throws IOException {
    write("a.net", BAD);
    write("b.net", GOOD);
    write("c.net", BAD);

    Outcome outcome = netc("check", directory);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).endsWith("2 errors in 3 files; `netc fix` mends 2\n");
    assertThat(outcome.err().indexOf("a.net:3:")).isLessThan(outcome.err().indexOf("c.net:3:"));
  }

  @Test
  void aFileThatCannotBeReadDoesNotHideTheOthers() throws IOException {
    write("a.net", BAD);
    Files.write(directory.resolve("b.net"), new byte[] {(byte) 0xff});

    Outcome outcome = netc("check", directory);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("a.net:3:");
    assertThat(outcome.err())
        .contains("netc check: " + directory.resolve("b.net") + " is not UTF-8");
  }

  @Test
  void anErrorInAnImportedFileIsShownOnce() throws IOException {
    write("a.net", "import \"b.net\"\n" + GOOD);
    write("b.net", BAD);
    write("c.net", "import \"b.net\"\n" + GOOD);

    Outcome outcome = netc("check", directory);

    assertThat(outcome.err()).endsWith("1 error in 3 files; `netc fix` mends 1\n");
  }

  private static final String UNUSED =
      """
      network Net {
          input x: float[N, 4]
          input mask: float[N]
          output x
      }
      """;

  @Test
  void aWarningIsNoError() throws IOException {
    Outcome outcome = netc("check", write("unused.net", UNUSED));

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.err()).contains("warning[W0311]");
    assertThat(outcome.err()).endsWith("1 warning\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--deny=W0311", "--deny=unused", "--deny=all", "--deny=W0101,unused"})
  void aWarningCanBeDenied(String option) throws IOException {
    Outcome outcome = netc("check", option, write("unused.net", UNUSED));

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("error[W0311]");
  }

  @Test
  void aSingleWarningGoesBeforeAll() throws IOException {
    Outcome outcome = netc("check", "--deny=all", "--allow=unused", write("unused.net", UNUSED));

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void anUnknownOrContradictoryWarningIsWrongUsage() throws IOException {
    Path file = write("unused.net", UNUSED);

    Outcome unknown = netc("check", "--deny=W0312x", file);
    Outcome both = netc("check", "--deny=unused", "--allow=W0311", file);

    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("--deny W0312x: there is no such warning");
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err()).contains("both --allow and --deny W0311".replace("W0311", "unused"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
