package dev.netc.compiler.ast;

/** An operator between its operands, with the precedence that Python gives it. */
public enum BinaryOperator {
  /** {@code a or b}. */
  OR("or", 1),
  /** {@code a and b}. */
  AND("and", 2),
  /** {@code a == b}. */
  EQUAL("==", 4),
  /** {@code a != b}. */
  NOT_EQUAL("!=", 4),
  /** {@code a < b}. */
  LESS("<", 4),
  /** {@code a <= b}. */
  LESS_OR_EQUAL("<=", 4),
  /** {@code a > b}. */
  GREATER(">", 4),
  /** {@code a >= b}. */
  GREATER_OR_EQUAL(">=", 4),
  /** {@code a + b}. */
  ADD("+", 5),
  /** {@code a - b}. */
  SUBTRACT("-", 5),
  /** {@code a * b}. */
  MULTIPLY("*", 6),
  /** {@code a / b}: exact on whole numbers. */
  DIVIDE("/", 6),
  /** {@code a % b}: has the sign of {@code b}. */
  REMAINDER("%", 6),
  /** {@code a @ b}: matrix product. */
  MATMUL("@", 6),
  /** {@code a ** b}, right-associative. */
  POWER("**", 8);

  private final String symbol;
  private final int precedence;

  BinaryOperator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  /** As it is written. */
  public String symbol() {
    return symbol;
  }

  /**
   * How tightly it binds: a larger number binds tighter. {@code not} stands at 3, unary minus at 7;
   * comparisons (4) do not associate.
   */
  public int precedence() {
    return precedence;
  }
}
