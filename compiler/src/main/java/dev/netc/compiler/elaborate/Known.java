package dev.netc.compiler.elaborate;

/** How much is known of the parameters of a network. */
enum Known {
  ALL,
  /**
   * Only those of layers without a mistake: what is said of parameters is checked as far as it can
   * be.
   */
  SOME
}
