package dev.netc.compiler.syntax;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says what is wrong where the parser cannot go on. */
final class SyntaxErrors {
  private static final List<String> DECLARATIONS =
      List.of("network", "fn", "layer", "loss", "optimizer", "schedule", "metric", "import");
  private static final List<String> STATEMENTS =
      List.of(
          "input",
          "target",
          "param",
          "buffer",
          "update",
          "state",
          "repr",
          "require",
          "return",
          "yield",
          "if",
          "for",
          "output",
          "loss",
          "optimizer",
          "schedule",
          "metric");

  /** Words of other languages, and what does their work here. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("class", "layer"),
          Map.entry("module", "layer"),
          Map.entry("model", "network"),
          Map.entry("net", "network"),
          Map.entry("def", "fn"),
          Map.entry("func", "fn"),
          Map.entry("function", "fn"),
          Map.entry("fun", "fn"),
          Map.entry("from", "import"),
          Map.entry("include", "import"),
          Map.entry("assert", "require"),
          Map.entry("parameter", "param"),
          Map.entry("weight", "param"),
          Map.entry("label", "target"));

  private final TokenList tokens;
  private final List<Diagnostic> diagnostics;
  private int lastReported = -1;

  SyntaxErrors(TokenList tokens, List<Diagnostic> diagnostics) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  /** Reports what ANTLR found wrong. */
  void report(Parser parser, RecognitionException exception) {
    Token found = exception.getOffendingToken();
    report(found, expected(parser, exception), startOf(exception));
  }

  private static Token startOf(RecognitionException exception) {
    return exception instanceof NoViableAltException stuck
        ? stuck.getStartToken()
        : exception.getOffendingToken();
  }

  /** The tokens that could have stood at the place of the error. */
  private static IntervalSet expected(Parser parser, RecognitionException exception) {
    if (!(exception instanceof NoViableAltException stuck) || stuck.getDeadEndConfigs() == null) {
      return exception.getExpectedTokens();
    }
    IntervalSet expected = new IntervalSet();
    for (ATNConfig config : stuck.getDeadEndConfigs()) {
      for (Transition transition : config.state.getTransitions()) {
        if (!transition.isEpsilon() && transition.label() != null) {
          expected.addAll(transition.label());
        }
      }
    }
    return expected.isNil() ? parser.getExpectedTokens() : expected;
  }

  /**
   * Reports a token that does not belong where it stands.
   *
   * @param found the token
   * @param expected what could have stood there
   * @param start the first token of the construct that it breaks, or the token itself
   */
  void report(Token found, IntervalSet expected, Token start) {
    int index = found.getTokenIndex();
    if (index == lastReported || tokens.isBehindGarbage(index)) {
      return;
    }
    lastReported = index;
    String wanted = Wording.expected(expected);
    boolean behind = index > 0 && (tokens.isFirstOnLine(index) || found.getType() == Token.EOF);
    Diagnostic.Builder error =
        behind ? missing(tokens.tokens().get(index - 1), wanted, found) : unexpected(found, wanted);
    labelOpening(error, index, expected);
    advise(error, found, expected, start);
    diagnostics.add(error.build());
  }

  /** What is missing is missing behind the token before, not at the start of some later line. */
  private Diagnostic.Builder missing(Token before, String wanted, Token found) {
    String place = " after " + Wording.found(before);
    String message =
        wanted.isEmpty() ? "unexpected " + Wording.found(found) : "expected " + wanted + place;
    return wanted.isEmpty()
        ? Diagnostic.error("E0101", message).at(tokens.span(found))
        : Diagnostic.error("E0101", message).at(tokens.span(before).after(), "missing here");
  }

  private Diagnostic.Builder unexpected(Token found, String wanted) {
    String name = Wording.found(found);
    String message =
        wanted.isEmpty() ? "unexpected " + name : "expected " + wanted + ", found " + name;
    return Diagnostic.error("E0101", message).at(tokens.span(found));
  }

  private void labelOpening(Diagnostic.Builder error, int index, IntervalSet expected) {
    int opening = tokens.unclosedBefore(index);
    boolean closes =
        expected.contains(NetLexer.RPAREN)
            || expected.contains(NetLexer.RBRACK)
            || expected.contains(NetLexer.RBRACE);
    if (opening >= 0 && closes) {
      error.also(tokens.span(tokens.tokens().get(opening)), "opened here, never closed");
    }
  }

  private void advise(Diagnostic.Builder error, Token found, IntervalSet expected, Token start) {
    Span span = tokens.span(found);
    if (found.getType() == NetLexer.ASSIGN && expected.contains(NetLexer.EQUAL)) {
      error.help("compare with `==`", new Edit(span, "=="));
    } else if (Wording.isReserved(found)
        && expected.contains(NetLexer.IDENTIFIER)
        && !expected.contains(NetLexer.INTEGER)) {
      error.note("`" + found.getText() + "` is a word of the language, it cannot be a name");
    } else if (found.getType() == NetLexer.REAL && found.getText().startsWith(".")) {
      String position = "[" + found.getText().substring(1) + "]";
      error.help("write `" + position + "` for one of several", new Edit(span, position));
    } else if (expected.contains(NetLexer.FN)) {
      meant(error, found, DECLARATIONS);
    } else if (start.getTokenIndex() == found.getTokenIndex() - 1) {
      meant(error, start, STATEMENTS);
    }
  }

  private void meant(Diagnostic.Builder error, Token token, List<String> words) {
    if (token.getType() != NetLexer.IDENTIFIER) {
      return;
    }
    String written = token.getText();
    String foreign = FOREIGN.get(written);
    List<String> near =
        foreign != null && words.contains(foreign)
            ? List.of(foreign)
            : NearNames.of(written, words);
    if (!near.isEmpty()) {
      String word = near.get(0);
      error.help("did you mean `" + word + "`?", new Edit(tokens.span(token), word));
    }
  }

  /** Reports text that nests deeper than the compiler can follow. */
  void reportTooDeep(Token token) {
    diagnostics.add(
        Diagnostic.error("E0105", "this is nested too deep")
            .at(tokens.span(token), "the file is not read any further")
            .note("brackets and operators may nest " + TokenList.DEEPEST + " deep")
            .help("give parts of it names of their own")
            .build());
  }

  /** The rule that a parser is in. */
  static boolean isIn(Parser parser, int rule) {
    return parser.getContext().getRuleIndex() == rule;
  }

  /** What may start a statement. */
  static IntervalSet statementStarts(Parser parser) {
    return parser.getATN().nextTokens(parser.getATN().ruleToStartState[NetParser.RULE_statement]);
  }
}
