package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains to tell images with a bright upper half from those with a bright lower half. */
final class TrainCommandTest {
  private static final String NETWORK =
      """
      network Halves {
          input  image: float[N, 1, 4, 4]
          target half: int[N]
          logits = image -> flatten -> fc: Linear(2)
          output logits
          loss CrossEntropyLoss(logits, half)
          optimizer SGD(lr=0.5)
          metric accuracy(logits, half)
      }
      """;

  private static final int SIDE = 4;

  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void layOut() throws IOException {
    Files.writeString(directory.resolve("halves.net"), NETWORK);
    data = Files.createDirectory(directory.resolve("data"));
    writeSamples("train", 70);
    writeSamples("t10k", 30);
  }

  @Test
  void learnsAndSavesTheWeights() throws IOException {
    Outcome outcome = netc("train", directory, "--epochs", 3, "--batch-size", 8);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(0);
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("Halves: 34 parameters, 70 training samples, 30 test samples");
    assertThat(lines.get(1))
        .matches(
            "epoch 1/3  loss \\d\\.\\d{4}  test loss \\d\\.\\d{4}  accuracy \\d\\.\\d{4}  .* s");
    assertThat(lines.get(3)).contains("accuracy 1.0000");
    Path weights = directory.resolve("weights.safetensors");
    assertThat(lines.get(4)).isEqualTo("weights saved in " + weights);
    assertThat(Files.readString(weights, ISO_8859_1)).contains("\"fc.weight\"");
    assertThat(fileNames()).containsExactly("data", "halves.net", "weights.safetensors");
  }

  @Test
  void theScheduleTakesAStepAfterEachEpoch() throws IOException {
    schedule("StepLR(2, gamma=0.01)");

    Outcome outcome = netc("train", directory, "--epochs", 3);

    assertThat(outcome.err()).isEmpty();
    assertThat(rates(outcome)).containsExactly("0.5", "0.5", "0.005").inOrder();
  }

  @Test
  void trainingGoesOnFromACheckpointToTheBit() throws IOException {
    Files.writeString(
        directory.resolve("halves.net"),
        NETWORK
            .replace("flatten ->", "flatten -> Dropout(0.2) ->")
            .replace("SGD(lr=0.5)", "Adam(lr=0.01)\n    schedule StepLR(2)"));
    Path weights = directory.resolve("weights.safetensors");
    Path checkpoint = directory.resolve("training.safetensors");
    netc("train", directory, "--epochs", 4, "--seed", 7, "--batch-size", 8);
    byte[] uninterrupted = Files.readAllBytes(weights);

    netc(
        "train",
        directory,
        "--epochs",
        3,
        "--seed",
        7,
        "--batch-size",
        8,
        "--checkpoint",
        checkpoint);
    assertThat(Files.readAllBytes(weights)).isNotEqualTo(uninterrupted);
    Outcome resumed = netc("train", directory, "--epochs", 4, "--resume", checkpoint);

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out()).contains("epoch 4/4");
    assertThat(resumed.out()).doesNotContain("epoch 3/4");
    assertThat(Files.readAllBytes(weights)).isEqualTo(uninterrupted);
  }

  @Test
  void whatCannotBeResumedIsAnError() throws IOException {
    Path checkpoint = directory.resolve("training.safetensors");
    netc("train", directory, "--epochs", 1, "--checkpoint", checkpoint);
    Path weights = directory.resolve("weights.safetensors");

    Outcome done = netc("train", directory, "--epochs", 1, "--resume", checkpoint);
    assertThat(done.status()).isEqualTo(2);
    assertThat(done.err())
        .contains(checkpoint + " has 1 epochs behind it, and --epochs asks for 1 in all");

    Outcome onlyWeights = netc("train", directory, "--resume", weights);
    assertThat(onlyWeights.status()).isEqualTo(2);
    assertThat(onlyWeights.err()).contains(weights + " is no checkpoint of a trainer");

    Outcome missing = netc("train", directory, "--resume", directory.resolve("no.safetensors"));
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err()).contains("does not exist");

    Outcome both = netc("train", directory, "--resume", checkpoint, "--weights", weights);
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err()).contains("--resume and --weights both say");

    Files.writeString(directory.resolve("halves.net"), NETWORK.replace("Linear(2)", "Linear(3)"));
    Outcome other = netc("train", directory, "--resume", checkpoint);
    assertThat(other.status()).isEqualTo(2);
    assertThat(other.err())
        .contains("different: model.fc.weight is float[2, 16] in the file, float[3, 16]");
  }

  @Test
  void anOptimizerMayAskForTheLossAgain() throws IOException {
    String lbfgs = "optimizer LBFGS(max_iter=5, line_search_fn=\"strong_wolfe\")";
    Files.writeString(
        directory.resolve("halves.net"), NETWORK.replace("optimizer SGD(lr=0.5)", lbfgs));

    Outcome outcome = netc("train", directory, "--epochs", 2);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("accuracy 1.0000");
  }

  @Test
  void aRateFromTheCommandLineIsWhereTheScheduleStarts() throws IOException {
    schedule("LinearLR(start_factor=0.1, total_iters=2)");

    Outcome outcome = netc("train", directory, "--epochs", 3, "--lr", "1");

    assertThat(rates(outcome)).containsExactly("0.1", "0.55", "1").inOrder();
  }

  @Test
  void aScheduleMayFollowTheTestLoss() throws IOException {
    schedule("ReduceLROnPlateau(mode=\"max\", patience=0, factor=0.1)");

    Outcome outcome = netc("train", directory, "--epochs", 3);

    // The loss falls, which is no progress for a schedule that wants it to rise.
    assertThat(rates(outcome)).containsExactly("0.5", "0.5", "0.05").inOrder();
  }

  private void schedule(String schedule) throws IOException {
    Files.writeString(
        directory.resolve("halves.net"),
        NETWORK.replace("SGD(lr=0.5)", "SGD(lr=0.5)\n    schedule " + schedule));
  }

  private static List<String> rates(Outcome outcome) {
    return Pattern.compile(" lr (\\S+)")
        .matcher(outcome.out())
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void theSeedDecidesTheWeightsWhateverTheThreads() throws IOException {
    Path first = directory.resolve("1.safetensors");
    Path second = directory.resolve("2.safetensors");
    Path other = directory.resolve("3.safetensors");

    netc("train", directory, "--epochs", 1, "--seed", 7, "--threads", 1, "-o", first);
    netc("train", directory, "--epochs", 1, "--seed", 7, "--threads", 3, "-o", second);
    netc("train", directory, "--epochs", 1, "--seed", 8, "-o", other);

    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(first));
  }

  @Test
  void aStepOfOneSampleIsRefusedWhereALayerNormalisesOverTheBatch() throws IOException {
    Files.writeString(
        directory.resolve("halves.net"),
        NETWORK.replace("Linear(2)", "Linear(4, bias=false) -> bn: BatchNorm1d -> out: Linear(2)"));

    Outcome alone = netc("train", directory, "--epochs", 1, "--batch-size", 23);
    assertThat(alone.status()).isEqualTo(2);
    assertThat(alone.err())
        .contains(
            "`bn` normalises over the batch, and the last of 70 samples is alone in its step of 23:"
                + " leave it out with --drop-last, or choose another --batch-size");
    assertThat(netc("train", directory, "--epochs", 1, "--batch-size", 1).err())
        .contains("needs more than the one sample of a step");
    Outcome dropped = netc("train", directory, "--epochs", 1, "--batch-size", 23, "--drop-last");
    assertThat(dropped.err()).isEmpty();
    assertThat(dropped.out()).contains("epoch 1/1");
  }

  @Test
  void leavingOutAllSamplesIsRefused() {
    assertThat(netc("train", directory, "--batch-size", 71, "--drop-last").err())
        .contains("--drop-last would leave out all of the 70 samples: a step has 71");
  }

  @Test
  void continuesFromGivenWeights() throws IOException {
    netc("train", directory, "--epochs", 3, "--batch-size", 8);
    Path weights = directory.resolve("weights.safetensors");

    Outcome outcome = netc("train", directory, "--epochs", 1, "--lr", "0", "--weights", weights);

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).contains("accuracy 1.0000");
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() throws IOException {
    netc("train", directory, "--epochs", 1);
    Path weights = directory.resolve("weights.safetensors");
    Files.writeString(directory.resolve("halves.net"), NETWORK.replace("fc:", "head:"));

    Outcome outcome = netc("train", directory, "--weights", weights);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("netc train: ");
    assertThat(outcome.err()).contains(weights.toString());
    assertThat(outcome.err()).contains("head.weight");
  }

  @Test
  void damagedWeightsAreRefused() throws IOException {
    Path weights = Files.writeString(directory.resolve("damaged"), "not a checkpoint");

    Outcome outcome = netc("train", directory, "--weights", weights);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("netc train: ");
    assertThat(outcome.err()).contains(weights.toString());
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    Path images = data.resolve("train-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(bytes, bytes.length - 5));

    assertUsage(images + " is truncated");
  }

  @Test
  void aFileThatIsNotIdxIsRefused() throws IOException {
    Files.writeString(data.resolve("t10k-labels-idx1-ubyte"), "0,1,1,0");

    assertUsage(data.resolve("t10k-labels-idx1-ubyte") + " is no IDX file");
  }

  @Test
  void aTruncatedArchiveIsRefused() throws IOException {
    Path images = data.resolve("train-images-idx3-ubyte");
    Path archive = data.resolve("train-images-idx3-ubyte.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write(Files.readAllBytes(images));
    }
    Files.delete(images);
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

    assertUsage(archive + " is truncated");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(data.resolve("t10k-images-idx3-ubyte"));

    assertUsage("there is no t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz in " + data);
  }

  @Test
  void imagesAndLabelsOfDifferentNumberAreRefused() throws IOException {
    write("train-labels-idx1-ubyte", new byte[69], 69);

    assertUsage("holds 70 samples");
  }

  @Test
  void aLabelWithoutAClassIsRefused() throws IOException {
    byte[] labels = new byte[70];
    labels[50] = 2;
    write("train-labels-idx1-ubyte", labels, 70);

    assertUsage(
        "sample 50 of "
            + data.resolve("train-labels-idx1-ubyte")
            + " has the label 2, where the network takes labels from 0 to 1");
  }

  @Test
  void imagesOfAnotherSizeAreRefusedWithBothSizes() throws IOException {
    Files.writeString(directory.resolve("halves.net"), NETWORK.replace("1, 4, 4", "1, 5, 5"));

    assertUsage("the network takes `image: float[N, 1, 5, 5]`, 25 numbers for a sample");
    assertUsage("4 · 4 = 16");
  }

  @Test
  void aTargetThatIsNoClassIsRefused() throws IOException {
    Files.writeString(
        directory.resolve("halves.net"),
        NETWORK
            .replace("int[N]", "float[N, 2]")
            .replace("CrossEntropyLoss", "MSELoss")
            .replace("metric accuracy(logits, half)", ""));

    assertUsage("not `half: float[N, 2]`");
  }

  @Test
  void aNetworkThatOnlyInfersCannotBeTrained() throws IOException {
    Files.writeString(
        directory.resolve("halves.net"),
        """
        network Halves {
            input image: float[N, 1, 4, 4]
            y = image -> flatten -> fc: Linear(2)
            output y
        }
        """);

    assertUsage("no network of " + directory.resolve("halves.net") + " has a loss");
  }

  @Test
  void severalNetworksAskForAChoice() throws IOException {
    Files.writeString(
        directory.resolve("halves.net"), NETWORK + NETWORK.replace("Halves", "Others"));

    assertUsage("Choose with --network: [Halves, Others]");
    assertThat(netc("train", directory, "--network", "Others", "--epochs", 1).status())
        .isEqualTo(0);
  }

  @Test
  void anErrorInTheNetworkIsShown() throws IOException {
    Files.writeString(directory.resolve("halves.net"), NETWORK.replace("Linear", "Linaer"));

    Outcome outcome = netc("train", directory);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("halves.net:4:");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aLossThatOverflowsEndsTheTraining() {
    Outcome outcome = netc("train", directory, "--lr", "1e38", "--epochs", 9);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("a smaller --lr may keep it finite");
  }

  @Test
  void anOutputThatCannotBeWrittenIsRefusedBeforeTheTraining() {
    Path missing = directory.resolve("missing/w.safetensors");

    Outcome outcome = netc("train", directory, "-o", missing);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("there is no directory " + missing.getParent());
    assertThat(netc("train", directory, "-o", directory).status()).isEqualTo(2);
  }

  @Test
  void numbersBelowOneAreRefused() {
    assertThat(netc("train", directory, "--epochs", 0).status()).isEqualTo(2);
    assertThat(netc("train", directory, "--batch-size", 0).status()).isEqualTo(2);
    assertThat(netc("train", directory, "--threads", 0).status()).isEqualTo(2);
    assertThat(netc("train", directory, "--epochs", "many").status()).isEqualTo(2);
  }

  @Test
  void aDirectoryWithTwoFilesAsksWhichOne() throws IOException {
    Files.writeString(directory.resolve("other.net"), NETWORK);

    assertUsage("[halves.net, other.net]");
  }

  private void assertUsage(String message) {
    Outcome outcome = netc("train", directory);
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.err()).startsWith("netc train: ");
    assertThat(outcome.err()).doesNotContain("\tat ");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(Files.exists(directory.resolve("weights.safetensors"))).isFalse();
  }

  private List<String> fileNames() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void writeSamples(String prefix, int count) throws IOException {
    Random random = new Random(count);
    byte[] labels = new byte[count];
    byte[] images = new byte[count * SIDE * SIDE];
    for (int i = 0; i < images.length; i++) {
      int sample = i / (SIDE * SIDE);
      boolean lower = i % (SIDE * SIDE) >= SIDE * SIDE / 2;
      labels[sample] = (byte) (sample % 2);
      images[i] = (byte) (random.nextInt(100) + (lower == (sample % 2 == 1) ? 150 : 0));
    }
    write(prefix + "-images-idx3-ubyte", images, count, SIDE, SIDE);
    write(prefix + "-labels-idx1-ubyte", labels, count);
  }

  /** Writes unsigned bytes in the format of the MNIST files. */
  private void write(String name, byte[] content, int... shape) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * shape.length + content.length);
    buffer.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) shape.length);
    for (int size : shape) {
      buffer.putInt(size);
    }
    Files.write(data.resolve(name), buffer.put(content).array());
  }
}
