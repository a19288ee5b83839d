package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} across files. */
final class ImportTest {
  @TempDir Path folder;

  @BeforeEach
  void writeBlocks() throws IOException {
    write(
        "lib/blocks.net",
        """
        import "deep/more.net"

        layer Block(width) (x: [N, C]) = x -> fc: Linear(width) -> _half -> double

        fn _half(x) = 0.5 * x

        network Base(width=4) {
            input x: float[N, 8]
            y = x -> block: Block(width)
            output y
        }
        """);
    write("lib/deep/more.net", "fn double(x) = 2 * x\n");
  }

  @Test
  void bringsPublicDeclarationsIn() throws IOException {
    Path file =
        write(
            "net.net",
            """
            import "lib/blocks.net"

            network Net {
                input x: float[N, 8]
                y = x -> block: Block(3)
                output y
            }
            network Wide = Base(width=16)
            """);
    Outcome outcome = Cli.netc("check", file);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("ok, Net, Wide");
  }

  @Test
  void looksInSourceRootsToo() throws IOException {
    Path file = write("elsewhere/net.net", "import \"blocks.net\"\nnetwork Net = Base(width=2)\n");
    assertThat(Cli.netc("check", file).err()).contains("there is no file `blocks.net`");
    assertThat(Cli.netc("check", "-I", folder.resolve("lib"), file).status()).isEqualTo(0);
  }

  @Test
  void privateNamesAndImportsOfImportsStayWhereTheyAre() throws IOException {
    Path file =
        write(
            "net.net",
            """
            import "lib/blocks.net"

            network Net {
                input x: float[N, 8]
                y = x -> _half
                z = x -> double
                output y, z
            }
            """);
    Outcome outcome = Cli.netc("check", file);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("unknown name `_half`");
    assertThat(outcome.err()).contains("unknown name `double`");
  }

  @Test
  void filesMayImportEachOther() throws IOException {
    write(
        "a.net",
        "import \"b.net\"\nfn one(x) = x + 1\nnetwork A { input x: float[N] output y = two(x) }\n");
    write("b.net", "import \"a.net\"\nfn two(x) = one(one(x))\n");
    assertThat(Cli.netc("check", folder.resolve("a.net")).status()).isEqualTo(0);
  }

  @Test
  void anArgumentMayBeForOneNetworkAlone() throws IOException {
    Path file =
        write(
            "net.net",
            """
            import "lib/blocks.net"

            network Wide = Base(width=16)
            network Same = Base()
            """);

    Outcome outcome = Cli.netc("summary", "-D", "width=2", "-D", "Wide.width=32", file);

    assertThat(outcome.out())
        .containsMatch("Wide for N = 1(?s:.*)block.*32\\](?s:.*)Same for N = 1(?s:.*)block.*2\\]");
    assertThat(Cli.netc("check", "-D", "Wide.width=x", file).err())
        .contains("given as `-D Wide.width=x`");
    assertThat(Cli.netc("check", "-D", "Narrow.width=1", file).err())
        .contains("-D Narrow.width: no network here takes it; there is width");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
