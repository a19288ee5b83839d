package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the plain kernels leave to the garbage collector. Those with vectors leave nothing either
 * once C2 keeps all vectors in registers, but whether it does depends on the order in which it
 * compiles, which differs from run to run.
 */
final class GarbageTest {
  private static final int MOST_WARM_UPS = 2_000;

  private final int threadsBefore = Parallel.threads();

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threadsBefore);
  }

  @Test
  void kernelsAllocateNothingOnceTheyHaveRun() {
    Parallel.setThreads(1);
    DeterminismTest.Step step = new DeterminismTest.Step();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long cost = -allocated(threads, () -> {}, 0);
    long allocated = allocated(threads, step::compute, cost);
    for (int i = 0; i < MOST_WARM_UPS && allocated > 0; i++) {
      allocated = allocated(threads, step::compute, cost);
    }
    assertThat(allocated).isEqualTo(0);
  }

  private static long allocated(ThreadMXBean threads, Runnable work, long cost) {
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before + cost;
  }
}
