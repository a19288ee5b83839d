package dev.netc.compiler.fuse;

/**
 * That a product is computed with samples in the lanes of vectors, and which of its matrices may
 * lie in panels of samples instead of rows: blocks of samples that are side by side for each of
 * their elements.
 *
 * @param left whether the left operand does
 * @param result whether the result does
 * @param most the number of rows beyond which they do not
 */
public record Panels(boolean left, boolean result, int most) {}
