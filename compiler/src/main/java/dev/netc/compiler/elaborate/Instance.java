package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer made by {@code Conv2d(6, 3)}: its declaration and arguments. Its node, which holds its
 * name and parameters, is there from when it is named or first applied.
 */
final class Instance {
  final Declaration.Function function;
  final Arguments arguments;
  final Span span;

  /** In the order in which they are applied. */
  final List<Parametrization> parametrizations;

  private Optional<LayerNode> node = Optional.empty();

  Instance(Declaration.Function function, Arguments arguments, Span span) {
    this(function, arguments, span, List.of());
  }

  private Instance(
      Declaration.Function function,
      Arguments arguments,
      Span span,
      List<Parametrization> parametrizations) {
    this.function = function;
    this.arguments = arguments;
    this.span = span;
    this.parametrizations = List.copyOf(parametrizations);
  }

  /** A layer of the same making, which has no name yet. */
  Instance copy() {
    return new Instance(function, arguments, span, parametrizations);
  }

  /** This layer, made with other arguments beside its own; it has no name yet. */
  Instance with(Arguments others) {
    return new Instance(function, arguments.and(others), span, parametrizations);
  }

  /** This layer, under its name if it has one, with one of its parameters computed. */
  Instance with(Parametrization parametrization) {
    List<Parametrization> all = new ArrayList<>(parametrizations);
    all.add(parametrization);
    return withAll(all);
  }

  /** This layer, under its name if it has one, with a parameter as it declares it. */
  Instance without(String parameter) {
    return withAll(
        parametrizations.stream().filter(each -> !each.parameter().equals(parameter)).toList());
  }

  private Instance withAll(List<Parametrization> all) {
    Instance other = new Instance(function, arguments, span, all);
    other.node = node;
    return other;
  }

  Optional<LayerNode> node() {
    return node;
  }

  LayerNode attach(LayerNode to) {
    node = Optional.of(to);
    return to;
  }
}
