package dev.netc.compiler.syntax;

import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Goes on after an error: the statement that holds it is given up, and reading resumes at what
 * looks like the next one. Nothing is ever inserted or guessed, so a statement that has no error is
 * whole.
 *
 * <p>An exception is passed upwards, rule by rule, until a statement, a declaration or the file
 * takes it. A block without its closing brace ends where a declaration starts. Behind a broken list
 * of parameters the body is read for its own errors, though the declaration is lost.
 */
final class SyntaxRecovery extends DefaultErrorStrategy {
  private final TokenList tokens;
  private final SyntaxErrors errors;
  private final IntervalSet statementStarts;

  SyntaxRecovery(TokenList tokens, SyntaxErrors errors, Parser parser) {
    this.tokens = tokens;
    this.errors = errors;
    ATN atn = parser.getATN();
    this.statementStarts = atn.nextTokens(atn.ruleToStartState[NetParser.RULE_statement]);
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  @Override
  public void reportError(Parser parser, RecognitionException exception) {
    if (!inErrorRecoveryMode(parser)) {
      beginErrorCondition(parser);
      errors.report(parser, exception);
    }
  }

  /** Before each round of a loop: a token that starts no round is reported and skipped. */
  @Override
  public void sync(Parser parser) {
    int rule = parser.getContext().getRuleIndex();
    if (rule == NetParser.RULE_block) {
      syncBlock(parser);
    } else if (rule == NetParser.RULE_file && !inErrorRecoveryMode(parser)) {
      syncFile(parser);
    }
  }

  private void syncBlock(Parser parser) {
    while (true) {
      Token token = parser.getCurrentToken();
      int index = token.getTokenIndex();
      if (token.getType() == Token.EOF || startsDeclarationOnly(index)) {
        beginErrorCondition(parser);
        errors.reportUnclosedBlock(token);
        throw new InputMismatchException(parser);
      }
      boolean goesOn =
          token.getType() == NetLexer.RBRACE || statementStarts.contains(token.getType());
      if (goesOn || inErrorRecoveryMode(parser)) {
        return;
      }
      errors.reportStray(token, statementStarts.or(IntervalSet.of(NetLexer.RBRACE)));
      moveTo(parser, statementAfter(index, index + 1));
    }
  }

  private void syncFile(Parser parser) {
    IntervalSet expected = parser.getExpectedTokens();
    while (!expected.contains(parser.getCurrentToken().getType())) {
      Token token = parser.getCurrentToken();
      if (token.getType() == Token.EOF) {
        return;
      }
      errors.reportStray(token, expected);
      moveTo(parser, declarationAfter(token.getTokenIndex(), token.getTokenIndex() + 1));
    }
  }

  @Override
  public void recover(Parser parser, RecognitionException exception) {
    ParserRuleContext context = parser.getContext();
    int start = context.getStart().getTokenIndex();
    int broken = Math.max(exception.getOffendingToken().getTokenIndex(), start + 1);
    switch (context.getRuleIndex()) {
      case NetParser.RULE_statement -> {
        moveTo(parser, statementAfter(start, broken));
        endErrorCondition(parser);
      }
      case NetParser.RULE_packageClause,
          NetParser.RULE_importClause,
          NetParser.RULE_declaration -> {
        moveTo(parser, declarationAfter(start, broken));
        endErrorCondition(parser);
      }
      case NetParser.RULE_block -> {
        int next = parser.getCurrentToken().getTokenIndex();
        boolean ends = next == tokens.last() || startsDeclarationOnly(next);
        if (context.getToken(NetLexer.LBRACE, 0) == null || !ends) {
          throw exception;
        }
      }
      case NetParser.RULE_parameterList -> {
        if (!tokens.isParenthesis(start) || tokens.match(start) < broken) {
          throw exception;
        }
        moveTo(parser, tokens.match(start) + 1);
        endErrorCondition(parser);
      }
      case NetParser.RULE_file, NetParser.RULE_hole -> moveTo(parser, tokens.last());
      default -> throw exception;
    }
  }

  /** The first token from {@code from} on that may start a statement, or ends the block. */
  private int statementAfter(int start, int from) {
    int index = behindBrackets(start, from);
    while (index < tokens.last()
        && tokens.type(index) != NetLexer.RBRACE
        && !(tokens.isFirstOnLine(index) && statementStarts.contains(tokens.type(index)))
        && !startsDeclarationOnly(index)) {
      index = behind(index);
    }
    return index;
  }

  /** The first token from {@code from} on that starts a declaration, perhaps misspelt. */
  private int declarationAfter(int start, int from) {
    int index = behindBrackets(start, from);
    while (index < tokens.last()
        && !startsDeclaration(index)
        && !startsDeclarationOnly(index)
        && !isLikeDeclaration(index)) {
      index = behind(index);
    }
    return index;
  }

  /** Behind all brackets that were opened since a construct started and close later. */
  private int behindBrackets(int start, int from) {
    int index = Math.min(from, tokens.last());
    for (int i = start; i < from && i < tokens.last(); i++) {
      if (tokens.match(i) >= index) {
        index = tokens.match(i) + 1;
      }
    }
    return index;
  }

  private int behind(int index) {
    return Math.max(tokens.match(index), index) + 1;
  }

  /** Whether a declaration starts here, of a kind that is no statement as well. */
  private boolean startsDeclarationOnly(int index) {
    return switch (tokens.type(index)) {
      case NetLexer.NETWORK, NetLexer.LAYER, NetLexer.FN, NetLexer.GRADIENT ->
          startsDeclaration(index) || isNameless(index);
      default -> false;
    };
  }

  /** {@code network {}} at the very left, which lacks its name. */
  private boolean isNameless(int index) {
    boolean leftmost = tokens.tokens().get(index).getCharPositionInLine() == 0;
    int next = tokens.type(index + 1);
    return leftmost
        && tokens.isFirstOnLine(index)
        && (next == NetLexer.LBRACE || next == NetLexer.STRING);
  }

  private boolean startsDeclaration(int index) {
    return switch (tokens.type(index)) {
      case NetLexer.NETWORK,
          NetLexer.LAYER,
          NetLexer.FN,
          NetLexer.LOSS,
          NetLexer.GRADIENT,
          NetLexer.OPTIMIZER,
          NetLexer.SCHEDULE,
          NetLexer.METRIC ->
          tokens.isFirstOnLine(index) && tokens.type(index + 1) == NetLexer.IDENTIFIER;
      case NetLexer.IMPORT ->
          tokens.isFirstOnLine(index) && tokens.type(index + 1) == NetLexer.STRING;
      default -> false;
    };
  }

  /** Whether two names stand at the very start of a line, as in {@code class Net}. */
  private boolean isLikeDeclaration(int index) {
    return tokens.isFirstOnLine(index)
        && tokens.tokens().get(index).getCharPositionInLine() == 0
        && tokens.type(index) == NetLexer.IDENTIFIER
        && tokens.type(index + 1) == NetLexer.IDENTIFIER;
  }

  private static void moveTo(Parser parser, int index) {
    parser.getInputStream().seek(index);
  }
}
