package dev.netc.frontend;

/** Something outside netc that its user can put right; the message says what. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message is one sentence, lower case and without a full stop, and names the file. */
  public UsageException(String message) {
    super(message);
  }

  /** For an exception of a library whose message says as much already. */
  public static UsageException because(RuntimeException cause) {
    return new UsageException(String.valueOf(cause.getMessage()));
  }
}
