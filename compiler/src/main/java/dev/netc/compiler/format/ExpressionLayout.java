package dev.netc.compiler.format;

import dev.netc.grammar.NetParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Values: operators, calls, lists, choices. */
abstract class ExpressionLayout extends SpacedLayout {

  ExpressionLayout(Words words) {
    super(words);
  }

  /** Whether a value looks best when it starts on the line of what it is for, even if broken. */
  static boolean staysOnLine(ParseTree value) {
    if (value instanceof NetParser.ExpressionContext expression) {
      return !expression.ARROW().isEmpty() || staysOnLine(expression.operand());
    }
    return value instanceof NetParser.ConditionalOperandContext
        || value instanceof NetParser.ScanOperandContext
        || value instanceof NetParser.RepeatOperandContext
        || value instanceof NetParser.SequenceOperandContext
        || value instanceof NetParser.ListOperandContext
        || value instanceof NetParser.TupleOperandContext;
  }

  // ---- Operators

  @Override
  public Layout visitTrailed(NetParser.TrailedContext tree) {
    return joined(List.of(tree.operand(), tree.trailer()));
  }

  @Override
  public Layout visitCallTrailer(NetParser.CallTrailerContext tree) {
    return layout(tree.arguments());
  }

  @Override
  public Layout visitIndexTrailer(NetParser.IndexTrailerContext tree) {
    return layout(tree.subscripts());
  }

  @Override
  public Layout visitNegation(NetParser.NegationContext tree) {
    return joined(List.of(tree.MINUS(), tree.operand()));
  }

  @Override
  public Layout visitProduct(NetParser.ProductContext tree) {
    return operation(tree);
  }

  @Override
  public Layout visitSum(NetParser.SumContext tree) {
    return operation(tree);
  }

  @Override
  public Layout visitComparison(NetParser.ComparisonContext tree) {
    return operation(tree);
  }

  @Override
  public Layout visitConjunction(NetParser.ConjunctionContext tree) {
    return operation(tree);
  }

  @Override
  public Layout visitDisjunction(NetParser.DisjunctionContext tree) {
    return operation(tree);
  }

  /** Operands of operators that bind equally: on one line, or each on its own after the first. */
  private Layout operation(ParserRuleContext tree) {
    Deque<Layout> parts = new ArrayDeque<>();
    ParseTree left = tree;
    while (left.getClass() == tree.getClass()) {
      parts.push(layout(left.getChild(2)));
      parts.push(Layout.text(" "));
      parts.push(layout(left.getChild(1)));
      parts.push(Layout.LINE);
      left = left.getChild(0);
    }
    Layout first = layout(left);
    return Layout.group(first, Layout.indented(Layout.of(List.copyOf(parts))));
  }

  // ---- Lists

  @Override
  public Layout visitArguments(NetParser.ArgumentsContext tree) {
    List<Layout> elements = elements(tree.argument(), tree.COMMA());
    if (elements.isEmpty()) {
      return joined(List.of(tree.LPAREN(), tree.RPAREN()));
    }
    boolean words = tree.argument().stream().allMatch(ExpressionLayout::isOneWord);
    Layout content = words ? Layout.filled(elements) : Layout.lined(elements);
    return indentedList(tree.LPAREN(), content, tree.RPAREN());
  }

  private static boolean isOneWord(NetParser.ArgumentContext argument) {
    return argument.expression().getStart() == argument.expression().getStop();
  }

  @Override
  public Layout visitArgument(NetParser.ArgumentContext tree) {
    return tree.identifier() == null
        ? layout(tree.expression())
        : named(tree.identifier(), tree.ASSIGN(), tree.expression());
  }

  @Override
  public Layout visitNamedArgument(NetParser.NamedArgumentContext tree) {
    return named(tree.identifier(), tree.ASSIGN(), tree.expression());
  }

  /** {@code lr=0.01}; with blanks where the value has braces or arrows. */
  final Layout named(ParseTree name, TerminalNode assign, NetParser.ExpressionContext value) {
    return isLong(value)
        ? spaced(List.of(name, assign, value))
        : joined(List.of(name, assign, value));
  }

  private static boolean isLong(NetParser.ExpressionContext value) {
    return !value.ARROW().isEmpty()
        || value.AS() != null
        || value.operand() instanceof NetParser.ConditionalOperandContext
        || value.operand() instanceof NetParser.ScanOperandContext;
  }

  @Override
  public Layout visitSubscripts(NetParser.SubscriptsContext tree) {
    return filledList(tree.LBRACK(), elements(tree.subscript(), tree.COMMA()), tree.RBRACK());
  }

  @Override
  public Layout visitSlice(NetParser.SliceContext tree) {
    List<ParseTree> parts = new ArrayList<>();
    for (int i = 0; i < tree.getChildCount(); i++) {
      parts.add(tree.getChild(i));
    }
    return joined(parts);
  }

  @Override
  public Layout visitListLiteral(NetParser.ListLiteralContext tree) {
    List<Layout> elements = elements(tree.expression(), tree.COMMA());
    return filledList(tree.leftBracket(), elements, tree.RBRACK());
  }

  @Override
  public Layout visitShapePattern(NetParser.ShapePatternContext tree) {
    List<Layout> elements = elements(tree.dimension(), tree.COMMA());
    return filledList(tree.leftBracket(), elements, tree.RBRACK());
  }

  @Override
  public Layout visitTuple(NetParser.TupleContext tree) {
    return tuple(tree.leftParenthesis(), tree.expression(), tree.COMMA(), tree.RPAREN());
  }

  @Override
  public Layout visitLineTuple(NetParser.LineTupleContext tree) {
    return tuple(tree.LINE_LPAREN(), tree.expression(), tree.COMMA(), tree.RPAREN());
  }

  /** Only behind a single element the last comma means something. */
  final Layout tuple(
      ParseTree open,
      List<? extends ParserRuleContext> elements,
      List<TerminalNode> commas,
      ParseTree close) {
    List<Layout> parts =
        elements.size() == 1 && commas.size() == 1
            ? List.of(Layout.of(layout(elements.get(0)), layout(commas.get(0))))
            : elements(elements, commas);
    return filledList(open, parts, close);
  }

  // ---- Choices and loops

  @Override
  public Layout visitConditional(NetParser.ConditionalContext tree) {
    List<Layout> parts = new ArrayList<>();
    NetParser.ConditionalContext branch = tree;
    while (branch != null) {
      parts.add(spaced(List.of(branch.IF(), branch.operand())));
      parts.add(Layout.text(" "));
      parts.add(value(branch.LBRACE(0), branch.expression(0), branch.RBRACE(0)));
      parts.add(Layout.text(" "));
      parts.add(word(branch.ELSE()));
      parts.add(Layout.text(" "));
      if (branch.conditional() == null) {
        parts.add(value(branch.LBRACE(1), branch.expression(1), branch.RBRACE(1)));
      }
      branch = branch.conditional();
    }
    return Layout.group(Layout.of(parts));
  }

  private Layout value(TerminalNode open, ParseTree value, TerminalNode close) {
    return Layout.of(
        word(open), Layout.indented(Layout.LINE, layout(value)), Layout.LINE, word(close));
  }

  @Override
  public Layout visitScan(NetParser.ScanContext tree) {
    List<ParseTree> start = new ArrayList<>();
    for (int i = 0; i < tree.getChildCount() - 1; i++) {
      start.add(tree.getChild(i));
    }
    return Layout.of(spaced(start), Layout.text(" "), layout(tree.block()));
  }
}
