package dev.netc.runtime;

/**
 * Copies by several threads, each of which copies what it is going to read: the samples of its
 * share of a loop.
 */
final class Copy implements Parallel.Body {
  /** The elements that take some microseconds. */
  private static final int CHUNK = 1 << 13;

  private static final ThreadLocal<Copy> LOCAL = ThreadLocal.withInitial(Copy::new);
  private static final float[] NONE = {};

  private float[] source = NONE;
  private int from;
  private float[] target = NONE;
  private int to;

  private Copy() {}

  /** As {@link System#arraycopy}. */
  static void floats(float[] source, int from, float[] target, int to, int length) {
    if (length < 2 * CHUNK || source == target) {
      System.arraycopy(source, from, target, to, length);
      return;
    }
    Copy copy = LOCAL.get();
    copy.source = source;
    copy.from = from;
    copy.target = target;
    copy.to = to;
    try {
      Parallel.run(copy, 0, length, CHUNK);
    } finally {
      copy.source = NONE;
      copy.target = NONE;
    }
  }

  @Override
  public void run(int kernel, int first, int end) {
    System.arraycopy(source, from + first, target, to + first, end - first);
  }
}
