package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.NetParserBaseVisitor;
import org.antlr.v4.runtime.tree.RuleNode;

/** Turns ANTLR's trees of the left sides of bindings into ours. */
final class PatternBuilder extends NetParserBaseVisitor<Pattern> {
  private final TreeReader reader;

  PatternBuilder(TreeReader reader) {
    this.reader = reader;
  }

  @Override
  public Pattern visitChildren(RuleNode node) {
    throw new IllegalStateException("no such pattern: " + node.getText());
  }

  @Override
  public Pattern visitBindPattern(NetParser.BindPatternContext tree) {
    return new Pattern.Bind(reader.span(tree), tree.getText());
  }

  @Override
  public Pattern visitIgnorePattern(NetParser.IgnorePatternContext tree) {
    return new Pattern.Ignore(reader.span(tree));
  }

  /** The left side of a binding. */
  Pattern build(NetParser.BindingTargetContext tree) {
    if (tree.identifier() != null) {
      return new Pattern.Bind(reader.span(tree), tree.getText());
    } else if (tree.UNDERSCORE() != null) {
      return new Pattern.Ignore(reader.span(tree));
    }
    return tuple(reader.span(tree), tree.patterns());
  }

  @Override
  public Pattern visitTuplePattern(NetParser.TuplePatternContext tree) {
    return tuple(reader.span(tree), tree.patterns());
  }

  /** As with expressions, parentheses around one pattern mean nothing unless a comma follows it. */
  private Pattern tuple(Span span, NetParser.PatternsContext tree) {
    boolean grouped = tree.pattern().size() == 1 && tree.COMMA().isEmpty();
    return grouped
        ? visit(tree.pattern(0))
        : new Pattern.Tuple(span, tree.pattern().stream().map(this::visit).toList());
  }
}
