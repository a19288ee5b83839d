package dev.netc.compiler.ast;

/** The word that starts the declaration of something that can be applied. */
public enum FunctionKind {
  /** A pure function of tensors and static values. */
  FN("fn"),
  /** Something with parameters, buffers or layers of its own. */
  LAYER("layer"),
  /** What training makes small. */
  LOSS("loss"),
  /** What happens to the gradients before the optimizer sees them. */
  GRADIENT("gradient"),
  /** How a parameter follows its gradient. */
  OPTIMIZER("optimizer"),
  /** How a number of the optimizer changes in the course of training. */
  SCHEDULE("schedule"),
  /** A number that is reported and not trained on. */
  METRIC("metric");

  private final String word;

  FunctionKind(String word) {
    this.word = word;
  }

  /** The word of the language. */
  public String word() {
    return word;
  }
}
