package dev.netc.compiler.codegen;

/**
 * How a kernel's work is cut, the same for any number of threads.
 *
 * @param count the iterations, as Java text over the free names
 * @param chunk the iterations of a chunk
 */
record Partition(String count, String chunk) {
  /** One piece of work. */
  static final Partition WHOLE = new Partition("1", "1");
}
