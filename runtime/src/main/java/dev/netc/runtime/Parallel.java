package dev.netc.runtime;

import java.util.Arrays;

/**
 * Parallel loops cheap enough for kernels of a few microseconds.
 *
 * <p>A loop over [0, count) is cut into pieces of one size, which each have a chunk at least, whose
 * size the caller gives; a thread that works alone takes it whole. What a body computes must not
 * depend on the cuts. The calling thread works too, and begins at zero; each of the others has a
 * share of its own to begin with, so that what it finds in its cache is what it wrote. While one
 * loop runs, loops that other threads start, or that its own body starts, run in the thread that
 * starts them.
 *
 * <p>The number of threads is that of the processors, the system property {@code netc.threads}, or
 * what {@link #setThreads} was given last.
 */
public final class Parallel {
  private static volatile Pool pool =
      new Pool(Integer.getInteger("netc.threads", Runtime.getRuntime().availableProcessors()));

  /** What measures loops now: nothing, but for those who ask. */
  private static volatile Profile[] profiles = {};

  private Parallel() {}

  /** A set of numbered loop bodies: a generated class switches over {@code kernel}. */
  @FunctionalInterface
  public interface Body {
    /** Does the part [from, to) of the loop {@code kernel}. */
    void run(int kernel, int from, int to);
  }

  /**
   * Runs {@code body} for all of [0, count) and returns when all is done. Allocates nothing.
   *
   * @param kernel given to the body
   * @param count the number of iterations; nothing happens if it is zero
   * @param chunk the fewest iterations that are worth a thread's while, at least one
   * @throws RuntimeException or an {@code Error}: the first one that the body threw, when no chunk
   *     runs any more
   */
  public static void run(Body body, int kernel, int count, int chunk) {
    if (chunk < 1) {
      throw new IllegalArgumentException("chunks of " + chunk + " iterations");
    }
    Profile[] measuring = profiles;
    if (measuring.length > 0) {
      measured(measuring, body, kernel, count, chunk);
      return;
    }
    pool.run(body, kernel, count, chunk);
  }

  private static void measured(Profile[] measuring, Body body, int kernel, int count, int chunk) {
    long start = System.nanoTime();
    pool.run(body, kernel, count, chunk);
    long end = System.nanoTime();
    for (Profile profile : measuring) {
      if (profile.body() == body) {
        profile.add(kernel, start, end);
      }
    }
  }

  /** Has the loops of a profile's body measured. */
  static synchronized void begin(Profile profile) {
    Profile[] more = Arrays.copyOf(profiles, profiles.length + 1);
    more[profiles.length] = profile;
    profiles = more;
  }

  /** Ends that. */
  static synchronized void end(Profile profile) {
    profiles = Arrays.stream(profiles).filter(each -> each != profile).toArray(Profile[]::new);
  }

  /** The number of threads that share a loop, the calling one included. */
  public static int threads() {
    return pool.threads();
  }

  /**
   * Sets the number of threads for the loops to come.
   *
   * @throws IllegalArgumentException if it is below one
   */
  public static synchronized void setThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    if (threads != pool.threads()) {
      Pool old = pool;
      pool = new Pool(threads);
      old.close();
    }
  }
}
