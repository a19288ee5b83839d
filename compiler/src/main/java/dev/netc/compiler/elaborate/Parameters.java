package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Message;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network.Parameter;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Declares parameters: {@code param weight: [10, K] ~ uniform(-bound, bound)}. */
final class Parameters {
  /** What the longest Java array holds, on every JVM. */
  static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private final Session session;
  private final Evaluator evaluator;

  Parameters(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  /** Binds the name to the parameter; where the layer is applied again, to the one it has. */
  void declare(Frame frame, Statement.Param param) {
    Shape shape = evaluator.fixedShape(frame, param.shape(), "a parameter's");
    TensorType type = new TensorType(session.floating(), shape);
    Starts starts = new Starts(session, evaluator);
    frame.bind(
        param.name().text(),
        declare(
            frame,
            param.span(),
            stored(evaluator, frame, param.name(), param.stored()),
            type,
            () -> starts.of(frame, param.initializer(), type)));
  }

  /** The name that a parameter or buffer is saved under. */
  static String stored(Evaluator evaluator, Frame frame, Name name, Optional<Message> stored) {
    return stored.map(message -> evaluator.text(frame, message, Texts.NAME)).orElse(name.text());
  }

  /**
   * The parameter of a layer that numbers its parameters, as {@code weight_ih_l0}; drawn uniformly
   * between {@code -bound} and {@code bound}.
   */
  Datum numbered(Frame frame, Span span, String name, Shape shape, double bound) {
    TensorType type = new TensorType(session.floating(), shape);
    Start start = new Start.Drawn(Start.Distribution.UNIFORM, -bound, bound);
    return declare(frame, span, name, type, () -> start);
  }

  private Datum declare(
      Frame frame, Span span, String name, TensorType type, Supplier<Start> start) {
    LayerNode layer =
        frame
            .layer()
            .orElseThrow(
                () ->
                    session.reporter.fail(
                        frame,
                        span,
                        "E0209",
                        "`param` belongs in a layer or network, not in `"
                            + frame.declaration().name().text()
                            + "`"));
    requireRoom(frame, span, name, type);
    List<Datum> by = frame.parametrizations(name);
    if (!by.isEmpty()) {
      return computed(frame, span, layer, name, type, start, by);
    }
    return new Datum.Tensor(owned(frame, span, layer, name, type, start).value());
  }

  private LayerNode.Owned owned(
      Frame frame,
      Span span,
      LayerNode layer,
      String name,
      TensorType type,
      Supplier<Start> start) {
    Optional<LayerNode.Owned> known = layer.parameter(name);
    if (known.isPresent() && !layer.isApplied()) {
      throw session.reporter.fail(
          frame, span, "E0206", "there is a parameter `" + name + "` already");
    }
    if (known.isPresent() && !known.get().value().type().equals(type)) {
      Site site = Site.of(frame, span);
      Diagnostic.Builder error =
          site.error(
              "E0312",
              "`%s` shares its `%s` of %s, which would be %s here"
                  .formatted(layer.path(), name, known.get().value().shape(), type.shape()),
              "a layer that is applied twice takes inputs of the same sizes");
      error.also(known.get().parameter().span(), "first applied here");
      site.libraryCall()
          .ifPresent(
              called ->
                  Operands.label(session, site, called, parameter -> true, error)
                      .forEach(value -> session.trace.chain(value).ifPresent(error::trace)));
      error.help("make another layer for the other size");
      throw session.reporter.fail(error.build());
    }
    return known.orElseGet(() -> make(frame, span, layer, name, type, start.get()));
  }

  /**
   * What is computed in place of a parameter. If it depends on the parameter itself, the layer owns
   * that; if not, the parameter is there for its shape and start only.
   */
  private Datum computed(
      Frame frame,
      Span span,
      LayerNode layer,
      String name,
      TensorType type,
      Supplier<Start> start,
      List<Datum> by) {
    boolean known = layer.parameter(name).isPresent();
    LayerNode.Owned declared =
        known
            ? owned(frame, span, layer, name, type, start)
            : new LayerNode.Owned(
                new Parameter(layer.path(name), type, start.get(), Site.of(frame, span).span()),
                input(frame, span, layer.path(name), type));
    session.replaced.putIfAbsent(
        layer.path(name), new ReplacedStarts.Replaced(type, declared.parameter().start()));
    int first = session.builder.size();
    layer.replace();
    Datum datum = new Datum.Tensor(declared.value());
    for (Datum each : by) {
      datum = evaluator.caller().parametrize(new CallSite(frame, span), each, layer, datum);
    }
    Value value = new Tensors(session).tensor(frame, span, datum);
    layer.replaced(name, value);
    if (!value.type().equals(type)) {
      throw session.reporter.fail(
          frame,
          span,
          "E0303",
          "`" + name + "` is " + type + ", what is computed for it is " + value.type());
    }
    if (!known) {
      if (isUsed(declared.value(), value, first)) {
        layer.own(name, declared);
      } else {
        session.builder.remove(List.of(declared.value()));
      }
    }
    return new Datum.Tensor(value);
  }

  private boolean isUsed(Value parameter, Value result, int first) {
    return result == parameter
        || session.builder.since(first).stream()
            .anyMatch(value -> value.operands().contains(parameter));
  }

  /** All parameters lie in one array. */
  private void requireRoom(Frame frame, Span span, String name, TensorType type) {
    double elements = 1;
    for (Dim dim : type.shape().dims()) {
      elements *= dim.constant();
    }
    if (elements > MOST_ELEMENTS) {
      throw session.reporter.fail(
          frame,
          span,
          "E0321",
          "`" + name + "` of " + type.shape() + " is more than a Java array can hold");
    }
  }

  private LayerNode.Owned make(
      Frame frame, Span span, LayerNode layer, String name, TensorType type, Start start) {
    String path = layer.path(name);
    LayerNode.Owned owned =
        new LayerNode.Owned(
            new Parameter(path, type, start, Site.of(frame, span).span()),
            input(frame, span, path, type));
    layer.own(name, owned);
    return owned;
  }

  private Value input(Frame frame, Span span, String path, TensorType type) {
    Span site = Site.of(frame, span).span();
    Value.Origin before = session.builder.at(new Value.Origin(path, Optional.of(site)));
    Value value = session.builder.input(Op.Role.PARAMETER, path, type);
    session.builder.at(before);
    return value;
  }
}
