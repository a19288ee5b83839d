package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ParallelTest {
  private final int threadsBefore = Parallel.threads();

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threadsBefore);
  }

  @Test
  void everyIterationRunsOnceInPiecesOfAChunkAtLeast() {
    for (int threads : new int[] {1, 2, 5}) {
      Parallel.setThreads(threads);
      for (int count : new int[] {0, 1, 2, 7, 100, 1001}) {
        for (int chunk : new int[] {1, 3, 100, 5000}) {
          AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, count));
          AtomicInteger wrong = new AtomicInteger();
          Parallel.run(
              (kernel, from, to) -> {
                boolean alone = from == 0 && to == count;
                wrong.addAndGet(kernel == 42 && (alone || to - from >= chunk) ? 0 : 1);
                for (int i = from; i < to; i++) {
                  runs.incrementAndGet(i);
                }
              },
              42,
              count,
              chunk);
          assertThat(wrong.get()).isEqualTo(0);
          for (int i = 0; i < count; i++) {
            assertThat(runs.get(i)).isEqualTo(1);
          }
        }
      }
    }
  }

  @Test
  void manyShortLoopsFollowOneAnother() {
    Parallel.setThreads(3);
    long[] sums = new long[8];
    for (int round = 0; round < 20_000; round++) {
      int add = round;
      Parallel.run(
          (kernel, from, to) -> {
            for (int i = from; i < to; i++) {
              sums[i] += add + kernel;
            }
          },
          1,
          sums.length,
          1);
    }
    for (long sum : sums) {
      assertThat(sum).isEqualTo(20_000L * 19_999 / 2 + 20_000);
    }
  }

  @Test
  void eachThreadBeginsWithItsShare() {
    Parallel.setThreads(2);
    Thread[] ran = new Thread[2];
    for (int round = 0; round < 100; round++) {
      CountDownLatch both = new CountDownLatch(2);
      Parallel.run(
          (kernel, from, to) -> {
            ran[from / 500] = Thread.currentThread();
            both.countDown();
            assertThat(await(both)).isTrue();
          },
          0,
          1000,
          500);
      assertThat(ran[0]).isSameInstanceAs(Thread.currentThread());
      assertThat(ran[1]).isNotSameInstanceAs(Thread.currentThread());
    }
  }

  @Test
  void chunksRunAtTheSameTime() {
    Parallel.setThreads(2);
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger met = new AtomicInteger();
    Parallel.run(
        (kernel, from, to) -> {
          both.countDown();
          met.addAndGet(await(both) ? 1 : 0);
        },
        0,
        2,
        1);
    assertThat(met.get()).isEqualTo(2);
  }

  @Test
  void aLoopInsideALoopRunsInline() {
    Parallel.setThreads(2);
    AtomicInteger runs = new AtomicInteger();
    Parallel.run(
        (outer, from, to) ->
            Parallel.run(
                (inner, innerFrom, innerTo) -> runs.addAndGet(innerTo - innerFrom), 0, 10, 3),
        0,
        8,
        1);
    assertThat(runs.get()).isEqualTo(80);
  }

  @Test
  void manyThreadsMayStartLoops() throws InterruptedException {
    Parallel.setThreads(3);
    AtomicInteger total = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < 4; caller++) {
      Thread thread =
          new Thread(
              () -> {
                for (int round = 0; round < 500; round++) {
                  Parallel.run((kernel, from, to) -> total.addAndGet(to - from), 0, 16, 2);
                }
              });
      callers.add(thread);
      thread.start();
    }
    for (Thread thread : callers) {
      thread.join();
    }
    assertThat(total.get()).isEqualTo(4 * 500 * 16);
  }

  @Test
  void anExceptionReachesTheCallerAndTheNextLoopRuns() {
    for (int threads : new int[] {1, 3}) {
      Parallel.setThreads(threads);
      for (int bad = 0; bad < 10; bad++) {
        int failing = bad;
        var thrown =
            assertThrows(
                IllegalStateException.class,
                () ->
                    Parallel.run(
                        (kernel, from, to) -> {
                          if (from <= failing && failing < to) {
                            throw new IllegalStateException("chunk " + failing);
                          }
                        },
                        0,
                        10,
                        1));
        assertThat(thrown).hasMessageThat().isEqualTo("chunk " + failing);
      }
      AtomicInteger runs = new AtomicInteger();
      Parallel.run((kernel, from, to) -> runs.addAndGet(to - from), 0, 10, 1);
      assertThat(runs.get()).isEqualTo(10);
    }
  }

  @Test
  void refusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> Parallel.setThreads(0));
    assertThrows(IllegalArgumentException.class, () -> Parallel.run((k, f, t) -> {}, 0, 5, 0));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
