package dev.netc.compiler.syntax;

import dev.netc.grammar.NetParser;
import java.util.HashMap;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTree;
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

  private final Map<ParseTree, Integer> heights = new HashMap<>();
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

  /** Operators that follow one another make a tree higher after its first operand was read. */
  @Override
  public void exitEveryRule(ParserRuleContext context) {
    int height = 0;
    for (int i = 0; i < context.getChildCount(); i++) {
      height = Math.max(height, heights.getOrDefault(context.getChild(i), 0));
    }
    if (nests(context)) {
      depth--;
      height++;
    }
    if (height > DEEPEST) {
      throw new TooDeepException(context.getStart());
    }
    heights.put(context, height);
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
