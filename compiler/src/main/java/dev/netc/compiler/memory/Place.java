package dev.netc.compiler.memory;

import dev.netc.compiler.ir.Op;

/** Where the elements of a value lie, row-major. */
public sealed interface Place {
  /** From the start of a slot, by its number. */
  record InSlot(int slot) implements Place {}

  /**
   * In a flat array that outlives a run: that of all parameters, buffers, gradients, one of an
   * optimizer's states.
   */
  record InArray(Op.Role role, String name) implements Place {}
}
