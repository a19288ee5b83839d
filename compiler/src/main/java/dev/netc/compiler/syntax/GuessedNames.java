package dev.netc.compiler.syntax;

import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * What a line or declaration that could not be read seems to name. One mistake is to be one error:
 * a name that is known to be meant is not called unknown wherever it is used.
 */
final class GuessedNames {
  private final TokenList tokens;

  GuessedNames(TokenList tokens) {
    this.tokens = tokens;
  }

  /** The names that a statement seems to bind, those of the lines within it too. */
  List<Token> boundBy(NetParser.StatementContext statement) {
    int from = statement.getStart().getTokenIndex();
    int to =
        Math.max(from, statement.getStop() == null ? from : statement.getStop().getTokenIndex());
    List<Token> names = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      if (i == from || tokens.isFirstOnLine(i)) {
        addBound(names, i, to);
      }
    }
    return names;
  }

  private void addBound(List<Token> names, int start, int end) {
    if (tokens.type(start) == NetLexer.LINE_LPAREN) {
      addTuple(names, start, end);
    } else if (isWord(start) && start + 1 <= end && isWord(start + 1)) {
      // `input x …`, `let x = …`, `float x = …`
      names.add(tokens.tokens().get(start + 1));
    } else if (tokens.type(start) == NetLexer.IDENTIFIER && start + 1 <= end && binds(start + 1)) {
      names.add(tokens.tokens().get(start));
    }
  }

  private void addTuple(List<Token> names, int start, int end) {
    for (int i = start + 1; i <= end && tokens.type(i) != NetLexer.ASSIGN; i++) {
      if (tokens.type(i) == NetLexer.IDENTIFIER) {
        names.add(tokens.tokens().get(i));
      }
    }
  }

  /** Whether a name before this token is bound: `x = …`, `x: …`, `x += …`. */
  private boolean binds(int index) {
    return switch (tokens.type(index)) {
      case NetLexer.ASSIGN, NetLexer.COLON -> true;
      case NetLexer.PLUS, NetLexer.MINUS, NetLexer.STAR, NetLexer.SLASH ->
          index < tokens.last() && tokens.type(index + 1) == NetLexer.ASSIGN;
      default -> false;
    };
  }

  /** Names behind a word at the start of a line outside all braces: `def f(x):`, `class Net {`. */
  List<Token> declared() {
    List<Token> names = new ArrayList<>();
    int depth = 0;
    for (int i = 0; i < tokens.last(); i++) {
      depth += tokens.type(i) == NetLexer.LBRACE ? 1 : 0;
      depth -= tokens.type(i) == NetLexer.RBRACE ? 1 : 0;
      boolean outside = depth <= 0 || startsText(i);
      if (outside && tokens.isFirstOnLine(i) && isWord(i) && isWord(i + 1)) {
        names.add(tokens.tokens().get(i + 1));
      }
    }
    return names;
  }

  /** Whether a token stands at the very left. */
  private boolean startsText(int index) {
    return tokens.span(tokens.tokens().get(index)).column() == 1;
  }

  private boolean isWord(int index) {
    String text = tokens.tokens().get(index).getText();
    return tokens.type(index) != Token.EOF
        && !text.isEmpty()
        && (Character.isLetter(text.charAt(0)) || text.charAt(0) == '_');
  }
}
