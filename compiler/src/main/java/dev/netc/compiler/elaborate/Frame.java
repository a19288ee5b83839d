package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Scope;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One running body: its names, the layer that owns what it declares, and the call that started it.
 * Branches and loops share the frame of the body they stand in.
 */
final class Frame {
  /**
   * The call that started a frame.
   *
   * @param caller the frame it stands in
   * @param span the call, or the stage of a chain
   */
  record Call(Frame caller, Span span, Arguments arguments) {}

  private final Declaration declaration;
  private final Optional<Call> call;
  private final Optional<LayerNode> layer;
  private final int depth;
  private final Scope scope;
  private final Map<String, Datum> names = new HashMap<>();

  /** The names that buffers are saved under, by those that they have here. */
  private final Map<String, String> stored = new HashMap<>();

  private final List<Parametrization> parametrizations;
  private final Set<String> declared = new HashSet<>();

  private Frame(
      Declaration declaration,
      Optional<Call> call,
      Optional<LayerNode> layer,
      Scope scope,
      List<Parametrization> parametrizations) {
    this.declaration = declaration;
    this.call = call;
    this.layer = layer;
    this.scope = scope;
    this.parametrizations = parametrizations;
    this.depth = call.map(c -> c.caller().depth + 1).orElse(0);
  }

  /** The body of a network, or of an optimizer, which owns no layer. */
  static Frame outermost(Declaration declaration, Optional<LayerNode> layer, Scope scope) {
    return new Frame(declaration, Optional.empty(), layer, scope, List.of());
  }

  /** The body of a declaration that is called. A pure function has no layer. */
  static Frame called(
      Declaration.Function function, Call call, Optional<LayerNode> layer, Scope scope) {
    return called(function, call, layer, scope, List.of());
  }

  /**
   * The body of a layer that is applied.
   *
   * @param parametrizations of parameters that the body declares
   */
  static Frame called(
      Declaration.Function function,
      Call call,
      Optional<LayerNode> layer,
      Scope scope,
      List<Parametrization> parametrizations) {
    return new Frame(function, Optional.of(call), layer, scope, parametrizations);
  }

  Declaration declaration() {
    return declaration;
  }

  Optional<Call> call() {
    return call;
  }

  Optional<LayerNode> layer() {
    return layer;
  }

  int depth() {
    return depth;
  }

  /** Whether the body is the library's, and not the user's. */
  boolean isLibrary() {
    return scope.isLibrary();
  }

  /** The declarations that the body may name. */
  Scope scope() {
    return scope;
  }

  /** What computes a parameter that the body is about to declare, in order; mostly nothing. */
  List<Datum> parametrizations(String parameter) {
    if (parametrizations.isEmpty()) {
      return List.of();
    }
    declared.add(parameter);
    return parametrizations.stream()
        .filter(each -> each.parameter().equals(parameter))
        .map(Parametrization::by)
        .toList();
  }

  /** A parameter that should be computed, but that the body has not declared. */
  Optional<String> undeclared() {
    // Called for every body that is run.
    if (parametrizations.isEmpty()) {
      return Optional.empty();
    }
    return parametrizations.stream()
        .map(Parametrization::parameter)
        .filter(parameter -> !declared.contains(parameter))
        .findFirst();
  }

  /** The name that a buffer is saved under; it stays where the name is bound to new values. */
  Optional<String> stored(String name) {
    return Optional.ofNullable(stored.get(name));
  }

  void bindBuffer(String name, String storedAs, Datum datum) {
    stored.put(name, storedAs);
    bind(name, datum);
  }

  Optional<Datum> lookup(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** A name that the file declares is an error that has been reported, and stands for nothing. */
  void bind(String name, Datum datum) {
    names.put(name, scope.own(name).isPresent() ? Datum.Poison.POISON : datum);
  }

  void forget(String name) {
    names.remove(name);
  }

  /** What all names stand for now. */
  Map<String, Datum> snapshot() {
    return Map.copyOf(names);
  }

  /** Lets the names stand for what they stood for. */
  void restore(Map<String, Datum> snapshot) {
    names.clear();
    names.putAll(snapshot);
  }

  /** All names that are bound, for proposals. */
  Iterable<String> names() {
    return names.keySet();
  }
}
