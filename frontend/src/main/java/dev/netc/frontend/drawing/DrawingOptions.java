package dev.netc.frontend.drawing;

import java.util.OptionalInt;

/**
 * What of a network is drawn.
 *
 * @param depth how many layers within each other are drawn open; empty for all
 * @param copies what becomes of the copies of a repetition
 */
public record DrawingOptions(OptionalInt depth, Copies copies) {
  /** All layers open, equal copies as one. */
  public static final DrawingOptions DEFAULT =
      new DrawingOptions(OptionalInt.empty(), Copies.FOLDED);

  /** How the copies of a repetition are drawn. */
  public enum Copies {
    /** Equal ones that follow each other are drawn once. */
    FOLDED,
    /** Each is drawn. */
    EACH
  }

  /** The same to another depth. */
  DrawingOptions withDepth(int other) {
    return new DrawingOptions(OptionalInt.of(other), copies);
  }
}
