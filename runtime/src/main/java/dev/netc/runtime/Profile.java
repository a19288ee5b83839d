package dev.netc.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures how long each kernel of a trainer or predictor takes, from {@link Trainer#profile} to
 * {@link #close}. Its text is a table, the kernel that took longest first:
 *
 * <pre>{@code
 * try (Profile profile = trainer.profile()) {
 *   for (int step = 0; step < 100; step++) { … }
 *   System.out.println(profile);
 * }
 * }</pre>
 *
 * <p>Only the first thousands of steps of a JVM are slow: begin when it is warm. Measuring costs
 * some 50 nanoseconds for each run of a kernel.
 */
public final class Profile implements AutoCloseable {
  private static final double NANOS_PER_MICRO = 1e3;

  /**
   * The operations for each byte from which on arithmetic takes longer than memory: a core with
   * wide vectors does some 100 GFLOP/s and gets some 10 GB/s.
   */
  private static final double BALANCE = 10;

  private final Parallel.Body body;
  private final Consumer<Costs> listing;
  private long[] runs = new long[64];
  private long[] nanos = new long[64];
  private long first;
  private long last;

  /**
   * Begins to measure; generated classes call it.
   *
   * @param body whose kernels are measured
   * @param listing lists all kernels of the body, in the order of their numbers
   */
  public Profile(Parallel.Body body, Consumer<Costs> listing) {
    this.body = body;
    this.listing = listing;
    Parallel.begin(this);
  }

  /** Takes the costs of kernels in the order of their numbers. */
  @FunctionalInterface
  public interface Costs {
    /**
     * Tells what the next kernel costs each time it is run.
     *
     * @param place the line of the network that it comes from
     * @param operations of arithmetic
     * @param bytes of the tensors that it reads and writes
     */
    void add(String name, String place, long operations, long bytes);
  }

  /**
   * What a kernel did while it was measured.
   *
   * @param name of the tensor that it computes
   * @param place the line of the network that it comes from
   * @param operations of arithmetic in a run, for the sizes of the last step
   * @param bytes of the tensors that a run reads and writes, for the sizes of the last step
   * @param nanos of all runs together
   */
  public record Kernel(
      String name, String place, long operations, long bytes, long runs, long nanos) {
    /** Whether arithmetic should take longer than memory, on a usual machine. */
    public boolean isComputeBound() {
      return operations >= BALANCE * bytes;
    }

    /** The arithmetic of a second, in units of 10⁹ operations. */
    public double gflops() {
      return (double) operations * runs / Math.max(1, nanos);
    }

    /** The traffic of a second, in units of 10⁹ bytes. */
    public double gigabytesPerSecond() {
      return (double) bytes * runs / Math.max(1, nanos);
    }
  }

  Parallel.Body body() {
    return body;
  }

  /** Notes a run of a kernel. Only the thread that trains calls it. */
  void add(int kernel, long start, long end) {
    if (kernel >= runs.length) {
      int length = Math.max(kernel + 1, 2 * runs.length);
      runs = Arrays.copyOf(runs, length);
      nanos = Arrays.copyOf(nanos, length);
    }
    runs[kernel]++;
    nanos[kernel] += end - start;
    first = first == 0 ? start : first;
    last = end;
  }

  /** The kernels that ran, in the order of the program. */
  public List<Kernel> kernels() {
    List<Kernel> kernels = new ArrayList<>();
    int[] number = {0};
    listing.accept(
        (name, place, operations, bytes) -> {
          int at = number[0]++;
          if (at < runs.length && runs[at] > 0) {
            kernels.add(new Kernel(name, place, operations, bytes, runs[at], nanos[at]));
          }
        });
    return List.copyOf(kernels);
  }

  /** The nanoseconds from the start of the first kernel to the end of the last one. */
  public long elapsedNanos() {
    return last - first;
  }

  /** Measures no longer; what was measured stays. */
  @Override
  public void close() {
    Parallel.end(this);
  }

  /** The table, with what was spent between the kernels as its last row. */
  @Override
  public String toString() {
    List<Kernel> kernels = new ArrayList<>(kernels());
    kernels.sort(Comparator.comparingLong(Kernel::nanos).reversed());
    long within = kernels.stream().mapToLong(Kernel::nanos).sum();
    double all = Math.max(1, Math.max(elapsedNanos(), within));
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "Kernel",
          "Line",
          "Runs",
          "µs/run",
          "Time",
          "Operations",
          "Bytes",
          "Bound",
          "GFLOP/s",
          "GB/s"
        });
    for (Kernel kernel : kernels) {
      rows.add(
          new String[] {
            kernel.name(),
            kernel.place(),
            text("%,d", kernel.runs()),
            text("%,.1f", kernel.nanos() / NANOS_PER_MICRO / kernel.runs()),
            text("%.1f%%", 100 * kernel.nanos() / all),
            text("%,d", kernel.operations()),
            text("%,d", kernel.bytes()),
            kernel.isComputeBound() ? "compute" : "memory",
            text("%.1f", kernel.gflops()),
            text("%.1f", kernel.gigabytesPerSecond())
          });
    }
    rows.add(
        new String[] {
          "(between kernels)",
          "",
          "",
          "",
          text("%.1f%%", 100 * (all - within) / all),
          "",
          "",
          "",
          "",
          ""
        });
    return TextColumns.aligned(rows, 2);
  }

  private static String text(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
