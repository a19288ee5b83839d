package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FmtCommandTest {
  private static final String MESSY = "fn f(x) = x\nfn  g( x ) = -x\nfn h(x) = f(x)\n";
  private static final String NEAT = "fn f(x) = x\nfn g(x) = -x\nfn h(x) = f(x)\n";

  @TempDir private Path directory;

  @Test
  void filesAreFormattedInPlaceAndNamed() throws IOException {
    Path messy = Files.writeString(directory.resolve("messy.net"), MESSY);
    Path neat = Files.writeString(directory.resolve("neat.net"), NEAT);

    Outcome outcome = netc("fmt", directory);

    assertThat(outcome).isEqualTo(new Outcome(0, messy + "\n", ""));
    assertThat(Files.readString(messy)).isEqualTo(NEAT);
    assertThat(Files.readString(neat)).isEqualTo(NEAT);
  }

  @Test
  void checkShowsWhatWouldChangeAndFails() throws IOException {
    Path messy = Files.writeString(directory.resolve("messy.net"), MESSY);
    Files.writeString(directory.resolve("neat.net"), NEAT);

    Outcome outcome = netc("fmt", "--check", directory);

    String name = messy.toString().replace('\\', '/');
    assertThat(outcome.out())
        .isEqualTo(
            """
            --- a/%s
            +++ b/%s
            @@ -1,3 +1,3 @@
             fn f(x) = x
            -fn  g( x ) = -x
            +fn g(x) = -x
             fn h(x) = f(x)
            """
                .formatted(name, name));
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(Files.readString(messy)).isEqualTo(MESSY);
  }

  @Test
  void checkIsContentWithWhatIsFormatted() throws IOException {
    Files.writeString(directory.resolve("neat.net"), NEAT);

    assertThat(netc("fmt", "--check", directory)).isEqualTo(new Outcome(0, "", ""));
  }

  @Test
  void aFileWithSyntaxErrorsIsReportedAndLeftAlone() throws IOException {
    Path wrong = Files.writeString(directory.resolve("a.net"), "fn  f(x = x\n");
    Path messy = Files.writeString(directory.resolve("b.net"), MESSY);

    Outcome outcome = netc("fmt", directory);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("a.net:1:");
    assertThat(Files.readString(wrong)).isEqualTo("fn  f(x = x\n");
    assertThat(Files.readString(messy)).isEqualTo(NEAT);
  }

  @Test
  void standardInputGoesToStandardOutput() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(MESSY.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(netc("fmt", "-")).isEqualTo(new Outcome(0, NEAT, ""));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void standardInputIsFormattedAlone() {
    assertThat(netc("fmt", "-", directory).status()).isEqualTo(2);
  }
}
