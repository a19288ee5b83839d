package dev.netc.compiler.elaborate;

/** Ends the elaboration of a statement whose error has been reported. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  Failure() {
    super("reported", null, false, false);
  }
}
