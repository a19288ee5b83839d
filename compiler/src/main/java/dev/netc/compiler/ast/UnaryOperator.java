package dev.netc.compiler.ast;

/** An operator before its operand. */
public enum UnaryOperator {
  /** {@code -a}. */
  NEGATE("-"),
  /** {@code not a}. */
  NOT("not");

  private final String symbol;

  UnaryOperator(String symbol) {
    this.symbol = symbol;
  }

  /** As it is written. */
  public String symbol() {
    return symbol;
  }
}
