package dev.netc.compiler.diagnostics;

/** How much a diagnostic weighs: an error stops the compilation, a warning does not. */
public enum Severity {
  /** The program has no meaning, or not the one its author asserts. */
  ERROR("error"),
  /** The program compiles, but there is something to do about it. */
  WARNING("warning");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** The word that starts a rendered message. */
  public String word() {
    return word;
  }
}
