package dev.netc.runtime;

/** An IDX file that cannot be read; the message names the file and what is wrong with it. */
public final class IdxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An exception with nothing beneath it. */
  public IdxException(String message) {
    super(message);
  }

  /** An exception caused by another. */
  public IdxException(String message, Throwable cause) {
    super(message, cause);
  }
}
