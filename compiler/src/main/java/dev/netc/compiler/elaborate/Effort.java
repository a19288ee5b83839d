package dev.netc.compiler.elaborate;

/**
 * How many steps elaborations have taken. Bodies are run, so that a short text can ask for more
 * than anybody would wait for, or than memory holds.
 */
final class Effort {
  /** For a network of few lines; a linear layer takes about 300. */
  private static final long FEWEST = 1_000_000;

  /** Whoever writes all layers out gets as far as he likes. */
  private static final long FOR_EACH_LINE = 1_000;

  private long most = FEWEST;
  private long before;
  private long steps;
  private boolean reported;

  /** Begins with another network, of so many lines. */
  void begin(int lines) {
    most = Math.max(FEWEST, FOR_EACH_LINE * lines);
    before += steps;
    steps = 0;
    reported = false;
  }

  /** How many the network may take. */
  long most() {
    return most;
  }

  /** Those of all networks. */
  long all() {
    return before + steps;
  }

  /** Counts further steps; gives whether that were too many. */
  boolean exceeds(long more) {
    steps = more > most - steps ? most + 1 : steps + more;
    return steps > most;
  }

  /** Whether it has to be said for the first time that these are too many. */
  boolean isNew() {
    boolean first = !reported;
    reported = true;
    return first;
  }
}
