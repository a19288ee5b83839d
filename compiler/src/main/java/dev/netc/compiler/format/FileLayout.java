package dev.netc.compiler.format;

import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** The package, the imports, the declarations. */
final class FileLayout extends StatementLayout {

  FileLayout(Words words) {
    super(words);
  }

  @Override
  public Layout visitFile(NetParser.FileContext tree) {
    List<Layout> parts = new ArrayList<>();
    ParseTree before = null;
    boolean shortBefore = false;
    for (int i = 0; i < tree.getChildCount(); i++) {
      ParseTree next = tree.getChild(i);
      boolean behindBlank = words().startsBehindBlank(first(next));
      boolean commented = words().hasAbove(first(next));
      Layout comments = words().above(first(next));
      Layout layout = layout(next);
      boolean isShort =
          words().onOneLine(first(next), last(next)) && layout.flatWidth() <= Formatter.WIDTH;
      if (before != null && (commented || !(next instanceof TerminalNode))) {
        boolean close = shortBefore && isShort && !commented;
        boolean blank = behindBlank || (!close && isDeclaration(next)) || isOther(before, next);
        parts.add(blank ? Layout.BLANK_LINE : Layout.HARD_LINE);
      }
      parts.add(Layout.of(comments, layout));
      before = next;
      shortBefore = isShort;
    }
    return Layout.of(parts);
  }

  private static boolean isDeclaration(ParseTree tree) {
    return tree instanceof NetParser.DeclarationContext;
  }

  /** Whether imports start or end here; only they and short declarations stand close together. */
  private static boolean isOther(ParseTree before, ParseTree next) {
    return !(next instanceof TerminalNode)
        && (before instanceof NetParser.PackageClauseContext
            || isDeclaration(before) != isDeclaration(next));
  }

  @Override
  public Layout visitNetwork(NetParser.NetworkContext tree) {
    Layout name = spaced(List.of(tree.NETWORK(), tree.identifier()));
    Layout parameters = tree.parameterList() == null ? Layout.EMPTY : layout(tree.parameterList());
    Layout body = Layout.group(body(tree.block(), tree));
    return Layout.of(Layout.group(name, parameters, Layout.text(" ")), body);
  }

  @Override
  public Layout visitFunction(NetParser.FunctionContext tree) {
    String kind = tree.functionKind().getText();
    List<Layout> head = new ArrayList<>();
    head.add(spaced(List.of(tree.functionKind(), tree.functionName())));
    head.add(layout(tree.parameterList(0)));
    if (tree.parameterList().size() > 1) {
      Layout second = Layout.of(Layout.LINE, layout(tree.parameterList(1)));
      head.add(Layout.indentedBy(kind.length() + 1, second));
    }
    if (tree.block() != null) {
      Layout body = Layout.group(body(tree.block(), tree));
      return Layout.of(Layout.group(Layout.of(head)), Layout.text(" "), body);
    }
    head.add(Layout.text(" "));
    head.add(word(tree.ASSIGN()));
    Layout.WideBody wide =
        staysOnLine(tree.expression()) ? Layout.WideBody.SAME_LINE : Layout.WideBody.NEXT_LINE;
    return Layout.of(Layout.group(Layout.of(head)), Layout.body(layout(tree.expression()), wide));
  }

  /** Below the first parameter; one a line where comments stand between them. */
  @Override
  public Layout visitParameterList(NetParser.ParameterListContext tree) {
    List<NetParser.ParameterContext> parameters = tree.parameter();
    if (parameters.stream().noneMatch(parameter -> words().hasAbove(parameter.getStart()))) {
      List<Layout> elements = elements(parameters, tree.COMMA());
      return filledList(tree.leftParenthesis(), elements, tree.RPAREN());
    }
    List<Layout> lines = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      lines.add(Layout.HARD_LINE);
      lines.add(layout(parameters.get(i)));
      lines.add(i < tree.COMMA().size() ? word(tree.COMMA(i)) : Layout.text(","));
    }
    Layout end = words().commentsAbove(tree.RPAREN().getSymbol());
    return Layout.of(
        layout(tree.leftParenthesis()),
        Layout.indented(
            Layout.of(lines), end.equals(Layout.EMPTY) ? end : Layout.of(Layout.HARD_LINE, end)),
        Layout.HARD_LINE,
        words().bare(tree.RPAREN().getSymbol()));
  }

  @Override
  public Layout visitParameter(NetParser.ParameterContext tree) {
    boolean plain = tree.ELLIPSIS() == null && tree.COLON() == null && tree.ASSIGN() != null;
    return plain ? named(tree.identifier(), tree.ASSIGN(), tree.expression()) : visitChildren(tree);
  }
}
