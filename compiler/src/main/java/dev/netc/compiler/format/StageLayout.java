package dev.netc.compiler.format;

import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Chains. Where an author ended a line before an arrow, which says what belongs together, the line
 * ends there; a chain on one line stays there if it fits, or else gets a line for each stage.
 */
abstract class StageLayout extends ExpressionLayout {

  StageLayout(Words words) {
    super(words);
  }

  @Override
  public Layout visitExpression(NetParser.ExpressionContext tree) {
    List<ParseTree> head = new ArrayList<>(List.of(tree.operand()));
    if (tree.AS() != null) {
      head.add(tree.AS());
      head.add(tree.shapePattern());
    }
    return chain(spaced(head), tree.ARROW(), tree.stage());
  }

  /** What goes in, and the stages that it passes. */
  final Layout chain(Layout head, List<TerminalNode> arrows, List<NetParser.StageContext> stages) {
    if (arrows.isEmpty()) {
      return head;
    }
    List<Layout> layouts = stages.stream().map(this::layout).toList();
    if (arrows.stream().anyMatch(arrow -> words().startsLine(arrow.getSymbol()))) {
      return asBroken(head, arrows, layouts);
    }
    Layout last = layouts.get(layouts.size() - 1);
    List<Layout> parts = new ArrayList<>();
    boolean onlyLastIsBroken =
        last.flatWidth() >= Layout.TOO_WIDE
            && layouts.stream().filter(stage -> stage.flatWidth() >= Layout.TOO_WIDE).count() == 1
            && stages.subList(0, stages.size() - 1).stream().noneMatch(StageLayout::hasBraces);
    for (int i = 0; i < layouts.size(); i++) {
      parts.add(onlyLastIsBroken ? Layout.text(" ") : Layout.LINE);
      parts.add(step(arrows.get(i), layouts.get(i)));
    }
    return onlyLastIsBroken
        ? Layout.of(head, Layout.of(parts))
        : Layout.group(head, Layout.indented(Layout.of(parts)));
  }

  /** Whether lines may end within, where they then are for good. */
  private static boolean hasBraces(ParseTree tree) {
    if (tree instanceof TerminalNode word) {
      return word.getSymbol().getType() == NetLexer.LBRACE;
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      if (hasBraces(tree.getChild(i))) {
        return true;
      }
    }
    return false;
  }

  private Layout step(TerminalNode arrow, Layout stage) {
    return Layout.of(word(arrow), Layout.text(" "), stage);
  }

  /** Lines as the author has them; one that does not fit is broken before each of its arrows. */
  private Layout asBroken(Layout head, List<TerminalNode> arrows, List<Layout> stages) {
    List<Layout> lines = new ArrayList<>();
    List<Layout> line = new ArrayList<>();
    boolean belowHead = words().startsLine(arrows.get(0).getSymbol());
    for (int i = 0; i < stages.size(); i++) {
      boolean starts = words().startsLine(arrows.get(i).getSymbol());
      if (starts && i > 0) {
        lines.add(Layout.group(Layout.of(line)));
        line.clear();
      }
      if (starts) {
        lines.add(Layout.HARD_LINE);
        lines.add(words().above(arrows.get(i).getSymbol()));
      } else {
        line.add(i == 0 ? Layout.EMPTY : Layout.LINE);
      }
      line.add(step(arrows.get(i), stages.get(i)));
    }
    lines.add(Layout.group(Layout.of(line)));
    return belowHead
        ? Layout.of(head, Layout.indented(Layout.of(lines)))
        : Layout.of(head, Layout.text(" "), Layout.aligned(Layout.of(lines)));
  }

  @Override
  public Layout visitApplyStage(NetParser.ApplyStageContext tree) {
    Layout callee = layout(tree.callee());
    return tree.arguments() == null ? callee : Layout.of(callee, layout(tree.arguments()));
  }

  @Override
  public Layout visitStageSequence(NetParser.StageSequenceContext tree) {
    return Layout.group(braces(tree));
  }

  /** Stages in braces, on lines of their own where the author has them there. */
  private Layout braces(NetParser.StageSequenceContext tree) {
    if (tree.stage().isEmpty()) {
      return closed(Layout.of(word(tree.LBRACE())), tree.RBRACE());
    }
    List<NetParser.StageContext> stages = tree.stage();
    boolean broken = words().startsLine(first(stages.get(0)));
    Layout line = broken ? Layout.HARD_LINE : Layout.LINE;
    Layout content = chain(layout(stages.get(0)), tree.ARROW(), stages.subList(1, stages.size()));
    Layout end = words().commentsAbove(tree.RBRACE().getSymbol());
    return Layout.of(
        word(tree.LBRACE()),
        Layout.indented(line, content, end.equals(Layout.EMPTY) ? end : Layout.of(line, end)),
        line,
        words().bare(tree.RBRACE().getSymbol()));
  }

  /** A closing brace behind an opening one, with the comments between them. */
  final Layout closed(Layout open, TerminalNode close) {
    Layout comments = words().commentsAbove(close.getSymbol());
    Layout brace = words().bare(close.getSymbol());
    return comments.equals(Layout.EMPTY)
        ? Layout.of(open, brace)
        : Layout.of(open, Layout.indented(Layout.HARD_LINE, comments), Layout.HARD_LINE, brace);
  }

  @Override
  public Layout visitRepeat(NetParser.RepeatContext tree) {
    List<ParseTree> rest = new ArrayList<>();
    for (int i = 4; i < tree.getChildCount(); i++) {
      rest.add(tree.getChild(i));
    }
    Layout count = joined(List.of(tree.REPEAT(), tree.LPAREN(), tree.expression(), tree.RPAREN()));
    return Layout.of(count, Layout.text(" "), spaced(rest));
  }

  @Override
  public Layout visitChoiceStage(NetParser.ChoiceStageContext tree) {
    List<Layout> parts = new ArrayList<>();
    for (int i = 0; i < tree.getChildCount(); i++) {
      if (i > 0) {
        parts.add(Layout.text(" "));
      }
      ParseTree child = tree.getChild(i);
      parts.add(
          child instanceof NetParser.StageSequenceContext stages ? braces(stages) : layout(child));
    }
    return Layout.group(Layout.of(parts));
  }
}
