package dev.netc.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * Puts sequences of several lengths side by side, for networks that take them with their lengths:
 * {@code pack_padded_sequence(x, lengths, batch_first=true)}.
 */
public final class Sequences {
  private Sequences() {}

  /**
   * PyTorch's {@code pad_sequence(sequences, batch_first=True)}: tensors {@code [L_i, …]} as one
   * {@code [N, L, …]}, where L is the greatest length, and zeros, or {@code false}, lie behind
   * each.
   *
   * @throws IllegalArgumentException if there are none, or they differ in more than the length
   */
  public static Tensor pad(List<Tensor> sequences) {
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("no sequences to pad");
    }
    Tensor first = sequences.get(0);
    int[] step = Arrays.copyOfRange(first.shape(), Math.min(1, first.rank()), first.rank());
    int longest = 0;
    for (Tensor sequence : sequences) {
      boolean alike =
          sequence.rank() > 0
              && sequence.type() == first.type()
              && Arrays.equals(Arrays.copyOfRange(sequence.shape(), 1, sequence.rank()), step);
      if (!alike) {
        throw new IllegalArgumentException(
            "sequences that differ in more than the length: "
                + first.describe()
                + " and "
                + sequence.describe());
      }
      longest = Math.max(longest, sequence.size(0));
    }
    int[] shape = new int[step.length + 2];
    shape[0] = sequences.size();
    shape[1] = longest;
    System.arraycopy(step, 0, shape, 2, step.length);
    Tensor padded = Tensor.zeros(first.type(), shape);
    for (int n = 0; n < sequences.size(); n++) {
      Tensor sequence = sequences.get(n);
      for (int t = 0; t < sequence.size(0); t++) {
        padded.select(n).select(t).copyFrom(sequence.select(t));
      }
    }
    return padded;
  }

  /** The lengths of sequences {@code [L_i, …]}: {@code int[N]}. */
  public static Tensor lengths(List<Tensor> sequences) {
    return Tensor.of(sequences.stream().mapToInt(sequence -> sequence.size(0)).toArray());
  }

  /**
   * The sequences of a padded tensor: PyTorch's {@code unpad_sequence(padded, lengths,
   * batch_first=True)}.
   *
   * @param padded {@code [N, L, …]}
   * @param lengths {@code int[N]}
   * @return tensors {@code [L_i, …]} of their own
   */
  public static List<Tensor> unpad(Tensor padded, Tensor lengths) {
    int[] each = lengths.ints();
    if (each.length != padded.size(0)) {
      throw new IllegalArgumentException(
          each.length + " lengths of " + padded.size(0) + " sequences");
    }
    return java.util.stream.IntStream.range(0, each.length)
        .mapToObj(n -> start(padded.select(n), each[n]))
        .toList();
  }

  private static Tensor start(Tensor sequence, int length) {
    int[] shape = sequence.shape();
    shape[0] = length;
    Tensor start = Tensor.zeros(sequence.type(), shape);
    for (int t = 0; t < length; t++) {
      start.select(t).copyFrom(sequence.select(t));
    }
    return start;
  }
}
