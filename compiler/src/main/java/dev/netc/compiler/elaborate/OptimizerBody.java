package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** An optimizer with its numbers: runs the body of its declaration on parameters. */
final class OptimizerBody {
  /** What a body binds to ask for loss and gradient once more. */
  static final String AGAIN = "again";

  private final Session session;
  private final Evaluator evaluator;
  private final Declaration.Function function;
  private final CallSite site;
  private final Arguments arguments;
  private final Map<String, Datum> numbers;

  /** Gives the body a tensor that is kept from step to step. */
  interface States {
    Value declare(String name, TensorType type, double initial);
  }

  /** A tensor that the body keeps: what it is at the start of the step, and at its end. */
  record Kept(String name, double initial, Value before, Value after) {}

  /**
   * What the body sees.
   *
   * @param step how many steps there have been, with this one
   * @param loss given to a body that may ask for it again
   */
  record Seen(Value p, Value g, Value step, Optional<Value> loss) {}

  /**
   * What the body makes of a parameter and of what it keeps.
   *
   * @param again whether it asks for loss and gradient at the new parameter, if it is one that may
   */
  record Result(Value p, List<Kept> states, Optional<Value> again) {}

  /** Whether the body takes the loss too, sees all parameters at once and may ask again. */
  boolean asksAgain() {
    return function.tensors().size() == 3;
  }

  /**
   * @param site the line that names the optimizer
   * @param arguments as they are written
   * @param numbers what the static list stands for in the body
   */
  OptimizerBody(
      Session session,
      Evaluator evaluator,
      Declaration.Function function,
      CallSite site,
      Arguments arguments,
      Map<String, Datum> numbers) {
    this.session = session;
    this.evaluator = evaluator;
    this.function = function;
    this.site = site;
    this.arguments = arguments;
    this.numbers = Map.copyOf(numbers);
  }

  /**
   * Runs the body once; {@code p} and {@code g} have one shape.
   *
   * @param name what the values that it makes are called
   */
  Result run(String name, Seen seen, States states) {
    Value.Origin before = session.builder.at(new Value.Origin(name, Optional.of(site.span())));
    try {
      return run(seen, states);
    } finally {
      session.builder.at(before);
    }
  }

  private Result run(Seen seen, States states) {
    Value p = seen.p();
    Map<String, Arguments.Given> tensors = new LinkedHashMap<>();
    List<Value> values = new ArrayList<>(List.of(p, seen.g()));
    seen.loss().ifPresent(values::add);
    for (int i = 0; i < values.size(); i++) {
      tensors.put(
          function.tensors().get(i).name().text(),
          new Arguments.Given(new Datum.Tensor(values.get(i)), Optional.empty()));
    }
    Frame.Call call =
        new Frame.Call(site.frame(), site.span(), arguments.and(new Arguments(tensors)));
    Frame frame = Frame.called(function, call, Optional.empty(), session.program.scope(function));
    numbers.forEach(frame::bind);
    tensors.forEach((name, given) -> frame.bind(name, given.value()));
    function.tensors().forEach(tensor -> match(frame, tensor));
    frame.bind("step", new Datum.Tensor(seen.step()));
    if (seen.loss().isPresent()) {
      frame.bind(AGAIN, new Datum.Truth(false));
    }
    BodyRunner runner = new BodyRunner(session, evaluator, frame, p.type(), states);
    runner.runAll(function.body());
    Value after = changed(frame, function.tensors().get(0).name().text(), p.type());
    List<Kept> kept =
        runner.kept.values().stream()
            .map(
                k ->
                    new Kept(
                        k.name(),
                        k.initial(),
                        k.before(),
                        changed(frame, k.name(), k.before().type())))
            .toList();
    return new Result(after, kept, seen.loss().map(loss -> again(frame)));
  }

  private Value again(Frame frame) {
    Datum datum = BranchingRunner.left(session, frame, function, AGAIN);
    Tensors tensors = new Tensors(session);
    boolean truth =
        datum instanceof Datum.Truth
            || (datum instanceof Datum.Tensor tensor
                && tensor.value().rank() == 0
                && tensor.value().type().element() == ElementType.BOOL);
    if (!truth) {
      throw tensors.wrongKind(
          frame, function.name().span(), datum, "a single truth value for `" + AGAIN + "`");
    }
    return tensors.as(frame, function.name().span(), datum, ElementType.BOOL);
  }

  private void match(Frame frame, Parameter tensor) {
    if (tensor.shape().isPresent()) {
      String name = tensor.name().text();
      Value value = ((Datum.Tensor) frame.lookup(name).orElseThrow()).value();
      String subject = "`" + function.name().text() + "` takes its `" + name + "` in";
      evaluator
          .patterns()
          .match(
              frame,
              tensor.shape().get(),
              new Patterns.Subject(
                  site.span(), "E0302", subject, value, Optional.of(site.frame())));
    }
  }

  /** What a name stands for after the body, in the type that the tensor has. */
  private Value changed(Frame frame, String name, TensorType type) {
    Datum datum = BranchingRunner.left(session, frame, function, name);
    Value value = new Tensors(session).as(frame, function.name().span(), datum, type.element());
    if (Tensors.join(value.shape(), type.shape()).filter(type.shape()::equals).isEmpty()) {
      throw session.reporter.fail(
          frame,
          function.name().span(),
          "E0310",
          "`"
              + name
              + "` takes another shape than it had: "
              + value.shape()
              + ", not "
              + type.shape());
    }
    return session.builder.broadcastTo(value, type.shape());
  }

  /** Adds {@code state} to what a body may hold. */
  private static final class BodyRunner extends BranchingRunner {
    private final TensorType type;
    private final States states;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    BodyRunner(Session session, Evaluator evaluator, Frame frame, TensorType type, States states) {
      super(session, evaluator, frame);
      this.type = type;
      this.states = states;
    }

    /** A state that only one branch declares stays as it was in the other. */
    @Override
    Optional<Datum> unbound(String name) {
      return Optional.ofNullable(kept.get(name)).map(state -> new Datum.Tensor(state.before()));
    }

    @Override
    Fork fork() {
      return new Fork() {
        @Override
        public void second() {}

        @Override
        public void join(Value condition, Span span) {}
      };
    }

    @Override
    public Optional<Datum> visitState(Statement.State statement) {
      String name = statement.name().text();
      if (kept.containsKey(name)) {
        throw session.reporter.fail(
            frame, statement.name().span(), "E0206", "there is a state `" + name + "` already");
      }
      Datum initial = evaluator.evaluate(frame, statement.value());
      OptionalDouble number = Numbers.value(initial);
      if (number.isEmpty()) {
        throw new Tensors(session)
            .wrongKind(frame, statement.value().span(), initial, "a number to start from");
      }
      Shape shape =
          statement
              .shape()
              .map(written -> evaluator.fixedShape(frame, written, "a state's"))
              .orElse(type.shape());
      Value before =
          states.declare(name, new TensorType(type.element(), shape), number.getAsDouble());
      kept.put(name, new Kept(name, number.getAsDouble(), before, before));
      frame.bind(name, new Datum.Tensor(before));
      return Optional.empty();
    }
  }
}
