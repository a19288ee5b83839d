package dev.netc.benchmarks.pytorch;

import dev.netc.benchmarks.Alone;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Optimizer;

/**
 * What generated Java and libtorch take beside time: memory at its peak, the time from the start of
 * the JVM to the end of the first inference, and the bytes of their jars. Each figure is the median
 * of JVMs that do nothing else. Of netc also the bytes that a step allocates when it is warm.
 *
 * <p>Arguments: names of networks; {@code seed} and {@code resnet18} if there are none. Properties:
 * {@code runs}, how many JVMs for each figure; {@code warm}, the seconds until a step is warm.
 */
public final class Footprint {
  private static final int RUNS = Integer.getInteger("runs", 5);
  private static final String WARM = System.getProperty("warm", "20");
  private static final double MEGABYTE = 1e6;

  private Footprint() {}

  /** Starts the JVMs and prints a table. With {@code --libtorch} it is such a JVM. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 4 && args[0].equals("--libtorch")) {
      libtorch(args[1], args[2], Integer.parseInt(args[3]));
      return;
    }
    List<String> wanted = args.length == 0 ? List.of("seed", "resnet18") : Arrays.asList(args);
    System.out.printf(
        "%-11s %-6s %5s %14s %14s %14s%n",
        "network", "mode", "batch", "figure", "libtorch", "netc");
    for (Subject subject : Subject.ALL) {
      if (wanted.contains(subject.name())) {
        row(subject, "infer", 1);
        row(subject, "train", subject.trained().get(subject.trained().size() - 1));
      }
    }
    jars();
  }

  private static void row(Subject subject, String mode, int batch)
      throws IOException, InterruptedException {
    double[][] libtorch =
        measure(false, 2, Footprint.class.getName(), "--libtorch", subject.name(), mode, "" + batch);
    String network = subject.model().get().getClass().getName();
    double[][] netc = measure(true, 2, Alone.class.getName(), network, mode, "" + batch);
    String[] figures = {mode.equals("infer") ? "first ms" : "first step ms", "peak MB"};
    for (int figure = 0; figure < figures.length; figure++) {
      System.out.printf(
          Locale.ROOT,
          "%-11s %-6s %5d %14s %14.1f %14.1f%n",
          subject.name(), mode, batch, figures[figure], Statistics.median(libtorch[figure]), Statistics.median(netc[figure]));
    }
    double[][] garbage = measure(true, 1, Alone.class.getName(), network, mode, "" + batch, WARM);
    System.out.printf(
        Locale.ROOT,
        "%-11s %-6s %5d %14s %14s %14.0f%n",
        subject.name(), mode, batch, "bytes a step", "", Statistics.median(garbage[0]));
  }

  /** The figures that each JVM prints: how many there are, and of as many JVMs. */
  private static double[][] measure(boolean netc, int count, String... program)
      throws IOException, InterruptedException {
    double[][] figures = new double[count][RUNS];
    for (int run = 0; run < RUNS; run++) {
      List<String> lines = Jvm.run(netc, netc, List.of(), program);
      String[] words = String.join(" ", lines).strip().split(" ");
      if (words.length != count) {
        throw new IOException("unexpected figures: " + lines);
      }
      for (int figure = 0; figure < count; figure++) {
        figures[figure][run] = Double.parseDouble(words[figure]);
      }
    }
    return figures;
  }

  /** Runs libtorch alone, as {@link Alone} does for netc. */
  private static void libtorch(String name, String mode, int batch) throws IOException {
    Subject subject =
        Subject.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    TorchNetwork.setThreads(1);
    TorchNetwork network = subject.torchNetwork().get();
    Data data = new Data(subject, batch);
    if (mode.equals("infer")) {
      network.train(false);
      Alone.report(() -> network.infer(data.torchInput));
    } else {
      Optimizer optimizer = subject.optimizer().apply(network.parameterVector());
      Alone.report(
          () -> network.step(optimizer, data.torchInput, data.torchTarget, subject.loss()));
    }
  }

  /** What an application of either side has to ship, the networks themselves left out. */
  private static void jars() throws IOException {
    System.out.println();
    for (String side : List.of("netc-runtime", "bytedeco")) {
      long bytes = 0;
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        bytes += entry.contains(side) && entry.endsWith(".jar") ? Files.size(Path.of(entry)) : 0;
      }
      System.out.printf(Locale.ROOT, "jars of %-12s %8.2f MB%n", side, bytes / MEGABYTE);
    }
  }
}
