package dev.netc.benchmarks.pytorch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of the comparison.
 *
 * @param libtorch microseconds of a call of libtorch
 * @param netc microseconds of a call of generated Java
 */
record Timing(String network, String mode, int batch, int threads, double libtorch, double netc) {
  static final String HEADING =
      String.format(
          "%-11s %-6s %5s %8s %14s %14s %7s",
          "network", "mode", "batch", "threads", "libtorch us", "netc us", "ratio");

  /** How often libtorch's time contains that of generated Java. */
  double ratio() {
    return libtorch / netc;
  }

  /** True if both are of the same network, mode, batch and number of threads. */
  boolean isLike(Timing other) {
    return network.equals(other.network)
        && mode.equals(other.mode)
        && batch == other.batch
        && threads == other.threads;
  }

  /** Reads {@link #toString} back; empty for any other line, such as a heading. */
  static Optional<Timing> parse(String line) {
    List<String> words = List.of(line.strip().split(" +"));
    if (words.size() != 7 || words.get(0).equals("network")) {
      return Optional.empty();
    }
    return Optional.of(
        new Timing(
            words.get(0),
            words.get(1),
            Integer.parseInt(words.get(2)),
            Integer.parseInt(words.get(3)),
            Double.parseDouble(words.get(4)),
            Double.parseDouble(words.get(5))));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-11s %-6s %5d %8d %14.1f %14.1f %7.2f",
        network, mode, batch, threads, libtorch, netc, ratio());
  }
}
