package dev.netc.runtime;

/**
 * A file of weights that cannot be read, written or loaded into a model. The message names the file
 * and, where one is at fault, the tensor.
 */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An exception with nothing beneath it. */
  public CheckpointException(String message) {
    super(message);
  }

  /** An exception caused by another. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
