package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the lines of a network that change the gradients before the optimizer sees them, such as
 * {@code clip_grad_norm(1.0)}, in their order. Each gets the flat array of all gradients and gives
 * what takes its place.
 */
final class GradientLines {
  private final Session session;
  private final Evaluator evaluator;
  private final StepNumbers numbers;
  private final Map<String, Integer> counts = new HashMap<>();

  GradientLines(Session session, Evaluator evaluator, StepNumbers numbers) {
    this.session = session;
    this.evaluator = evaluator;
    this.numbers = numbers;
  }

  /**
   * What the optimizer sees instead of the gradients.
   *
   * @param caller the body of the network
   */
  Value run(Frame caller, List<Instance> lines, Value gradients, Value step) {
    Value result = gradients;
    for (Instance line : lines) {
      result = run(caller, line, result, step);
    }
    return result;
  }

  private Value run(Frame caller, Instance line, Value gradients, Value step) {
    Declaration.Function function = line.function;
    String name = function.name().text();
    if (function.tensors().size() != 1) {
      throw session.reporter.fail(
          caller, line.span, "E0310", "a `gradient` takes one tensor, all gradients: `(g)`");
    }
    Frame.Call call = new Frame.Call(caller, line.span, line.arguments);
    Frame frame = Frame.called(function, call, Optional.empty(), session.program.scope(function));
    int count = counts.merge(name, 1, Integer::sum);
    numbers.bind(frame, function, line.arguments, name + (count == 1 ? "" : count) + ": ");
    Parameter tensor = function.tensors().get(0);
    frame.bind(tensor.name().text(), new Datum.Tensor(gradients));
    frame.bind("step", new Datum.Tensor(step));
    Value.Origin before = session.builder.at(new Value.Origin(name, Optional.of(line.span)));
    try {
      Optional<Datum> result = new Runner(session, evaluator, frame).runAll(function.body());
      return checked(caller, line, result, gradients);
    } finally {
      session.builder.at(before);
    }
  }

  private Value checked(Frame caller, Instance line, Optional<Datum> result, Value gradients) {
    String name = line.function.name().text();
    if (result.isEmpty()) {
      throw session.reporter.fail(
          caller, line.span, "E0310", "`" + name + "` returns nothing here");
    }
    Value value =
        new Tensors(session).as(caller, line.span, result.get(), gradients.type().element());
    if (!value.shape().equals(gradients.shape())) {
      throw session.reporter.fail(
          caller,
          line.span,
          "E0310",
          "`%s` gives a tensor of shape %s for gradients of shape %s"
              .formatted(name, value.shape(), gradients.shape()));
    }
    return value;
  }
}
