package dev.netc.frontend.summary;

/**
 * What one core of a machine does at best.
 *
 * @param gflops 10⁹ operations of arithmetic a second
 * @param gigabytes 10⁹ bytes a second from and to memory
 */
public record Machine(double gflops, double gigabytes) {
  /** A core of a server with vectors of 512 bits. */
  public static final Machine USUAL = new Machine(100, 10);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not above zero
   */
  public Machine {
    if (!(gflops > 0) || !(gigabytes > 0)) {
      throw new IllegalArgumentException("a machine of " + gflops + " and " + gigabytes);
    }
  }

  /** The microseconds that the work takes at least: memory and arithmetic can go on together. */
  double micros(double operations, double bytes) {
    return Math.max(operations / gflops, bytes / gigabytes) / 1e3;
  }

  /** Whether arithmetic takes longer than memory. */
  boolean isComputeBound(double operations, double bytes) {
    return operations / gflops >= bytes / gigabytes;
  }
}
