package dev.netc.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads behind {@link Parallel}: workers that spin for a while after a loop, since the next
 * one is usually near, and then park.
 *
 * <p>All of a loop's traffic goes over {@code ticket}: the loop's number in the upper half and the
 * chunks that nobody has claimed yet in the lower half. A claim is a compare-and-set that takes one
 * chunk off. When it succeeds, the plain fields that describe the loop were read during that very
 * loop: they are written only while no chunk is left, and published by the next ticket.
 */
final class Pool {
  private static final long SPIN_NANOS = 100_000;
  private static final int SPINS_PER_LOOK = 64;
  private static final long CHUNKS_MASK = 0xFFFFFFFFL;

  private final int threads;
  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicLong ticket = new AtomicLong();
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread waiting;
  private volatile boolean closed;
  private boolean started;

  private Parallel.@Nullable Body body;
  private int kernel;
  private int count;
  private int chunk;

  Pool(int threads) {
    this.threads = Math.max(1, threads);
    this.workers = new Worker[this.threads - 1];
  }

  int threads() {
    return threads;
  }

  /** Lets the workers end; a loop that still runs, or starts here later, is done by its caller. */
  synchronized void close() {
    closed = true;
    if (started) {
      for (Worker worker : workers) {
        LockSupport.unpark(worker);
      }
    }
  }

  void run(Parallel.Body newBody, int newKernel, int newCount, int newChunk) {
    int chunks = threads == 1 ? 1 : (int) (((long) newCount + newChunk - 1) / newChunk);
    if (chunks < 2 || busy.get() || !busy.compareAndSet(false, true)) {
      if (newCount > 0) {
        newBody.run(newKernel, 0, newCount);
      }
      return;
    }
    try {
      if (!started) {
        start();
      }
      body = newBody;
      kernel = newKernel;
      count = newCount;
      chunk = newChunk;
      failure = null;
      unfinished.set(chunks);
      ticket.set(((ticket.get() >>> 32) + 1) << 32 | chunks);
      wake(chunks - 1);
      work();
      awaitWorkers();
      throwFailure();
    } finally {
      body = null;
      busy.set(false);
    }
  }

  private synchronized void start() {
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i);
      workers[i].start();
    }
    started = true;
  }

  private void wake(int wanted) {
    int woken = 0;
    for (int i = 0; i < workers.length && woken < wanted; i++) {
      if (workers[i].parked) {
        LockSupport.unpark(workers[i]);
      }
      woken++;
    }
  }

  /** Claims and runs chunks until none is left. */
  private void work() {
    while (true) {
      long seen = ticket.get();
      long left = seen & CHUNKS_MASK;
      if (left == 0) {
        return;
      }
      Parallel.Body claimedBody = body;
      int claimedKernel = kernel;
      int claimedCount = count;
      int claimedChunk = chunk;
      if (claimedBody != null && ticket.compareAndSet(seen, seen - 1)) {
        int chunks = (int) (((long) claimedCount + claimedChunk - 1) / claimedChunk);
        int from = (chunks - (int) left) * claimedChunk;
        int to = from + Math.min(claimedChunk, claimedCount - from);
        runChunk(claimedBody, claimedKernel, from, to);
      }
    }
  }

  private void runChunk(Parallel.Body claimed, int claimedKernel, int from, int to) {
    try {
      claimed.run(claimedKernel, from, to);
    } catch (RuntimeException | Error e) {
      recordFailure(e);
    } finally {
      if (unfinished.decrementAndGet() == 0) {
        LockSupport.unpark(waiting);
      }
    }
  }

  private synchronized void recordFailure(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }

  private void awaitWorkers() {
    long start = System.nanoTime();
    while (unfinished.get() > 0) {
      for (int i = 0; i < SPINS_PER_LOOK && unfinished.get() > 0; i++) {
        Thread.onSpinWait();
      }
      if (System.nanoTime() - start > SPIN_NANOS) {
        waiting = Thread.currentThread();
        while (unfinished.get() > 0) {
          LockSupport.park(this);
        }
        waiting = null;
      }
    }
  }

  private void throwFailure() {
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private final class Worker extends Thread {
    volatile boolean parked;

    Worker(int index) {
      super("netc-" + (index + 1));
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        work();
        if (!spin()) {
          park();
        }
      }
    }

    /** Waits for a chunk for a while; true if there is one. */
    private boolean spin() {
      long start = System.nanoTime();
      while (System.nanoTime() - start < SPIN_NANOS && !closed) {
        for (int i = 0; i < SPINS_PER_LOOK; i++) {
          if ((ticket.get() & CHUNKS_MASK) != 0) {
            return true;
          }
          Thread.onSpinWait();
        }
      }
      return false;
    }

    private void park() {
      parked = true;
      // Looked at again after the flag is set: a loop begun before sees no flag and wakes nobody.
      while ((ticket.get() & CHUNKS_MASK) == 0 && !closed) {
        LockSupport.park(Pool.this);
      }
      parked = false;
    }
  }
}
