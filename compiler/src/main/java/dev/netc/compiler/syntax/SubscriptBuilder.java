package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Subscript;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.NetParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.RuleNode;
import org.jspecify.annotations.Nullable;

/** Turns ANTLR's trees of what stands between the brackets of an index into ours. */
final class SubscriptBuilder extends NetParserBaseVisitor<Subscript> {
  private final TreeReader reader;
  private final ExpressionBuilder expressions;

  SubscriptBuilder(TreeReader reader, ExpressionBuilder expressions) {
    this.reader = reader;
    this.expressions = expressions;
  }

  /** The subscripts; reports a second {@code ...}, and leaves it out. */
  List<Subscript> build(NetParser.SubscriptsContext tree) {
    List<Subscript> subscripts = new ArrayList<>();
    for (NetParser.SubscriptContext subscript : tree.subscript()) {
      Subscript built = visit(subscript);
      boolean second =
          built instanceof Subscript.Rest
              && subscripts.stream().anyMatch(Subscript.Rest.class::isInstance);
      if (second) {
        reader.report(
            Diagnostic.error("E0110", "an index can hold only one `...`")
                .at(built.span(), "the second one")
                .build());
      } else {
        subscripts.add(built);
      }
    }
    return subscripts;
  }

  @Override
  public Subscript visitChildren(RuleNode node) {
    throw new IllegalStateException("no such subscript: " + node.getText());
  }

  @Override
  public Subscript visitPositionSubscript(NetParser.PositionSubscriptContext tree) {
    return new Subscript.At(reader.span(tree), expressions.build(tree.expression()));
  }

  @Override
  public Subscript visitRestSubscript(NetParser.RestSubscriptContext tree) {
    return new Subscript.Rest(reader.span(tree));
  }

  @Override
  public Subscript visitSlice(NetParser.SliceContext tree) {
    return new Subscript.Slice(
        reader.span(tree), bound(tree.from), bound(tree.to), bound(tree.step));
  }

  private Optional<Expression> bound(NetParser.@Nullable OperandContext operand) {
    return Optional.ofNullable(operand).map(expressions::operand);
  }
}
