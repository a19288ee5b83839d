package dev.netc.benchmarks.compile;

import dev.netc.benchmarks.compile.Phases.Phase;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How long the compiler takes, phase by phase: for an editor's analysis of ResNet-50, for
 * ResNet-152 from text to Java, and for chains of layers, whose times make a plot.
 *
 * <p>{@code CompileTime [FILE.svg]}: prints a table, and draws the plot. Each figure is the median
 * of some runs in a JVM that is warm.
 */
public final class CompileTime {
  private static final List<Integer> CHAINS =
      Stream.of(System.getProperty("chains", "10,100,250,500,1000,2000,3500,5000").split(",", -1))
          .map(Integer::valueOf)
          .toList();

  private static final double WARM_SECONDS = Double.parseDouble(System.getProperty("warm", "15"));
  private static final int ROUNDS = Integer.getInteger("rounds", 7);

  private CompileTime() {}

  /** Prints the table, and writes the plot if a file is named. */
  public static void main(String[] args) throws IOException {
    warmUp();
    System.out.print("%-28s %9s".formatted("milliseconds", "total"));
    for (Phase phase : Phase.values()) {
      System.out.print(" %13s".formatted(phase.name().toLowerCase(Locale.ROOT)));
    }
    System.out.println();
    measure("analysis of ResNet-50", Networks.resNet50(), Phases::analyze);
    measure("the same, written out", Networks.unrolledResNet50(), Phases::analyze);
    measure("ResNet-152", Networks.resNet152(), Phases::compile);
    Map<Integer, Map<Phase, Double>> chains = new TreeMap<>();
    for (int layers : CHAINS) {
      chains.put(layers, measure("chain of " + layers, Networks.chain(layers), Phases::compile));
    }
    if (args.length > 0) {
      write(Path.of(args[0]), Plot.of(chains));
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void warmUp() {
    long end = System.nanoTime() + (long) (WARM_SECONDS * 1e9);
    while (System.nanoTime() < end) {
      Phases.compile(Networks.resNet50());
      Phases.compile(Networks.chain(200));
    }
  }

  private static Map<Phase, Double> measure(
      String name, SourceFile source, Function<SourceFile, Map<Phase, Double>> run) {
    Map<Phase, List<Double>> all = new EnumMap<>(Phase.class);
    List<Double> totals = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      System.gc();
      Map<Phase, Double> times = run.apply(source);
      times.forEach((phase, t) -> all.computeIfAbsent(phase, p -> new ArrayList<>()).add(t));
      totals.add(times.values().stream().mapToDouble(Double::doubleValue).sum());
    }
    System.out.print("%-28s %9.1f".formatted(name, median(totals)));
    Map<Phase, Double> medians = new EnumMap<>(Phase.class);
    all.forEach((phase, times) -> medians.put(phase, median(times)));
    for (double time : medians.values()) {
      System.out.print(" %13.1f".formatted(time));
    }
    System.out.println();
    return medians;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
