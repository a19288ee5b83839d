package dev.netc.compiler.syntax;

import dev.netc.grammar.NetParser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Stops the parser where the tree gets so deep that recursion over it, here and in later phases,
 * might not have the stack for it. Chains, lists and sequences of statements are flat and have no
 * limit; {@code a + b + c} is as deep as it has operators.
 */
final class NestingLimit implements ParseTreeListener {
  /** How deep statements and expressions may nest. */
  static final int DEEPEST = 256;

  private int depth;

  /** The tree is too deep at a token. */
  static final class TooDeepException extends ParseCancellationException {
    private static final long serialVersionUID = 1;

    private final transient Token token;

    TooDeepException(Token token) {
      this.token = token;
    }

    Token token() {
      return token;
    }
  }

  @Override
  public void enterEveryRule(ParserRuleContext context) {
    if (nests(context) && ++depth > DEEPEST) {
      throw new TooDeepException(context.getStart());
    }
  }

  @Override
  public void exitEveryRule(ParserRuleContext context) {
    if (nests(context)) {
      depth--;
    }
  }

  private static boolean nests(ParserRuleContext context) {
    return switch (context.getRuleIndex()) {
      case NetParser.RULE_operand,
          NetParser.RULE_conditional,
          NetParser.RULE_pattern,
          NetParser.RULE_block,
          NetParser.RULE_stageSequence ->
          true;
      default -> false;
    };
  }

  @Override
  public void visitTerminal(TerminalNode node) {}

  @Override
  public void visitErrorNode(ErrorNode node) {}
}
