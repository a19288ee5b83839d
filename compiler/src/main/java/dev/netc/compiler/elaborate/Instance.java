package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.source.Span;
import java.util.Optional;

/**
 * A layer made by {@code Conv2d(6, 3)}: its declaration and arguments. Its node, which holds its
 * name and parameters, is there from when it is named or first applied.
 */
final class Instance {
  final Declaration.Function function;
  final Arguments arguments;
  final Span span;
  private Optional<LayerNode> node = Optional.empty();

  Instance(Declaration.Function function, Arguments arguments, Span span) {
    this.function = function;
    this.arguments = arguments;
    this.span = span;
  }

  Optional<LayerNode> node() {
    return node;
  }

  LayerNode attach(LayerNode to) {
    node = Optional.of(to);
    return to;
  }
}
