package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks may cost, said in the call. */
final class LimitsTest {
  @TempDir private Path directory;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path net() throws IOException {
    return write(
        "net.net",
        """
        network Net {
            input  x: float[N, 10]
            target t: float[N, 100]
            output y = x -> fc: Linear(100)
            loss MSELoss(y, t)
            optimizer SGD(lr=0.1, momentum=0.9)
        }

        network Wide {
            input x: float[N, 10]
            output y = x -> fc: Linear(2000)
        }
        """);
  }

  @Test
  void eachNetworkIsHeldToTheLimitsAtItsName() throws IOException {
    Outcome outcome = netc("check", net(), "--max-parameters", "1.1K");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("`Wide` has 22,000 parameters, more than the 1,100 that are allowed");
    assertThat(outcome.err()).contains("net.net:9:9");
    assertThat(outcome.err()).contains("20,900 more, 1,900 %");
    assertThat(outcome.err()).doesNotContain("`Net`");
    assertThat(netc("check", net(), "--max-parameters", "22_000").status()).isEqualTo(0);
  }

  @Test
  void multiplyAddsAreThoseOfTheBatch() throws IOException {
    assertThat(netc("check", net(), "--max-macs", "20K").status()).isEqualTo(0);

    Outcome outcome = netc("check", net(), "--max-macs", "20K", "--batch", 64);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .contains(
            "a forward pass of `Net` for N = 64 takes 64,000 multiply-adds, more than the 20,000");
  }

  @Test
  void memoryIsWhatTheSummaryShows() throws IOException {
    // 1,100 parameters, as many gradients and momenta, in floats; activations come on top.
    Outcome train = netc("check", net(), "--max-memory", "13200");
    assertThat(train.err()).contains("training `Net` for N = 1 takes 1");
    assertThat(train.err())
        .contains("parameters 4.40 KB (30 %), gradients 4.40 KB (30 %), optimizer state 4.40 KB");
    assertThat(train.err()).contains("predicting with `Wide` for N = 1 takes 96.0 KB");

    Outcome predict = netc("check", net(), "--max-predict-memory", "6KB");
    assertThat(predict.err()).doesNotContain("`Net`");
    assertThat(predict.err()).contains("predicting with `Wide` for N = 1 takes 96.0 KB");
    assertThat(netc("check", net(), "--max-predict-memory", "1MiB").status()).isEqualTo(0);
  }

  @Test
  void aSizeThatIsKnownAtRunTimeOnlyHasToBeGiven() throws IOException {
    Path file =
        write(
            "sequence.net",
            """
            network Sequence {
                input x: float[N, T, 8]
                output y = x -> fc: Linear(4)
            }
            """);

    assertThat(netc("check", file, "--max-parameters", "36").status()).isEqualTo(0);
    Outcome open = netc("check", file, "--max-macs", "1M");
    assertThat(open.status()).isEqualTo(1);
    assertThat(open.err()).contains("E0402");
    assertThat(open.err()).contains("help: say which to take: `--size T=64`\n");
    assertThat(netc("check", file, "--max-macs", "320", "--size", "T=10").status()).isEqualTo(0);
    assertThat(netc("check", file, "--max-macs", "319", "--size", "T=10").status()).isEqualTo(1);
    assertThat(netc("check", file, "--max-macs", "1", "--size", "B=1").err())
        .contains("--size B: no network here has it; there is N, T");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "sarif", "github", "gitlab", "checkstyle", "junit"})
  void everyFormatHasTheNumbersAndWhatTakesMost(String format) throws IOException {
    Outcome outcome = netc("check", net(), "--max-parameters", "2K", "--format", format);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).contains("E0401");
    assertThat(outcome.out()).contains("22,000 parameters, more than the 2,000 that are allowed");
    assertThat(outcome.out()).contains("(Linear) 22,000 (100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "12MB", "-1", "", "1Mi2", "99999999999T"})
  void aLimitThatIsNoNumberIsWrongUsage(String limit) throws IOException {
    Outcome outcome = netc("check", net(), "--max-parameters=" + limit);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("--max-parameters");
    assertThat(outcome.err()).doesNotContain("\tat ");
  }

  @Test
  void aBudgetStopsACompilationToo() throws IOException {
    Path file =
        write(
            "small.net",
            """
            network Small {
                input x: float[N, 10]
                output y = x -> fc: Linear(10)
                budget parameters <= 100
            }
            """);

    Outcome outcome = netc("compile", file, "-d", directory.resolve("java"));

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("110 parameters, more than the 100 that its budget allows");
    assertThat(Files.exists(directory.resolve("java/Small.java"))).isFalse();
  }

  @Test
  void aBudgetIsFormatted() throws IOException {
    Path file =
        write(
            "loose.net",
            """
            network Net { input x: float[N,10]
            output y = x
            budget parameters<=12M,memory  <=64MiB at N=1,macs<=2G }
            """);

    assertThat(netc("fmt", file).status()).isEqualTo(0);
    assertThat(Files.readString(file))
        .contains("    budget parameters <= 12M, memory <= 64MiB at N=1, macs <= 2G\n");
  }
}
