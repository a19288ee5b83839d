package dev.netc.compiler.ir;

import java.util.List;
import java.util.stream.IntStream;

/** Lists of axis positions. */
public final class Axes {
  private Axes() {}

  /** {@code 0, 1, …, rank - 1}. */
  public static List<Integer> range(int rank) {
    return range(0, rank);
  }

  /** {@code from, …, to - 1}. */
  public static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** The axes of a tensor of {@code rank} that are not in {@code axes}. */
  public static List<Integer> others(int rank, List<Integer> axes) {
    return IntStream.range(0, rank).filter(axis -> !axes.contains(axis)).boxed().toList();
  }
}
