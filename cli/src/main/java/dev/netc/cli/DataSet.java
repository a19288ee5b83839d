package dev.netc.cli;

import dev.netc.runtime.Tensor;
import java.nio.file.Path;
import java.util.List;

/**
 * Labelled samples, from which batches are gathered in any order. The tensors of a batch are
 * overwritten by the next one.
 */
final class DataSet {
  private final Tensor samples;
  private final Tensor labels;
  private final Path labelsFile;
  private final int sampleSize;
  private float[] inputs = new float[0];
  private int[] targets = new int[0];

  /**
   * A data set over the given tensors.
   *
   * @param samples {@code float[count, …]}, at least one, each in the shape that the network wants
   * @param labels {@code int[count]}
   * @param labelsFile where the labels are from
   */
  DataSet(Tensor samples, Tensor labels, Path labelsFile) {
    this.samples = samples;
    this.labels = labels;
    this.labelsFile = labelsFile;
    this.sampleSize = samples.numel() / samples.size(0);
  }

  /** A batch: what the network takes, and what its loss compares with. */
  record Batch(List<Tensor> inputs, List<Tensor> targets) {}

  /** The number of samples. */
  int size() {
    return labels.size(0);
  }

  /** The file that the labels are from. */
  Path labelsFile() {
    return labelsFile;
  }

  /** The samples {@code order[from]} to {@code order[to - 1]}. */
  Batch batch(int[] order, int from, int to) {
    int count = to - from;
    if (targets.length < count) {
      inputs = new float[count * sampleSize];
      targets = new int[count];
    }
    for (int row = 0; row < count; row++) {
      int sample = order[from + row];
      samples.select(sample).copyTo(inputs, row * sampleSize);
      labels.select(sample).copyTo(targets, row);
    }
    int[] shape = samples.shape();
    shape[0] = count;
    return new Batch(
        List.of(Tensor.wrap(inputs, 0, shape)),
        List.of(Tensor.wrap(targets, 0, new int[] {count})));
  }
}
