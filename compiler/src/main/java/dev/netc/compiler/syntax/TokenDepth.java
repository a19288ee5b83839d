package dev.netc.compiler.syntax;

import dev.netc.grammar.NetLexer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How deep a text nests at each of its words: in brackets, and in operators that hold all that
 * follows, as {@code - - - a} and {@code a ** a ** a} do. What lies in a bracket may be looked over
 * by the parser before it reads it, which takes stack for all of these.
 */
final class TokenDepth {
  /** To find the end of an operator takes more than to find that of a bracket. */
  private static final int OPERATOR = 2;

  private final Deque<Level> open = new ArrayDeque<>();
  private int operators;
  private Level level = new Level(false);
  private int previous = NetLexer.COMMA;

  /** Operators that are open in the innermost bracket. */
  private static final class Level {
    private final boolean isExpression;
    private int tight;
    private int loose;

    /**
     * @param isExpression whether the bracket surely holds no statements
     */
    Level(boolean isExpression) {
      this.isExpression = isExpression;
    }

    int all() {
      return tight + loose;
    }
  }

  /** How deep the next word lies. */
  int accept(int type) {
    if (TokenList.isOpening(type)) {
      boolean starts = type == NetLexer.LINE_LPAREN || type == NetLexer.LINE_LBRACK;
      if (starts && endsOperand(previous)) {
        reset();
      }
      operators += level.all();
      open.push(level);
      level = new Level(type != NetLexer.LBRACE);
    } else if (TokenList.isClosing(type)) {
      level = open.isEmpty() ? new Level(false) : open.pop();
      operators = open.isEmpty() ? 0 : operators - level.all();
    } else {
      count(type);
    }
    previous = type;
    return open.size() + OPERATOR * (operators + level.all());
  }

  private void count(int type) {
    switch (type) {
      case NetLexer.MINUS -> level.tight = endsOperand(previous) ? 0 : level.tight + 1;
      case NetLexer.POWER -> level.tight++;
      case NetLexer.NOT -> level.loose++;
      case NetLexer.ELSE -> level.loose += level.isExpression ? 1 : 0;
      case NetLexer.STAR,
          NetLexer.SLASH,
          NetLexer.PERCENT,
          NetLexer.AT,
          NetLexer.PLUS,
          NetLexer.EQUAL,
          NetLexer.NOT_EQUAL,
          NetLexer.LESS,
          NetLexer.LESS_EQUAL,
          NetLexer.GREATER,
          NetLexer.GREATER_EQUAL ->
          level.tight = 0;
      case NetLexer.DOT, NetLexer.RANGE, NetLexer.IF -> {}
      case NetLexer.AND,
          NetLexer.OR,
          NetLexer.COMMA,
          NetLexer.COLON,
          NetLexer.ASSIGN,
          NetLexer.ARROW ->
          reset();
      default -> {
        if (endsOperand(previous)) {
          // The next statement.
          reset();
        }
      }
    }
  }

  private void reset() {
    level.tight = 0;
    level.loose = 0;
  }

  private static boolean endsOperand(int type) {
    return switch (type) {
      case NetLexer.MINUS,
          NetLexer.POWER,
          NetLexer.NOT,
          NetLexer.ELSE,
          NetLexer.STAR,
          NetLexer.SLASH,
          NetLexer.PERCENT,
          NetLexer.AT,
          NetLexer.PLUS,
          NetLexer.EQUAL,
          NetLexer.NOT_EQUAL,
          NetLexer.LESS,
          NetLexer.LESS_EQUAL,
          NetLexer.GREATER,
          NetLexer.GREATER_EQUAL,
          NetLexer.DOT,
          NetLexer.RANGE,
          NetLexer.IF,
          NetLexer.AND,
          NetLexer.OR,
          NetLexer.COMMA,
          NetLexer.COLON,
          NetLexer.ASSIGN,
          NetLexer.ARROW ->
          false;
      default -> !TokenList.isOpening(type);
    };
  }
}
