package dev.netc.compiler.syntax;

import dev.netc.grammar.NetLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.Vocabulary;
import org.antlr.v4.runtime.misc.IntervalSet;

/** The words of error messages: the language's, not those of the grammar. */
final class Wording {
  private static final int LONGEST = 40;
  private static final Vocabulary VOCABULARY = NetLexer.VOCABULARY;

  /** What may follow a whole operand; never what is missing where something else may follow too. */
  private static final IntervalSet CONTINUATIONS =
      new IntervalSet(
          NetLexer.AND,
          NetLexer.OR,
          NetLexer.AS,
          NetLexer.POWER,
          NetLexer.EQUAL,
          NetLexer.NOT_EQUAL,
          NetLexer.LESS,
          NetLexer.LESS_EQUAL,
          NetLexer.GREATER,
          NetLexer.GREATER_EQUAL,
          NetLexer.AT,
          NetLexer.MINUS,
          NetLexer.PERCENT,
          NetLexer.PLUS,
          NetLexer.SLASH,
          NetLexer.STAR,
          NetLexer.DOT,
          NetLexer.LPAREN,
          NetLexer.LBRACK,
          NetLexer.ARROW,
          NetLexer.RANGE);

  private static final IntervalSet ELEMENT_TYPES =
      new IntervalSet(NetLexer.FLOAT, NetLexer.DOUBLE, NetLexer.INT, NetLexer.BOOL);

  private Wording() {}

  /** How a message calls a token that it found. */
  static String found(Token token) {
    return token.getType() == Token.EOF ? token.getText() : "`" + shorten(token.getText()) + "`";
  }

  /** A text short enough for a message, on one line. */
  static String shorten(String text) {
    String line = text.lines().findFirst().orElse("");
    boolean whole = line.length() == text.length() && line.length() <= LONGEST;
    if (whole) {
      return text;
    }
    int end = Math.min(line.length(), LONGEST);
    if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + "…";
  }

  /** Whether a token is a word that can never be a name. */
  static boolean isReserved(Token token) {
    return switch (token.getType()) {
      case NetLexer.AND,
          NetLexer.AS,
          NetLexer.ELSE,
          NetLexer.FALSE,
          NetLexer.FOR,
          NetLexer.IF,
          NetLexer.IN,
          NetLexer.NONE,
          NetLexer.NOT,
          NetLexer.OR,
          NetLexer.RETURN,
          NetLexer.TRUE ->
          true;
      default -> false;
    };
  }

  /**
   * What a message says was expected: {@code a name}, {@code `,` or `)`}; empty if nothing short
   * can be said.
   */
  static String expected(IntervalSet types) {
    List<String> things = new ArrayList<>();
    IntervalSet rest = types.subtract(IntervalSet.of(Token.EOF));
    if (types.contains(NetLexer.RETURN)) {
      return types.contains(NetLexer.RBRACE) ? "a statement or `}`" : "a statement";
    } else if (types.contains(NetLexer.QUANTITY)) {
      return "a number, which may have a unit: `12M`, `64MiB`";
    } else if (types.contains(NetLexer.INTEGER) && !types.contains(NetLexer.IDENTIFIER)) {
      return "a whole number";
    } else if (types.contains(NetLexer.INTEGER)) {
      things.add("an expression");
      rest = closers(rest);
    } else if (types.contains(NetLexer.IDENTIFIER)) {
      things.add("a name");
      rest = closers(rest);
    } else if (types.contains(NetLexer.FN)) {
      things.add("a declaration");
      rest = closers(rest);
    } else if (types.contains(NetLexer.PLUS)) {
      rest = rest.subtract(CONTINUATIONS);
    } else if (types.contains(NetLexer.ARROW) || types.contains(NetLexer.ASSIGN)) {
      rest = rest.subtract(new IntervalSet(NetLexer.DOT, NetLexer.LBRACK));
    }
    if (types.contains(NetLexer.COMMA) && types.contains(NetLexer.RPAREN)) {
      rest = rest.subtract(new IntervalSet(NetLexer.ASSIGN, NetLexer.COLON));
    }
    if (types.contains(NetLexer.FLOAT) && !types.contains(NetLexer.IDENTIFIER)) {
      things.add("an element type");
      rest = rest.subtract(ELEMENT_TYPES);
    }
    for (int type : rest.toList()) {
      String thing = thing(type);
      if (!things.contains(thing)) {
        things.add(thing);
      }
    }
    return things.size() > 4 ? "" : join(things);
  }

  private static IntervalSet closers(IntervalSet types) {
    return types.and(
        new IntervalSet(NetLexer.COMMA, NetLexer.RPAREN, NetLexer.RBRACK, NetLexer.RBRACE));
  }

  private static String thing(int type) {
    return switch (type) {
      case NetLexer.STRING -> "a string";
      case NetLexer.IDENTIFIER -> "a name";
      case NetLexer.INTEGER, NetLexer.REAL -> "a number";
      case NetLexer.LINE_LPAREN -> "`(`";
      case NetLexer.LINE_LBRACK -> "`[`";
      default -> {
        String literal = VOCABULARY.getLiteralName(type);
        yield literal == null
            ? "something else"
            : "`" + literal.substring(1, literal.length() - 1) + "`";
      }
    };
  }

  private static String join(List<String> things) {
    int last = things.size() - 1;
    return last < 1
        ? String.join("", things)
        : String.join(", ", things.subList(0, last)) + " or " + things.get(last);
  }
}
