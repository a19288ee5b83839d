package dev.netc.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads behind {@link Parallel}: workers that spin for a while after a loop, since the next
 * one is usually near, and then park.
 *
 * <p>A loop is cut into pieces of one size, and each thread begins with those of its own share: the
 * caller with the first. So loops over the same samples, one after another, find in a core's cache
 * what the loop before left there. Who has done its share takes pieces from the ends of the others.
 *
 * <p>All of a loop's traffic goes over {@code tickets}, one for each thread: the loop's number in
 * the upper half, and the pieces that nobody has claimed yet in the lower half, their first and
 * what is behind their last. A claim is a compare-and-set that takes one piece off. When it
 * succeeds, the plain fields that describe the loop were read during that very loop: they are
 * written only while no piece is left, and published by the next tickets.
 */
final class Pool {
  private static final long SPIN_NANOS = 100_000;
  private static final int SPINS_PER_LOOK = 64;

  /** The pieces of a share if there is work for many: who is late leaves some to the others. */
  private static final int PIECES = 4;

  /** Tickets lie in lines of their own, and in the neighbours that a cache reads with them. */
  private static final int APART = 16;

  private static final int BITS = 16;
  private static final long MASK = (1L << BITS) - 1;

  /** The most threads; a ticket has no room for the pieces of more. */
  private static final int MOST = (1 << BITS) / PIECES - 1;

  private final int threads;
  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicLongArray tickets;
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread waiting;
  private volatile boolean closed;
  private boolean started;

  private long loop;
  private Parallel.@Nullable Body body;
  private int kernel;
  private int count;
  private int pieces;

  Pool(int threads) {
    this.threads = Math.min(MOST, Math.max(1, threads));
    this.workers = new Worker[this.threads - 1];
    this.tickets = new AtomicLongArray((this.threads + 1) * APART);
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

  void run(Parallel.Body newBody, int newKernel, int newCount, int chunk) {
    int newPieces = threads == 1 ? 1 : pieces(newCount / chunk);
    if (newPieces < 2 || busy.get() || !busy.compareAndSet(false, true)) {
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
      pieces = newPieces;
      failure = null;
      unfinished.set(newPieces);
      publish(newPieces);
      work(0);
      awaitWorkers();
      throwFailure();
    } finally {
      body = null;
      busy.set(false);
    }
  }

  /** As many for each thread, where there is enough for all. */
  private int pieces(int chunks) {
    return chunks < threads ? chunks : Math.min(PIECES, chunks / threads) * threads;
  }

  private void publish(int newPieces) {
    loop++;
    int shares = Math.min(threads, newPieces);
    for (int share = shares - 1; share >= 0; share--) {
      long first = (long) newPieces * share / shares;
      long behind = (long) newPieces * (share + 1) / shares;
      tickets.set(ticket(share), loop << (2 * BITS) | first << BITS | behind);
    }
    for (int i = 0; i < shares - 1; i++) {
      if (workers[i].parked) {
        LockSupport.unpark(workers[i]);
      }
    }
  }

  private static int ticket(int thread) {
    return (thread + 1) * APART;
  }

  private static boolean isOpen(long ticket) {
    return (ticket >>> BITS & MASK) < (ticket & MASK);
  }

  private synchronized void start() {
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i);
      workers[i].start();
    }
    started = true;
  }

  /** Claims and runs a thread's own pieces and then others until none is left. */
  private void work(int thread) {
    int done = share(ticket(thread), true);
    for (int i = 1; i < threads; i++) {
      done += share(ticket((thread + i) % threads), false);
    }
    if (done > 0 && unfinished.addAndGet(-done) == 0) {
      LockSupport.unpark(waiting);
    }
  }

  /** Claims and runs pieces of a share, the first of its own and the last of another's. */
  private int share(int ticket, boolean own) {
    int done = 0;
    while (true) {
      long seen = tickets.get(ticket);
      if (!isOpen(seen)) {
        return done;
      }
      Parallel.Body claimedBody = body;
      int claimedKernel = kernel;
      long claimedCount = count;
      int all = pieces;
      long left = own ? seen + (1L << BITS) : seen - 1;
      if (claimedBody != null && tickets.compareAndSet(ticket, seen, left)) {
        long piece = own ? seen >>> BITS & MASK : (seen & MASK) - 1;
        int from = (int) (claimedCount * piece / all);
        int to = (int) (claimedCount * (piece + 1) / all);
        runPiece(claimedBody, claimedKernel, from, to);
        done++;
      }
    }
  }

  private void runPiece(Parallel.Body claimed, int claimedKernel, int from, int to) {
    try {
      claimed.run(claimedKernel, from, to);
    } catch (RuntimeException | Error e) {
      recordFailure(e);
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
    private final int thread;
    volatile boolean parked;

    Worker(int index) {
      super("netc-" + (index + 1));
      thread = index + 1;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        work(thread);
        if (!spin()) {
          park();
        }
      }
    }

    /** Waits for a piece for a while; true if there is one. */
    private boolean spin() {
      long start = System.nanoTime();
      while (System.nanoTime() - start < SPIN_NANOS && !closed) {
        for (int i = 0; i < SPINS_PER_LOOK; i++) {
          if (isOpen(tickets.get(ticket(thread)))) {
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
      while (!isOpen(tickets.get(ticket(thread))) && !closed) {
        LockSupport.park(Pool.this);
      }
      parked = false;
    }
  }
}
