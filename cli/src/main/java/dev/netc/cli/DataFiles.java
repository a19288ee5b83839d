package dev.netc.cli;

import static java.util.stream.Collectors.joining;

import dev.netc.frontend.UsageException;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Idx;
import dev.netc.runtime.IdxException;
import dev.netc.runtime.Port;
import dev.netc.runtime.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The data for a network that classifies, in the files of MNIST: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, and the same with {@code t10k} for the test; each plain or with
 * {@code .gz}.
 *
 * @param training the samples to learn from
 * @param test the samples to judge by
 */
record DataFiles(DataSet training, DataSet test) {

  /**
   * Reads the data for a network with this input and this target.
   *
   * @throws UsageException if a file is missing, damaged, or holds what the network does not take
   */
  static DataFiles read(Path directory, Port input, Port target) {
    if (target.type() != ElementType.INT || target.shape().size() != 1) {
      throw new UsageException(
          "the labels of a data set are whole numbers, one for each sample: a network to train on"
              + " them has a target such as `label: int[N]`, not `%s`".formatted(target));
    }
    if (input.type() != ElementType.FLOAT || input.shape().size() < 2) {
      throw new UsageException(
          "the samples of a data set become numbers from 0 to 1: a network to train on them has an"
              + " input such as `image: float[N, 1, 28, 28]`, not `%s`".formatted(input));
    }
    return new DataFiles(read(directory, "train", input), read(directory, "t10k", input));
  }

  private static DataSet read(Path directory, String prefix, Port input) {
    Path samplesFile = find(directory, prefix + "-images-idx3-ubyte");
    Path labelsFile = find(directory, prefix + "-labels-idx1-ubyte");
    try {
      Tensor samples = Idx.readFloats(samplesFile);
      Tensor labels = Idx.read(labelsFile);
      if (samples.numel() == 0) {
        throw new UsageException(samplesFile + " holds no sample");
      }
      if (labels.rank() != 1
          || labels.type() != ElementType.INT
          || labels.size(0) != samples.size(0)) {
        throw new UsageException(
            "%s holds %d samples, %s does not hold as many labels but %s"
                .formatted(samplesFile, samples.size(0), labelsFile, labels.describe()));
      }
      return new DataSet(shaped(samples, samplesFile, input), labels, labelsFile);
    } catch (IdxException e) {
      throw UsageException.because(e);
    }
  }

  /** The samples in the shape that the network wants; their file may have them in another. */
  private static Tensor shaped(Tensor samples, Path file, Port input) {
    int[] shape = new int[input.shape().size()];
    shape[0] = samples.size(0);
    int wanted = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = input.size(axis).orElseThrow(() -> freeSize(input));
      wanted *= shape[axis];
    }
    int given = samples.numel() / samples.size(0);
    if (given != wanted) {
      throw new UsageException(
          "the network takes `%s`, %d numbers for a sample; %s has samples of %s = %d"
              .formatted(input, wanted, file, product(samples), given));
    }
    return samples.view(shape);
  }

  private static UsageException freeSize(Port input) {
    return new UsageException(
        "netc train knows inputs of which only the batch is free, not `%s`".formatted(input));
  }

  /** {@code 28 · 28}: the sizes of a sample. */
  private static String product(Tensor samples) {
    return IntStream.range(1, samples.rank())
        .mapToObj(axis -> String.valueOf(samples.size(axis)))
        .collect(joining(" · "));
  }

  private static Path find(Path directory, String name) {
    for (Path file : List.of(directory.resolve(name), directory.resolve(name + ".gz"))) {
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new UsageException("there is no %s or %s.gz in %s".formatted(name, name, directory));
  }
}
