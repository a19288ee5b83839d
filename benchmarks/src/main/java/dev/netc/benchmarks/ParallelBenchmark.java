package dev.netc.benchmarks;

import dev.netc.runtime.Parallel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a parallel loop costs by itself: its chunks, one for each thread, do next to nothing. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class ParallelBenchmark {
  /** Elements between two that different threads write, so that they share no line of a cache. */
  private static final int APART = 32;

  @Param({"1", "2"})
  int threads;

  private final int[] done = new int[64 * APART];
  private final Parallel.Body body = (kernel, from, to) -> done[from * APART]++;
  private int before;

  /** Sets the threads. */
  @Setup
  public void prepare() {
    before = Parallel.threads();
    Parallel.setThreads(threads);
  }

  /** Sets them back. */
  @TearDown(Level.Trial)
  public void restore() {
    Parallel.setThreads(before);
  }

  /** A loop of as many chunks as there are threads. */
  @Benchmark
  public void loop() {
    Parallel.run(body, 0, threads, 1);
  }
}
