package dev.netc.compiler.golden;

/** A case that the library or the language does not reach; the message says what is missing. */
final class Unreached extends Exception {
  private static final long serialVersionUID = 1;

  Unreached(String reason) {
    super(reason);
  }
}
