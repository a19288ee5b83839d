package dev.netc.compiler.syntax;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.WritableToken;

/**
 * The words of a text, with what the parser wants to know about their places: which are first on
 * their line, which bracket closes which, which documentation stands before them.
 *
 * <p>A token's index is its position in {@link #tokens}. The last token is the end of the text.
 */
final class TokenList {
  /** How deep brackets may nest, and operators in them half as deep. */
  static final int DEEPEST = 200;

  private static final int NO_MATCH = -1;

  private final SourceFile file;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Token> docs = new ArrayList<>();
  private final List<Token> comments = new ArrayList<>();
  private int[] matches = {};
  private final BitSet closers = new BitSet();
  private BitSet behindGarbage = new BitSet();

  private TokenList(SourceFile file) {
    this.file = file;
  }

  /**
   * Reads the words of a whole file or of a part of it, and reports what is no word.
   *
   * @param part what to read
   * @param diagnostics where reports go
   */
  static TokenList read(Span part, List<Diagnostic> diagnostics) {
    TokenList list = new TokenList(part.file());
    NetLexer lexer = new NetLexer(new Utf16Stream(part.file(), part.start(), part.end()));
    lexer.removeErrorListeners();
    LexicalErrors errors = new LexicalErrors(part.file(), list.tokens, diagnostics);
    Token token = lexer.nextToken();
    for (; token.getType() != Token.EOF; token = lexer.nextToken()) {
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        errors.accept(token);
      } else {
        list.comments.add(token);
        if (token.getChannel() == NetLexer.DOCS) {
          list.docs.add(token);
        }
      }
    }
    errors.accept(end(part));
    list.behindGarbage = errors.behindGarbage();
    list.markLineStarts();
    list.matchBrackets();
    return list;
  }

  /** The end of a text; its own text is how messages call it. */
  private static Token end(Span part) {
    boolean whole = part.end() == part.file().length();
    CommonToken end =
        new CommonToken(Token.EOF, whole ? "the end of the file" : "the closing brace");
    end.setStartIndex(part.end());
    end.setStopIndex(part.end() - 1);
    return end;
  }

  private void markLineStarts() {
    for (int i = 0; i < tokens.size(); i++) {
      int type = type(i);
      if ((type == NetLexer.LPAREN || type == NetLexer.LBRACK)
          && tokens.get(i) instanceof WritableToken token
          && startsAnew(i)) {
        token.setType(type == NetLexer.LPAREN ? NetLexer.LINE_LPAREN : NetLexer.LINE_LBRACK);
      }
    }
  }

  private boolean startsAnew(int index) {
    return isFirstOnLine(index)
        || type(index - 1) == NetLexer.LBRACE
        || type(index - 1) == NetLexer.RBRACE;
  }

  private void matchBrackets() {
    matches = new int[tokens.size()];
    Arrays.fill(matches, NO_MATCH);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      int type = type(i);
      if (isOpening(type)) {
        open.push(i);
      } else if (isClosing(type)) {
        match(open, i);
      }
    }
  }

  /** A brace closes over brackets that were left open; a bracket never closes over a brace. */
  private void match(Deque<Integer> open, int closing) {
    int wanted = type(closing);
    if (wanted == NetLexer.RBRACE
        && open.stream().anyMatch(i -> closingOf(type(i)) == NetLexer.RBRACE)) {
      while (closingOf(type(open.element())) != NetLexer.RBRACE) {
        open.pop();
      }
    }
    if (!open.isEmpty() && closingOf(type(open.element())) == wanted) {
      matches[open.pop()] = closing;
      closers.set(closing);
    }
  }

  /** All tokens, the end of the text last. */
  List<Token> tokens() {
    return tokens;
  }

  /** The lines of documentation, in order. */
  List<Token> docs() {
    return docs;
  }

  /** All comments, documentation too, in order. */
  List<Token> comments() {
    return comments;
  }

  /** The type of the token at an index. */
  int type(int index) {
    return tokens.get(index).getType();
  }

  /** The index of the bracket that closes the one at an index, or a negative number. */
  int match(int index) {
    return matches[index];
  }

  /** Whether the token at an index opens a parenthesis. */
  boolean isParenthesis(int index) {
    return closingOf(type(index)) == NetLexer.RPAREN;
  }

  /** The index of the last token, the end of the text. */
  int last() {
    return tokens.size() - 1;
  }

  /** Whether nothing but white space and comments stands before a token on its line. */
  boolean isFirstOnLine(int index) {
    return index == 0
        || file.line(tokens.get(index - 1).getStopIndex())
            < file.line(tokens.get(index).getStartIndex());
  }

  /** Whether characters that mean nothing were left out before a token, from another one on. */
  boolean hasGarbage(int from, int to) {
    int next = behindGarbage.nextSetBit(from);
    return next >= 0 && next <= to;
  }

  /** Whether a token is a bracket that closes nothing. */
  boolean closesNothing(int index) {
    return isClosing(type(index)) && !closers.get(index);
  }

  /** The first word at a greater depth than is allowed, or a negative number. */
  int tooDeep() {
    TokenDepth depth = new TokenDepth();
    for (int i = 0; i < tokens.size(); i++) {
      if (depth.accept(type(i)) > DEEPEST) {
        return i;
      }
    }
    return NO_MATCH;
  }

  /** The innermost bracket before a token that nothing closes, or a negative number. */
  int unclosedBefore(int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (isOpening(type(i)) && match(i) == NO_MATCH) {
        return i;
      }
    }
    return NO_MATCH;
  }

  /** The characters of a token. */
  Span span(Token token) {
    return new Span(file, token.getStartIndex(), token.getStopIndex() + 1);
  }

  /** Whether a type of token opens a bracket. */
  static boolean isOpening(int type) {
    return closingOf(type) != Token.INVALID_TYPE;
  }

  /** Whether a type of token closes a bracket. */
  static boolean isClosing(int type) {
    return type == NetLexer.RPAREN || type == NetLexer.RBRACK || type == NetLexer.RBRACE;
  }

  private static int closingOf(int type) {
    return switch (type) {
      case NetLexer.LPAREN, NetLexer.LINE_LPAREN -> NetLexer.RPAREN;
      case NetLexer.LBRACK, NetLexer.LINE_LBRACK -> NetLexer.RBRACK;
      case NetLexer.LBRACE -> NetLexer.RBRACE;
      default -> Token.INVALID_TYPE;
    };
  }
}
