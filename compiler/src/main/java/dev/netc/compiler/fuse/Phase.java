package dev.netc.compiler.fuse;

/** When a kernel runs. The last two are alternatives: each may follow the first two. */
public enum Phase {
  /** What the outputs and the new values of buffers need. */
  FORWARD,
  /** What else the loss and the metrics need. */
  LOSS,
  /** What else the gradients of the loss need. */
  BACKWARD,
  /** What else the gradients for given gradients of the outputs need. */
  BACKWARD_FROM_UPSTREAM
}
