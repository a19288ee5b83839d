package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Initializer;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Network.Distribution;
import dev.netc.compiler.elaborate.Network.Parameter;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
    LayerNode layer =
        frame
            .layer()
            .orElseThrow(
                () ->
                    session.reporter.fail(
                        frame,
                        param.span(),
                        "E0209",
                        "`param` belongs in a layer or network, not in `"
                            + frame.declaration().name().text()
                            + "`"));
    TensorType type =
        new TensorType(
            session.floating(), evaluator.fixedShape(frame, param.shape(), "a parameter's"));
    requireRoom(frame, param, type);
    Optional<LayerNode.Owned> known = layer.parameter(name);
    if (known.isPresent() && !layer.isApplied()) {
      throw session.reporter.fail(
          frame, param.name().span(), "E0206", "there is a parameter `" + name + "` already");
    }
    if (known.isPresent() && !known.get().value().type().equals(type)) {
      throw session.reporter.fail(
          frame,
          param.span(),
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
    frame.bind(
        name, new Datum.Tensor(known.orElseGet(() -> make(frame, layer, param, type)).value()));
  }

  /** All parameters lie in one array. */
  private void requireRoom(Frame frame, Statement.Param param, TensorType type) {
    double elements = 1;
    for (Dim dim : type.shape().dims()) {
      elements *= dim.constant();
    }
    if (elements > MOST_ELEMENTS) {
      throw session.reporter.fail(
          frame,
          param.span(),
          "E0321",
          "`"
              + param.name().text()
              + "` of "
              + type.shape()
              + " is more than a Java array can hold");
    }
  }

  private LayerNode.Owned make(
      Frame frame, LayerNode layer, Statement.Param param, TensorType type) {
    String path = layer.path(param.name().text());
    Span site = Site.of(frame, param.span()).span();
    Value.Origin before = session.builder.at(new Value.Origin(path, Optional.of(site)));
    Value value = session.builder.input(Op.Role.PARAMETER, path, type);
    session.builder.at(before);
    Parameter parameter = new Parameter(path, type, distribution(frame, param.initializer()), site);
    LayerNode.Owned owned = new LayerNode.Owned(parameter, value);
    layer.own(param.name().text(), owned);
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
