package dev.netc.cli;

/** Something outside netc that its user can put right; the message says what. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message is one sentence, lower case and without a full stop, and names the file. */
  UsageException(String message) {
    super(message);
  }

  /** For an exception of a library whose message says as much already. */
  static UsageException because(RuntimeException cause) {
    return new UsageException(String.valueOf(cause.getMessage()));
  }
}
