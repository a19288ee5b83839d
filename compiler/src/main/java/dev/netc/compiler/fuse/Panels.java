package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Value;

/**
 * That a product is computed with samples in the lanes of vectors, and which of its matrices lie in
 * panels of samples instead of rows: blocks of samples that are side by side for each of their
 * elements.
 *
 * @param left holds the left operand in panels: the operand itself, or what a {@link Kernel.Turn}
 *     makes of its rows
 * @param result whether the result lies in panels
 * @param most the number of rows beyond which nothing does
 */
public record Panels(Value left, boolean result, int most) {
  /** With fewer samples the runtime has no panels. */
  public static final int LEAST = 16;
}
