package dev.netc.compiler.elaborate;

/**
 * How many steps elaborations have taken. Bodies are run, so that a short text can ask for more
 * than anybody would wait for, or than memory holds.
 */
final class Effort {
  /** For one network; one of 1,000 linear layers takes a quarter of them. */
  static final long MOST = 1_000_000;

  private long before;
  private long steps;
  private boolean reported;

  /** Begins with another network. */
  void begin() {
    before += steps;
    steps = 0;
    reported = false;
  }

  /** Those of all networks. */
  long all() {
    return before + steps;
  }

  /** Counts further steps; gives whether that were too many. */
  boolean exceeds(long more) {
    steps = more > MOST - steps ? MOST + 1 : steps + more;
    return steps > MOST;
  }

  /** Whether it has to be said for the first time that these are too many. */
  boolean isNew() {
    boolean first = !reported;
    reported = true;
    return first;
  }
}
