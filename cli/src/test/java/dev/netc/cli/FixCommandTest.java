package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FixCommandTest {
  private static final String BROKEN =
      """
      network Net {
          input x: float[N, 4]
          h = x -> fc1: Dense(3) -> rleu  // first
          y = h -> fc2: Linear(2, in_features=7)
          output y
      }
      """;

  private static final String MENDED =
      """
      network Net {
          input x: float[N, 4]
          h = x -> fc1: Linear(3) -> relu  // first
          y = h -> fc2: Linear(2)
          output y
      }
      """;

  @TempDir private Path directory;

  @Test
  void fixesAreMadeUntilNoneIsLeft() throws IOException {
    Path file = write("net.net", BROKEN);

    Outcome outcome = netc("fix", file);

    assertThat(Files.readString(file)).isEqualTo(MENDED);
    assertThat(outcome.out()).isEqualTo(file + ": 3 fixes\n");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(0);
    assertThat(netc("check", file).status()).isEqualTo(0);
  }

  @Test
  void aDryRunShowsADiffAndWritesNothing() throws IOException {
    Path file = write("net.net", BROKEN);

    Outcome outcome = netc("fix", "--dry-run", file);

    assertThat(Files.readString(file)).isEqualTo(BROKEN);
    assertThat(outcome.out())
        .isEqualTo(
            """
            --- a/%s
            +++ b/%s
            @@ -1,6 +1,6 @@
             network Net {
                 input x: float[N, 4]
            -    h = x -> fc1: Dense(3) -> rleu  // first
            -    y = h -> fc2: Linear(2, in_features=7)
            +    h = x -> fc1: Linear(3) -> relu  // first
            +    y = h -> fc2: Linear(2)
                 output y
             }
            """
                .formatted(file, file));
  }

  @Test
  void whatIsLeftIsShown() throws IOException {
    Path file = write("net.net", BROKEN.replace("fc1: Dense(3)", "nonsense"));

    Outcome outcome = netc("fix", file);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(Files.readString(file)).contains("-> nonsense -> relu");
    assertThat(outcome.err()).contains("unknown name `nonsense`");
  }

  @Test
  void oneCodeCanBeChosen() throws IOException {
    Path file = write("net.net", BROKEN);

    netc("fix", "--code", "e0201", file);

    assertThat(Files.readString(file))
        .isEqualTo(BROKEN.replace("Dense", "Linear").replace("rleu", "relu"));
    assertThat(netc("fix", "--code", "E9999", file).status()).isEqualTo(2);
  }

  @Test
  void allFilesOfADirectoryAreMended() throws IOException {
    Path first = write("a/first.net", BROKEN);
    Path second = write("second.net", MENDED);

    Outcome outcome = netc("fix", directory);

    assertThat(outcome.out()).isEqualTo(first + ": 3 fixes\n");
    assertThat(Files.readString(second)).isEqualTo(MENDED);
  }

  @Test
  void whatAFileImportsIsMendedToo() throws IOException {
    Path blocks =
        write(
            "parts/blocks.net",
            """
            layer Block(width) (x) = x -> conv: Conv2d(width, 3) -> bn: BatchNorm2d -> relu
            """);
    Path main =
        write(
            "main.net",
            """
            import "parts/blocks.net"
            network Net {
                input image: float[N, 3, 8, 8]
                output y = image -> block: Block(4) -> rleu
            }
            """);

    Outcome outcome = netc("fix", main);

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo(main + ": 1 fix\n" + blocks + ": 1 fix\n");
    assertThat(Files.readString(blocks)).contains("Conv2d(width, 3, bias=false)");
    assertThat(Files.readString(main)).contains("-> relu");
  }

  @Test
  void twoFilesThatImportAThirdMendItOnce() throws IOException {
    Path blocks = write("blocks.net", "layer Block(width) (x) = x -> Linear(width)\n");
    String network =
        """
        import "blocks.net"
        network Net {
            input x: float[N, 3]
            output y = x -> block: Block(4)
        }
        """;
    Path first = write("first.net", network);
    Path second = write("second.net", network.replace("Net", "Other"));

    Outcome outcome = netc("fix", first, second);

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).isEqualTo(blocks + ": 1 fix\n");
    assertThat(Files.readString(blocks)).contains("x -> linear1: Linear(width)");
  }

  @Test
  void endsOfLinesAndTheByteOrderMarkStay() throws IOException {
    Path file = write("net.net", "\uFEFF" + BROKEN.replace("\n", "\r\n"));

    netc("fix", file);

    assertThat(Files.readString(file)).isEqualTo("\uFEFF" + MENDED.replace("\n", "\r\n"));
  }

  @Test
  void permissionsAndLinksStay() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path file = write("real.net", BROKEN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Path link = Files.createSymbolicLink(directory.resolve("link.net"), file);

    netc("fix", link);

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readString(file)).isEqualTo(MENDED);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
