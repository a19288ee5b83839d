package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Initializer;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Network.Distribution;
import dev.netc.compiler.elaborate.Network.Parameter;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Declares parameters: {@code param weight: [10, K] ~ uniform(-bound, bound)}. */
final class Parameters {
  private static final Map<String, Distribution.Kind> DISTRIBUTIONS =
      Map.of("uniform", Distribution.Kind.UNIFORM, "normal", Distribution.Kind.NORMAL);

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
    String name = param.name().text();
    Shape shape = evaluator.fixedShape(frame, param.shape(), "a parameter's");
    frame.bind(
        name,
        declare(frame, param.span(), name, shape, () -> distribution(frame, param.initializer())));
  }

  /**
   * The parameter of a layer that numbers its parameters, as {@code weight_ih_l0}; drawn uniformly
   * between {@code -bound} and {@code bound}.
   */
  Datum numbered(Frame frame, Span span, String name, Shape shape, double bound) {
    Distribution distribution = new Distribution(Distribution.Kind.UNIFORM, -bound, bound);
    return declare(frame, span, name, shape, () -> distribution);
  }

  private Datum declare(
      Frame frame, Span span, String name, Shape shape, Supplier<Distribution> distribution) {
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
    TensorType type = new TensorType(session.floating(), shape);
    requireRoom(frame, span, name, type);
    Optional<LayerNode.Owned> known = layer.parameter(name);
    if (known.isPresent() && !layer.isApplied()) {
      throw session.reporter.fail(
          frame, span, "E0206", "there is a parameter `" + name + "` already");
    }
    if (known.isPresent() && !known.get().value().type().equals(type)) {
      throw session.reporter.fail(
          frame,
          span,
          "E0312",
          "`"
              + layer.path()
              + "` shares its `"
              + name
              + "` of "
              + known.get().value().shape()
              + ", which would be "
              + type.shape()
              + " here",
          "a layer that is applied twice takes inputs of the same sizes");
    }
    return new Datum.Tensor(
        known.orElseGet(() -> make(frame, span, layer, name, type, distribution.get())).value());
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
      Frame frame,
      Span span,
      LayerNode layer,
      String name,
      TensorType type,
      Distribution distribution) {
    String path = layer.path(name);
    Span site = Site.of(frame, span).span();
    Value.Origin before = session.builder.at(new Value.Origin(path, Optional.of(site)));
    Value value = session.builder.input(Op.Role.PARAMETER, path, type);
    session.builder.at(before);
    LayerNode.Owned owned =
        new LayerNode.Owned(new Parameter(path, type, distribution, site), value);
    layer.own(name, owned);
    return owned;
  }

  private Distribution distribution(Frame frame, Initializer initializer) {
    return initializer.accept(
        new Initializer.Visitor<Distribution>() {
          @Override
          public Distribution visitDrawn(Initializer.Drawn drawn) {
            return drawn(frame, drawn);
          }

          @Override
          public Distribution visitFixed(Initializer.Fixed fixed) {
            return new Distribution(Distribution.Kind.CONSTANT, number(frame, fixed.value()), 0);
          }
        });
  }

  private Distribution drawn(Frame frame, Initializer.Drawn drawn) {
    Expression.Call call = drawn.distribution();
    String name = call.callee().span().text();
    Distribution.Kind kind = DISTRIBUTIONS.get(name);
    List<Expression> arguments = call.arguments().stream().map(a -> a.value()).toList();
    if (kind == null || arguments.size() != 2) {
      throw session.reporter.fail(
          frame,
          call.span(),
          "E0318",
          "a parameter is drawn from `uniform(low, high)` or `normal(mean, std)`, not from `"
              + call.span().text()
              + "`");
    }
    double first = number(frame, arguments.get(0));
    double second = number(frame, arguments.get(1));
    if (kind == Distribution.Kind.UNIFORM ? first > second : second < 0) {
      throw session.reporter.fail(
          frame,
          call.span(),
          "E0318",
          "there is no distribution `"
              + name
              + "("
              + Texts.real(first)
              + ", "
              + Texts.real(second)
              + ")`");
    }
    return new Distribution(kind, first, second);
  }

  private double number(Frame frame, Expression expression) {
    Datum datum = evaluator.evaluate(frame, expression);
    OptionalDouble value = Numbers.value(datum);
    if (value.isEmpty()) {
      throw new Tensors(session).wrongKind(frame, expression.span(), datum, "a number");
    }
    return value.getAsDouble();
  }
}
