package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Multiply-adds are those of convolutions and products, without the additions of a bias. */
final class SummaryCommandTest {
  private static final String NETWORK =
      """
      network Net {
          input  image: float[N, 1, 32, 32]
          target wanted: float[N, 10]
          conv1 = Conv2d(6, kernel_size=3)
          scores = image -> conv1 -> relu -> max_pool2d(2) -> flatten -> fc1: Linear(10)
          output scores
          loss MSELoss(scores, wanted)
          optimizer SGD(lr=0.01)
      }
      """;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("net.net"), NETWORK);
  }

  @Test
  void showsEachLayerAndTheTotals() {
    Outcome outcome = netc("summary", file);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out())
        .containsMatch("(?m)^conv1 \\(Conv2d\\) +\\[1, 6, 30, 30\\] +60 +48,600$");
    assertThat(outcome.out()).containsMatch("(?m)^relu +\\[1, 6, 30, 30\\] +- +-$");
    assertThat(outcome.out()).containsMatch("(?m)^fc1 \\(Linear\\) +\\[1, 10\\] +13,510 +13,500$");
    assertThat(outcome.out()).containsMatch("(?m)^Parameters: +13,570$");
    assertThat(outcome.out()).containsMatch("(?m)^Multiply-adds: +62,100$");
  }

  @Test
  void showsTheMemoryToPredictAndToTrain() {
    Outcome outcome = netc("summary", file, "--batch", 1000);

    assertThat(outcome.out()).containsMatch("(?m)^parameters +0\\.05 +0\\.05$");
    assertThat(outcome.out()).containsMatch("(?m)^gradients +- +0\\.05$");
    assertThat(outcome.out()).containsMatch("(?m)^activations +[0-9.]+ +[0-9.]+$");
  }

  @Test
  void theBatchShowsInShapesAndCosts() {
    Outcome outcome = netc("summary", file, "--batch", 64);

    assertThat(outcome.out()).contains("[64, 6, 30, 30]");
    assertThat(outcome.out()).containsMatch("(?m)^Multiply-adds: +3,974,400$");
  }

  @Test
  void anEmptyBatchIsWrongUsage() {
    assertThat(netc("summary", file, "--batch", 0).status()).isEqualTo(2);
  }

  @Test
  void sizesThatAreKnownAtRunTimeOnlyCanBeGiven() throws IOException {
    Path sequence =
        Files.writeString(
            directory.resolve("sequence.net"),
            """
            network Sequence {
                input x: float[N, T, 8]
                output y = x -> fc: Linear(4)
            }
            """);

    Outcome open = netc("summary", sequence, "--batch", 3);
    assertThat(open.out()).contains("Sequence for N = 3\n");
    assertThat(open.out()).containsMatch("(?m)^fc \\(Linear\\) +\\[3, T, 4\\] +36 +96\\*T$");
    assertThat(open.out()).containsMatch("(?m)^activations +\\? +-$");
    assertThat(open.out()).contains("Known at run time only: T (see --size)\n");

    Outcome known = netc("summary", sequence, "--batch", 3, "--size", "T=5");
    assertThat(known.out()).contains("Sequence for N = 3, T = 5\n");
    assertThat(known.out()).containsMatch("(?m)^fc \\(Linear\\) +\\[3, 5, 4\\] +36 +480$");
    assertThat(known.out()).doesNotContain("run time");
  }

  @Test
  void aSizeThatTheNetworkDoesNotHaveIsWrongUsage() {
    Outcome outcome = netc("summary", file, "--size", "T=5");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("Net has no size T; known at run time only: N");
    assertThat(netc("summary", file, "--size", "N=0").status()).isEqualTo(2);
  }

  @Test
  void whatHappensInFunctionsThatCostNothingIsLeftOut() throws IOException {
    Path functions =
        Files.writeString(
            directory.resolve("functions.net"),
            """
            fn twice(x) = relu(x) + relu(x)

            network Functions {
                input x: float[N, 8]
                target t: int[N]
                y = reshape(twice(x), shape(x))
                output y
                metric best: accuracy(y, t)
            }
            """);

    Outcome outcome = netc("summary", functions);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).containsMatch("(?m)^twice +\\[1, 8\\]");
    assertThat(outcome.out()).doesNotContain("relu");
    assertThat(outcome.out()).doesNotContain("\nshape");
    assertThat(outcome.out()).containsMatch("(?m)^best \\(accuracy\\) ");
  }

  @Test
  void costsOfKernelsAreShownOnDemand() {
    assertThat(netc("summary", file).out()).doesNotContain("Op/byte");

    Outcome outcome = netc("summary", file, "--cost", "--batch", 32);

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).containsMatch("(?m)^Inference +Line +Runs +Operations +Bytes ");
    assertThat(outcome.out()).containsMatch("(?m)^Training step +Line +Runs +Operations +Bytes ");
    // 2 x 32 x 13,500 multiplications and additions, of 1350 numbers for each of ten.
    assertThat(outcome.out()).containsMatch("(?m)^fc1 +net.net:5 +1 +864,[0-9]{3} ");
    assertThat(outcome.out()).containsMatch("(?m)^dconv1.weight +net.net:[0-9] +1 ");
    assertThat(outcome.out()).contains("one core with 100 GFLOP/s and 10 GB/s");
  }

  @Test
  void theMachineDecidesWhatBoundsAKernel() {
    Outcome slow = netc("summary", file, "--cost", "--peak", "0.01", "--bandwidth", "1000");
    assertThat(slow.out()).containsMatch("(?m)^fc1 .* compute ");
    Outcome narrow = netc("summary", file, "--cost", "--peak", "1e6", "--bandwidth", "0.01");
    assertThat(narrow.out()).containsMatch("(?m)^fc1 .* memory ");
    assertThat(narrow.out()).doesNotContain(" compute ");
    assertThat(netc("summary", file, "--cost", "--peak", "0").status()).isEqualTo(2);
    assertThat(netc("summary", file, "--cost", "--bandwidth", "NaN").status()).isEqualTo(2);
  }
}
