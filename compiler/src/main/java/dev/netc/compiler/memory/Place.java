package dev.netc.compiler.memory;

import dev.netc.compiler.ir.Op;

/** Where the elements of a value lie, row-major. */
public sealed interface Place {
  /** From the start of a slot, by its number. */
  record InSlot(int slot) implements Place {}

  /**
   * In the body of a scan: outside of it, in what a round gets from a sequence or a trail or is
   * given, or where it puts what it yields or hands on in a trail.
   *
   * @param port the position among the body's inputs, among its yields, or among carried values
   */
  record InRound(Port kind, int port) implements Place {
    /** Which way the elements go. */
    public enum Port {
      IN,
      OUT,
      NEXT
    }
  }

  /**
   * In an array that outlives a run: the flat one of all parameters, buffers, gradients, one of an
   * optimizer's states; or the caller's, with an input.
   */
  record InArray(Op.Role role, String name) implements Place {}
}
