package dev.netc.compiler.format;

import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.NetParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.RuleNode;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * What holds for every construct: its words in order, with a blank between them where one belongs.
 * So no construct can lose a word, and a new one looks right until it needs lines of its own.
 */
abstract class SpacedLayout extends NetParserBaseVisitor<Layout> {
  private final Words words;

  SpacedLayout(Words words) {
    this.words = words;
  }

  final Words words() {
    return words;
  }

  /** The layout of a construct, or of a word. */
  final Layout layout(ParseTree tree) {
    return tree.accept(this);
  }

  /** A word with its comments. */
  final Layout word(TerminalNode node) {
    return words.word(node.getSymbol());
  }

  @Override
  public final Layout visitTerminal(TerminalNode node) {
    return word(node);
  }

  @Override
  public final Layout visitChildren(RuleNode node) {
    List<ParseTree> children = new ArrayList<>();
    for (int i = 0; i < node.getChildCount(); i++) {
      children.add(node.getChild(i));
    }
    return spaced(children);
  }

  /** Trees one behind another, with blanks where they belong. */
  final Layout spaced(List<ParseTree> trees) {
    List<Layout> parts = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      ParseTree tree = trees.get(i);
      if (i > 0 && belongsBlank(trees.get(i - 1), tree)) {
        parts.add(Layout.text(" "));
      }
      parts.add(layout(tree));
    }
    return Layout.of(parts);
  }

  /** Trees one behind another, without blanks. */
  final Layout joined(List<? extends ParseTree> trees) {
    List<Layout> parts = new ArrayList<>();
    for (ParseTree tree : trees) {
      parts.add(layout(tree));
    }
    return Layout.of(parts);
  }

  private static boolean belongsBlank(ParseTree left, ParseTree right) {
    if (right instanceof NetParser.ArgumentsContext
        || right instanceof NetParser.SubscriptsContext
        || right instanceof NetParser.TrailerContext
        || (left instanceof NetParser.ElementTypeContext && right instanceof ParserRuleContext)) {
      return false;
    }
    return switch (last(left).getType()) {
      case NetLexer.DOT, NetLexer.RANGE -> false;
      default ->
          switch (first(right).getType()) {
            case NetLexer.DOT, NetLexer.RANGE, NetLexer.COMMA, NetLexer.COLON -> false;
            default -> true;
          };
    };
  }

  /** The first word of a construct. */
  static Token first(ParseTree tree) {
    return tree instanceof TerminalNode node
        ? node.getSymbol()
        : ((ParserRuleContext) tree).getStart();
  }

  /** The last word of a construct. */
  static Token last(ParseTree tree) {
    return tree instanceof TerminalNode node
        ? node.getSymbol()
        : ((ParserRuleContext) tree).getStop();
  }

  /**
   * The elements of a list, each with the comma behind it; a comma behind the last is left out.
   *
   * @param elements in order
   * @param commas one for each element, or for each but the last
   */
  final List<Layout> elements(
      List<? extends ParserRuleContext> elements, List<TerminalNode> commas) {
    List<Layout> parts = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Layout element = layout(elements.get(i));
      boolean last = i == elements.size() - 1;
      if (i < commas.size()) {
        Token comma = commas.get(i).getSymbol();
        parts.add(Layout.of(element, last ? words.optional(comma) : words.word(comma)));
      } else {
        parts.add(element);
      }
    }
    return parts;
  }

  /** A list on one line, or on several that start below its first element. */
  final Layout filledList(ParseTree open, List<Layout> elements, ParseTree close) {
    Layout content = Layout.aligned(Layout.filled(elements));
    return Layout.group(layout(open), content, layout(close));
  }

  /** A list on one line, or on several that start further to the right. */
  final Layout indentedList(ParseTree open, Layout elements, ParseTree close) {
    Layout content = Layout.indented(Layout.SOFT_LINE, elements);
    return Layout.group(layout(open), content, layout(close));
  }
}
