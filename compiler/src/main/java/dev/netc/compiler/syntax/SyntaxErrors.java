package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.ElementName;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says what is wrong where the parser cannot go on. */
final class SyntaxErrors {
  private static final List<String> DECLARATIONS =
      List.of(
          "network",
          "fn",
          "layer",
          "loss",
          "gradient",
          "optimizer",
          "schedule",
          "metric",
          "import");
  private static final List<String> STATEMENTS =
      List.of(
          "input",
          "target",
          "param",
          "buffer",
          "init",
          "update",
          "state",
          "repr",
          "expect",
          "require",
          "return",
          "yield",
          "if",
          "for",
          "output",
          "loss",
          "optimizer",
          "schedule",
          "metric",
          "budget");

  /** What might have stood behind a whole statement: an operator. */
  private static final IntervalSet CONTINUED = IntervalSet.of(NetLexer.EQUAL);

  private static final List<String> ELEMENT_TYPES =
      Stream.of(ElementName.values()).map(ElementName::word).toList();

  /** Words of other languages, and what does their work here. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("class", "layer"),
          Map.entry("public", "layer"),
          Map.entry("struct", "layer"),
          Map.entry("void", "fn"),
          Map.entry("module", "layer"),
          Map.entry("model", "network"),
          Map.entry("net", "network"),
          Map.entry("def", "fn"),
          Map.entry("func", "fn"),
          Map.entry("function", "fn"),
          Map.entry("fun", "fn"),
          Map.entry("include", "import"),
          Map.entry("assert", "require"),
          Map.entry("parameter", "param"),
          Map.entry("weight", "param"),
          Map.entry("label", "target"),
          Map.entry("boolean", "bool"),
          Map.entry("tensor", "float"),
          Map.entry("Tensor", "float"),
          Map.entry("real", "float"),
          Map.entry("half", "float"),
          Map.entry("byte", "int"),
          Map.entry("uint8", "int"),
          Map.entry("f32", "float"),
          Map.entry("f64", "double"),
          Map.entry("float32", "float"),
          Map.entry("float64", "double"),
          Map.entry("int32", "int"),
          Map.entry("int64", "int"),
          Map.entry("long", "int"));

  private final TokenList tokens;
  private final List<Diagnostic> diagnostics;
  private final SyntaxAdvice advice;
  private int lastReported = -1;
  private Optional<Token> interruption = Optional.empty();

  SyntaxErrors(TokenList tokens, List<Diagnostic> diagnostics) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.advice = new SyntaxAdvice(tokens);
  }

  /** Reports what ANTLR found wrong. */
  void report(Parser parser, RecognitionException exception) {
    Token found = exception.getOffendingToken();
    int index = found.getTokenIndex();
    if (!isNew(found, statementStart(parser, found))) {
      return;
    }
    IntervalSet expected = expected(parser, exception);
    Token first = tokens.tokens().get(statementStart(parser, found));
    if (first != found
        && first.getType() == NetLexer.IDENTIFIER
        && isWithinLine(first.getTokenIndex())) {
      diagnostics.add(strayWord(first).build());
      return;
    }
    String wanted = Wording.expected(expected);
    boolean missing = index > 0 && (tokens.isFirstOnLine(index) || found.getType() == Token.EOF);
    Diagnostic.Builder error =
        missing && !wanted.isEmpty()
            ? missing(tokens.tokens().get(index - 1), wanted)
            : unexpected(found, wanted);
    labelOpening(error, index, expected);
    advise(error, found, expected, startOf(exception));
    diagnostics.add(error.build());
  }

  /** A statement that starts behind another one on its line was hardly meant as one. */
  private Diagnostic.Builder strayWord(Token first) {
    Token before = tokens.tokens().get(first.getTokenIndex() - 1);
    Diagnostic.Builder error =
        Diagnostic.error(
                "E0101", "unexpected " + Wording.found(first) + " after " + Wording.found(before))
            .at(tokens.span(first));
    advice.stray(error, first);
    return error;
  }

  /** One cause, one error: not again for a token, nor where characters were left out before it. */
  private boolean isNew(Token found, int from) {
    int index = found.getTokenIndex();
    if (index == lastReported || tokens.hasGarbage(from, index)) {
      return false;
    }
    lastReported = index;
    return true;
  }

  private static int statementStart(Parser parser, Token found) {
    RuleContext context = parser.getContext();
    while (context != null) {
      if (context instanceof NetParser.StatementContext statement) {
        return statement.getStart().getTokenIndex();
      }
      context = context.getParent();
    }
    return found.getTokenIndex();
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

  /** Reports a token that starts neither a statement nor a declaration where one is due. */
  void reportStray(Token found, IntervalSet expected) {
    int index = found.getTokenIndex();
    if (!isNew(found, index)) {
      return;
    }
    String name = Wording.found(found);
    if (tokens.closesNothing(index)) {
      diagnostics.add(
          Diagnostic.error("E0101", name + " closes nothing").at(tokens.span(found)).build());
    } else if (found.getType() == NetLexer.IMPORT || found.getType() == NetLexer.PACKAGE) {
      diagnostics.add(
          Diagnostic.error("E0101", name + " stands before all declarations")
              .at(tokens.span(found), "move it to the top of the file")
              .build());
    } else if (isWithinLine(index)) {
      String before = Wording.found(tokens.tokens().get(index - 1));
      Diagnostic.Builder error =
          Diagnostic.error("E0101", "unexpected " + name + " after " + before)
              .at(tokens.span(found));
      advise(error, found, CONTINUED, found);
      diagnostics.add(error.build());
    } else {
      Diagnostic.Builder error = unexpected(found, Wording.expected(expected));
      advise(error, found, expected, found);
      diagnostics.add(error.build());
    }
  }

  /** Whether a token stands behind something that it may have been meant to continue. */
  private boolean isWithinLine(int index) {
    return index > 0
        && !tokens.isFirstOnLine(index)
        && tokens.type(index - 1) != NetLexer.LBRACE
        && tokens.type(index - 1) != NetLexer.RBRACE;
  }

  /** Reports a block that nothing closes before a token. */
  void reportUnclosedBlock(Token found) {
    int index = found.getTokenIndex();
    int opening = tokens.unclosedBefore(index);
    if (opening < 0) {
      interruption = Optional.of(found);
    }
    if (opening < 0 || !isNew(found, index)) {
      return;
    }
    diagnostics.add(
        Diagnostic.error("E0101", "this brace is never closed")
            .at(tokens.span(tokens.tokens().get(opening)))
            .also(
                tokens.span(tokens.tokens().get(index - 1)).after(),
                "`}` is missing here at the latest")
            .build());
  }

  /**
   * Reports a declaration inside a body if nothing else has been reported: mostly the closing brace
   * behind it is, which then closes nothing.
   */
  void reportInterruption() {
    if (diagnostics.stream().noneMatch(Diagnostic::isError)) {
      interruption.ifPresent(
          found ->
              diagnostics.add(
                  Diagnostic.error(
                          "E0101", Wording.found(found) + " starts a declaration in a body")
                      .at(tokens.span(found))
                      .build()));
    }
  }

  /** What is missing is missing behind the token before, not at the start of some later line. */
  private Diagnostic.Builder missing(Token before, String wanted) {
    return Diagnostic.error("E0101", "expected " + wanted + " after " + Wording.found(before))
        .at(tokens.span(before).after(), "missing here");
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
      boolean closed = tokens.closesNothing(index);
      error.also(
          tokens.span(tokens.tokens().get(opening)),
          closed ? "opened here" : "opened here, never closed");
    }
  }

  private void advise(Diagnostic.Builder error, Token found, IntervalSet expected, Token start) {
    Span span = tokens.span(found);
    if (advice.giveForImport(error, found) || advice.give(error, found, expected, start)) {
      return;
    }
    if (found.getType() == NetLexer.ASSIGN && advice.isCondition(found)) {
      error.help("compare with `==`", new Edit(span, "=="));
    } else if (Wording.isReserved(found)
        && (expected.contains(NetLexer.IDENTIFIER) || opensList(found.getTokenIndex() - 1))
        && !expected.contains(NetLexer.INTEGER)) {
      error.note("`" + found.getText() + "` is a word of the language, it cannot be a name");
    } else if (found.getType() == NetLexer.REAL && found.getText().startsWith(".")) {
      String position = "[" + found.getText().substring(1) + "]";
      error.help("write `" + position + "` for one of several", new Edit(span, position));
    } else if (expected.contains(NetLexer.FN)) {
      meant(error, found, DECLARATIONS);
    } else if (expected.contains(NetLexer.FLOAT) && !expected.contains(NetLexer.IDENTIFIER)) {
      meant(error, found, ELEMENT_TYPES);
    } else if (start.getTokenIndex() == found.getTokenIndex() - 1) {
      meant(error, start, STATEMENTS);
    }
  }

  private boolean opensList(int index) {
    return index >= 0 && (tokens.isParenthesis(index) || tokens.type(index) == NetLexer.COMMA);
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
      SyntaxAdvice.form(written, word).ifPresent(error::note);
    }
  }

  /** Reports text that nests deeper than the compiler can follow. */
  void reportTooDeep(Token token) {
    diagnostics.add(
        Diagnostic.error("E0105", "this is nested too deep")
            .at(tokens.span(token), "the file is not read any further")
            .note("brackets and operators may nest about " + TokenList.DEEPEST + " deep")
            .help("give parts of it names of their own")
            .build());
  }
}
