package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;

/**
 * A loop of a kernel: a counter from 0 to below {@code extent}.
 *
 * @param id tells the loops of one kernel apart
 */
public record Axis(int id, Dim extent) {
  @Override
  public String toString() {
    return "i" + id;
  }
}
