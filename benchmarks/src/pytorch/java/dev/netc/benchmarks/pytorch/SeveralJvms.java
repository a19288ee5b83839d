package dev.netc.benchmarks.pytorch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The comparison of a network in several JVMs, one after the other: what C2 makes of a program
 * differs from JVM to JVM, and so may its time.
 */
final class SeveralJvms {
  static final String HEADING = Timing.HEADING + "  least  greatest";

  private SeveralJvms() {}

  /** Prints a line for each mode, batch and number of threads: medians, and the range of ratios. */
  static void print(String network, int jvms) throws IOException, InterruptedException {
    List<List<Timing>> rows = new ArrayList<>();
    for (int jvm = 0; jvm < jvms; jvm++) {
      List<String> lines =
          Jvm.run(true, false, List.of("-Djvms=1"), SideBySide.class.getName(), network);
      lines.forEach(line -> Timing.parse(line).ifPresent(timing -> add(rows, timing)));
    }
    for (List<Timing> row : rows) {
      Timing first = row.get(0);
      Timing median =
          new Timing(
              first.network(),
              first.mode(),
              first.batch(),
              first.threads(),
              median(row, Timing::libtorch),
              median(row, Timing::netc));
      // The ratio of each JVM, since the speed of a machine may differ from one to the next.
      System.out.printf(
          Locale.ROOT,
          "%s%7.2f %6.2f %9.2f%n",
          median.toString().substring(0, Timing.HEADING.length() - 7),
          median(row, Timing::ratio),
          row.stream().mapToDouble(Timing::ratio).min().orElseThrow(),
          row.stream().mapToDouble(Timing::ratio).max().orElseThrow());
    }
  }

  private static void add(List<List<Timing>> rows, Timing timing) {
    for (List<Timing> row : rows) {
      if (row.get(0).isLike(timing)) {
        row.add(timing);
        return;
      }
    }
    rows.add(new ArrayList<>(List.of(timing)));
  }

  private static double median(List<Timing> row, ToDoubleFunction<Timing> figure) {
    return Statistics.median(row.stream().mapToDouble(figure).toArray());
  }
}
