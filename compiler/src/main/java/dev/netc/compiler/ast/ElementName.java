package dev.netc.compiler.ast;

/** The element types as they are written: the ones that Java knows. */
public enum ElementName {
  /** 32 bits, the type of parameters and activations. */
  FLOAT("float"),
  /** 64 bits. */
  DOUBLE("double"),
  /** Whole numbers: class labels, indices. */
  INT("int"),
  /** Masks. */
  BOOL("bool");

  private final String word;

  ElementName(String word) {
    this.word = word;
  }

  /** The word of the language. */
  public String word() {
    return word;
  }
}
