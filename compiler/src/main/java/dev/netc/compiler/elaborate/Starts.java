package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.UnknownNames;
import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Initializer;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Evaluates how parameters and buffers start: {@code ~ kaiming_uniform(a=sqrt(5))} is the function
 * applied to a tensor of the parameter's shape, in a graph of its own. Other parameters and buffers
 * among the arguments stand for what they start as.
 */
final class Starts {
  private final Session session;
  private final Evaluator evaluator;

  Starts(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  /** The start of a tensor of a type. */
  Start of(Frame frame, Initializer initializer, TensorType type) {
    return initializer.accept(
        new Initializer.Visitor<Start>() {
          @Override
          public Start visitCalled(Initializer.Called called) {
            return called(frame, called.call(), type);
          }

          @Override
          public Start visitFixed(Initializer.Fixed fixed) {
            Datum datum = evaluator.evaluate(frame, fixed.value());
            OptionalDouble number = Numbers.value(datum);
            if (datum instanceof Datum.Tensor) {
              return sameAs(frame, fixed.value().span(), datum, type);
            }
            if (number.isEmpty()) {
              throw new Tensors(session)
                  .wrongKind(
                      frame,
                      fixed.value().span(),
                      datum,
                      "a number that all elements start from, or a parameter");
            }
            return new Start.Filled(number.getAsDouble());
          }
        });
  }

  /** A start that is that of another parameter. */
  private Start sameAs(Frame frame, Span span, Datum datum, TensorType type) {
    Session inside = new Session(session.program, session.mode, session.reporter);
    inside.setFloating(session.floating());
    Datum other = inside(inside, frame, span, datum);
    return start(inside, result(inside, frame, span, other, type));
  }

  private Start called(Frame frame, Expression.Call call, TensorType type) {
    Declaration.Function function = function(frame, call.callee());
    Session inside = new Session(session.program, session.mode, session.reporter);
    inside.setFloating(session.floating());
    List<Actual> arguments = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      Datum given = evaluator.evaluate(frame, argument.value());
      arguments.add(new Actual(argument, inside(inside, frame, argument.span(), given)));
    }
    Datum tensor = new Datum.Tensor(inside.builder.full(type, 0));
    Datum result =
        new Evaluator(inside)
            .caller()
            .apply(new CallSite(frame, call.span()), function, List.of(tensor), arguments);
    return start(inside, result(inside, frame, call.span(), result, type));
  }

  /** A function by its name; a value of the same name does not hide it, unless it is a function. */
  private Declaration.Function function(Frame frame, Expression callee) {
    String name = callee.span().text();
    Optional<Declaration.Function> local =
        frame
            .lookup(name)
            .filter(datum -> datum instanceof Datum.Declared)
            .map(datum -> ((Datum.Declared) datum).function());
    Declaration.Function function =
        local
            .or(() -> frame.scope().function(name))
            .orElseThrow(
                () ->
                    session.reporter.fail(
                        UnknownNames.diagnostic(
                            frame.scope(), name, callee.span(), frame.names())));
    if (function.kind() != FunctionKind.FN) {
      throw session.reporter.fail(
          frame,
          callee.span(),
          "E0318",
          "a parameter starts from what a function gives, `"
              + name
              + "` is a "
              + function.kind().word(),
          "such as `uniform(-0.1, 0.1)` or `kaiming_normal`");
    }
    return function;
  }

  /** What an argument stands for in the graph of a start. */
  private Datum inside(Session inside, Frame frame, Span span, Datum datum) {
    if (datum instanceof Items items) {
      return new Items(
          items.brackets(),
          items.items().stream().map(item -> inside(inside, frame, span, item)).toList());
    }
    if (!(datum instanceof Datum.Tensor tensor)) {
      return datum;
    }
    List<Value> all = tensor.value().sources();
    if (all.stream().allMatch(Starts::isKnownAtStart)) {
      return new Datum.Tensor(new Copies(inside.builder).of(all));
    }
    throw session.reporter.fail(
        frame,
        span,
        "E0318",
        "what a parameter starts from depends on numbers, parameters and buffers only",
        "this is computed from an input");
  }

  private static boolean isKnownAtStart(Value value) {
    return !(value.op() instanceof Random)
        && (!(value.op() instanceof Op.Input input)
            || input.role() == Op.Role.PARAMETER
            || input.role() == Op.Role.BUFFER);
  }

  private Value result(Session inside, Frame frame, Span span, Datum datum, TensorType type) {
    Tensors tensors = new Tensors(inside);
    Value value = tensors.as(frame, span, datum, type.element());
    Optional<Shape> joint = Tensors.join(value.shape(), type.shape());
    if (joint.isEmpty() || !joint.get().equals(type.shape())) {
      throw session.reporter.fail(
          frame,
          span,
          "E0318",
          "this gives " + value.shape() + " for a parameter of " + type.shape());
    }
    return inside.builder.broadcastTo(value, type.shape());
  }

  private static Start start(Session inside, Value value) {
    Start.Drawn drawn = inside.drawn.get(value);
    if (drawn != null) {
      return drawn;
    }
    Value source = value;
    while (source.op() instanceof Move.Broadcast) {
      source = source.operand(0);
    }
    if (source.op() instanceof Op.Constant constant) {
      return new Start.Filled(constant.value());
    }
    return new Start.Computed(
        inside.builder.build(
            List.of(new Graph.Output(Graph.Result.OUTPUT, Start.Computed.OUTPUT, value))));
  }
}
