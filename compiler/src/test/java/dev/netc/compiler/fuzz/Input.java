package dev.netc.compiler.fuzz;

/**
 * A text, and how it was made.
 *
 * @param number which of the inputs of its seed it is; it also decides how much of the compiler the
 *     text goes through, so that a change of the text does not
 */
record Input(long seed, int number, String text) {

  Input withText(String other) {
    return new Input(seed, number, other);
  }

  /** Whether fixes are tried, which costs as much as some more inputs. */
  boolean triesFixes() {
    return number % 8 == 0;
  }

  /** Whether trainers give the gradients of inputs. */
  boolean wantsInputGradients() {
    return number % 8 == 1;
  }

  /** Whether what is wrong with it is rendered. */
  boolean isRendered() {
    return number % 3 == 0;
  }

  /** Whether its tree is looked through, and it is formatted, and what comes out again. */
  boolean isFormatted() {
    return number % 5 == 0;
  }

  @Override
  public String toString() {
    return "input " + number + " of seed " + seed;
  }
}
