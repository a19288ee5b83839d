package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.ElementName;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.ShapePattern.Dimension;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.List;

/** Turns ANTLR's trees of shape patterns and element types into ours. */
final class ShapeBuilder {
  private final TreeReader reader;
  private final ExpressionBuilder expressions;

  ShapeBuilder(TreeReader reader, ExpressionBuilder expressions) {
    this.reader = reader;
    this.expressions = expressions;
  }

  /** An element type. */
  static ElementName element(NetParser.ElementTypeContext tree) {
    return switch (tree.getStart().getType()) {
      case NetLexer.FLOAT -> ElementName.FLOAT;
      case NetLexer.DOUBLE -> ElementName.DOUBLE;
      case NetLexer.INT -> ElementName.INT;
      case NetLexer.BOOL -> ElementName.BOOL;
      default -> throw new IllegalStateException("no such element type: " + tree.getText());
    };
  }

  /** A shape pattern; reports a second {@code ...}, and leaves it out. */
  ShapePattern pattern(NetParser.ShapePatternContext tree) {
    List<Dimension> dimensions = new ArrayList<>();
    for (NetParser.DimensionContext dimension : tree.dimension()) {
      Dimension built = dimension(dimension);
      List<Dimension> rests = dimensions.stream().filter(Dimension.Rest.class::isInstance).toList();
      if (built instanceof Dimension.Rest && !rests.isEmpty()) {
        reader.report(
            Diagnostic.error("E0110", "a shape can hold only one `...`")
                .at(built.span(), "the second one")
                .also(rests.get(0).span(), "the first one")
                .note("how many dimensions each of them stands for could not be told")
                .build());
      } else {
        dimensions.add(built);
      }
    }
    return new ShapePattern(reader.span(tree), dimensions);
  }

  private Dimension dimension(NetParser.DimensionContext tree) {
    if (tree.ELLIPSIS() != null) {
      return new Dimension.Rest(reader.span(tree));
    } else if (tree.UNDERSCORE() != null) {
      return new Dimension.Any(reader.span(tree));
    }
    Expression size = expressions.build(tree.expression());
    return size instanceof Expression.Reference reference
        ? new Dimension.Named(reference.span(), reference.name())
        : new Dimension.Computed(size.span(), size);
  }
}
