package dev.netc.compiler.format;

import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Lines of bodies, and the bodies. */
abstract class StatementLayout extends StageLayout {
  private final Map<ParserRuleContext, Integer> padding = new HashMap<>();

  StatementLayout(Words words) {
    super(words);
  }

  /** A body: on the line of what it belongs to if its author has that on one line, or below. */
  final Layout body(NetParser.BlockContext block, ParserRuleContext owner) {
    Layout open = word(block.LBRACE());
    List<NetParser.StatementContext> statements = block.statement();
    if (statements.isEmpty()) {
      return closed(open, block.RBRACE());
    }
    boolean inline = statements.size() == 1 && words().onOneLine(owner.getStart(), owner.getStop());
    Layout line = inline ? Layout.LINE : Layout.HARD_LINE;
    int outer = words().newColumn();
    Layout content = Layout.indented(line, lines(block));
    words().column(outer);
    return Layout.of(open, content, line, words().bare(block.RBRACE().getSymbol()));
  }

  private Layout lines(NetParser.BlockContext block) {
    padding.putAll(Columns.of(words(), block.statement()));
    List<Layout> lines = new ArrayList<>();
    for (NetParser.StatementContext statement : block.statement()) {
      boolean blank = words().startsBehindBlank(statement.getStart());
      if (!lines.isEmpty()) {
        lines.add(blank ? Layout.BLANK_LINE : Layout.HARD_LINE);
      }
      lines.add(words().above(statement.getStart()));
      lines.add(layout(statement));
    }
    lines.addAll(commentsAtEnd(block.RBRACE()));
    return Layout.of(lines);
  }

  private List<Layout> commentsAtEnd(TerminalNode brace) {
    if (!words().hasAbove(brace.getSymbol())) {
      return List.of();
    }
    boolean blank = words().startsBehindBlank(brace.getSymbol());
    Layout comments = words().commentsAbove(brace.getSymbol());
    return List.of(blank ? Layout.BLANK_LINE : Layout.HARD_LINE, comments);
  }

  @Override
  public Layout visitBlock(NetParser.BlockContext tree) {
    return Layout.group(body(tree, tree));
  }

  @Override
  public Layout visitIf(NetParser.IfContext tree) {
    List<Layout> parts = new ArrayList<>();
    for (int i = 0; i < tree.getChildCount(); i++) {
      if (i > 0) {
        parts.add(Layout.text(" "));
      }
      ParseTree child = tree.getChild(i);
      parts.add(child instanceof NetParser.BlockContext block ? body(block, tree) : layout(child));
    }
    return Layout.group(Layout.of(parts));
  }

  /** {@code input} and {@code target} side by side have their names in one column. */
  @Override
  public Layout visitPort(NetParser.PortContext tree) {
    List<ParseTree> rest = new ArrayList<>();
    for (int i = 1; i < tree.getChildCount(); i++) {
      rest.add(tree.getChild(i));
    }
    return Layout.of(layout(tree.getChild(0)), Layout.text(" "), pad(tree), spaced(rest));
  }

  private Layout pad(ParserRuleContext tree) {
    return Layout.text(" ".repeat(padding.getOrDefault(tree, 0)));
  }

  @Override
  public Layout visitBinding(NetParser.BindingContext tree) {
    Layout value = spaced(List.of(tree.ASSIGN(), tree.expression()));
    return Layout.of(layout(tree.bindingTarget()), pad(tree), Layout.text(" "), value);
  }

  @Override
  public Layout visitBindingTarget(NetParser.BindingTargetContext tree) {
    return tree.patterns() == null
        ? visitChildren(tree)
        : patterns(tree.LINE_LPAREN(), tree.patterns(), tree.RPAREN());
  }

  @Override
  public Layout visitTuplePattern(NetParser.TuplePatternContext tree) {
    return patterns(tree.leftParenthesis(), tree.patterns(), tree.RPAREN());
  }

  private Layout patterns(ParseTree open, NetParser.PatternsContext tree, ParseTree close) {
    return tuple(open, tree.pattern(), tree.COMMA(), close);
  }

  @Override
  public Layout visitRequire(NetParser.RequireContext tree) {
    return condition(tree.REQUIRE(), tree.operand(), tree.COMMA(), tree.STRING());
  }

  @Override
  public Layout visitExpect(NetParser.ExpectContext tree) {
    return condition(tree.EXPECT(), tree.operand(), tree.COMMA(), tree.STRING());
  }

  private Layout condition(
      ParseTree kind,
      ParseTree operand,
      @Nullable TerminalNode comma,
      @Nullable TerminalNode message) {
    Layout condition = spaced(List.of(kind, operand));
    return comma == null || message == null
        ? condition
        : Layout.group(condition, word(comma), Layout.indented(Layout.LINE, word(message)));
  }

  @Override
  public Layout visitOutput(NetParser.OutputContext tree) {
    Layout items = Layout.filled(elements(tree.outputItem(), tree.COMMA()));
    return Layout.group(word(tree.OUTPUT()), Layout.text(" "), Layout.aligned(items));
  }

  /** {@code N=64}, as arguments are written. */
  @Override
  public Layout visitSize(NetParser.SizeContext tree) {
    return joined(List.of(tree.identifier(), tree.ASSIGN(), tree.INTEGER()));
  }

  @Override
  public Layout visitEvaluateCall(NetParser.EvaluateCallContext tree) {
    List<ParseTree> parts = new ArrayList<>(List.of(tree.identifier()));
    parts.addAll(tree.trailer());
    parts.add(tree.arguments());
    return joined(parts);
  }

  @Override
  public Layout visitEvaluateChain(NetParser.EvaluateChainContext tree) {
    List<ParseTree> head = new ArrayList<>();
    head.add(tree.identifier() == null ? tree.lineTuple() : tree.identifier());
    head.addAll(tree.trailer());
    return chain(joined(head), tree.ARROW(), tree.stage());
  }

  /** Each group on a line of its own, unless the author has all on the line of the optimizer. */
  @Override
  public Layout visitParameterGroups(NetParser.ParameterGroupsContext tree) {
    boolean inline = words().onOneLine(tree.getStart(), tree.getStop());
    Layout line = inline ? Layout.LINE : Layout.HARD_LINE;
    List<Layout> parts = new ArrayList<>();
    for (int i = 1; i < tree.getChildCount() - 1; i++) {
      ParseTree child = tree.getChild(i);
      if (child instanceof TerminalNode comma && i == tree.getChildCount() - 2) {
        parts.add(words().optional(comma.getSymbol()));
      } else {
        parts.add(child instanceof TerminalNode ? Layout.EMPTY : line);
        parts.add(layout(child));
      }
    }
    parts.addAll(commentsAtEnd(tree.RBRACE()));
    return Layout.group(
        word(tree.LBRACE()),
        Layout.indented(Layout.of(parts)),
        line,
        words().bare(tree.RBRACE().getSymbol()));
  }
}
