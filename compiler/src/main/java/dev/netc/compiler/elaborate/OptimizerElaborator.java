package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Network.Hyperparameter;
import dev.netc.compiler.elaborate.Network.State;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Elaborates the body of an optimizer over the flat array of all parameters. Its numbers stay
 * scalars of the graph.
 */
final class OptimizerElaborator {
  private final Program program;
  private final Reporter reporter;
  private final List<Hyperparameter> hyperparameters = new ArrayList<>();

  OptimizerElaborator(Program program, Reporter reporter) {
    this.program = program;
    this.reporter = reporter;
  }

  Network.Optimizer elaborate(
      Frame caller,
      Evaluator evaluator,
      Statement.Optimizer statement,
      List<Network.Parameter> parameters,
      ElementType element) {
    Declaration.Function function = function(caller, evaluator, statement);
    if (parameters.isEmpty()) {
      throw reporter.fail(
          caller,
          statement.span(),
          "E0320",
          "there is nothing to optimize: the network has no parameters");
    }
    if (!statement.groups().isEmpty()) {
      throw reporter.fail(
          caller,
          statement.groups().get(0).span(),
          "E0210",
          "this version of netc does not compile options for single parameters");
    }
    Session session = new Session(program, Session.Mode.TRAINING, reporter);
    session.setFloating(element);
    Evaluator inside = new Evaluator(session);
    CallSite site = new CallSite(caller, statement.call().span());
    List<Actual> actual =
        statement.call().arguments().stream()
            .map(a -> new Actual(a, evaluator.evaluate(caller, a.value())))
            .toList();
    Arguments arguments = new ArgumentMatcher(session).statics(site, function, actual);
    Frame frame =
        Frame.called(
            function,
            new Frame.Call(caller, site.span(), arguments),
            Optional.empty(),
            program.scope(function));
    for (Parameter parameter : function.statics()) {
      String name = parameter.name().text();
      Datum value =
          arguments
              .get(name)
              .map(Arguments.Given::value)
              .orElseGet(() -> inside.evaluate(frame, parameter.defaultValue().orElseThrow()));
      frame.bind(name, adjustable(session, name, value));
    }
    long count = parameters.stream().mapToLong(p -> p.type().shape().elements().constant()).sum();
    TensorType flat = new TensorType(element, Shape.of(Dim.of(count)));
    return run(session, inside, frame, function, flat);
  }

  private Declaration.Function function(
      Frame caller, Evaluator evaluator, Statement.Optimizer statement) {
    Datum callee = evaluator.evaluate(caller, statement.call().callee());
    if (callee instanceof Datum.Declared declared
        && declared.function().kind() == FunctionKind.OPTIMIZER) {
      return declared.function();
    }
    throw reporter.fail(
        caller,
        statement.call().callee().span(),
        "E0310",
        "expected an optimizer, this is " + callee.kind());
  }

  private Network.Optimizer run(
      Session session,
      Evaluator evaluator,
      Frame frame,
      Declaration.Function function,
      TensorType flat) {
    if (function.tensors().size() != 2) {
      throw reporter.fail(
          frame,
          function.name().span(),
          "E0310",
          "an optimizer takes a parameter and its gradient: `(p, g)`");
    }
    String p = function.tensors().get(0).name().text();
    String g = function.tensors().get(1).name().text();
    frame.bind(p, new Datum.Tensor(named(session, Op.Role.PARAMETER, "p", flat)));
    frame.bind(g, new Datum.Tensor(named(session, Op.Role.GRADIENT, "g", flat)));
    frame.bind(
        "step",
        new Datum.Tensor(
            named(session, Op.Role.HYPERPARAMETER, "step", TensorType.scalar(ElementType.DOUBLE))));
    OptimizerRunner runner = new OptimizerRunner(session, evaluator, frame, flat);
    runner.run(function.body());
    List<Graph.Output> outputs = new ArrayList<>();
    outputs.add(
        new Graph.Output(Graph.Result.PARAMETER, "p", result(session, frame, function, p, flat)));
    for (State state : runner.states()) {
      outputs.add(
          new Graph.Output(
              Graph.Result.STATE,
              state.name(),
              result(session, frame, function, state.name(), flat)));
    }
    Graph update = session.builder.build(outputs);
    List<Hyperparameter> used = hyperparameters.stream().filter(h -> isUsed(update, h)).toList();
    return new Network.Optimizer(function.name().text(), used, runner.states(), update);
  }

  private static boolean isUsed(Graph graph, Hyperparameter hyperparameter) {
    Optional<Value> input = graph.input(Op.Role.HYPERPARAMETER, hyperparameter.name());
    return input.isPresent()
        && graph.values().stream().anyMatch(value -> value.operands().contains(input.get()));
  }

  static Value named(Session session, Op.Role role, String name, TensorType type) {
    Value.Origin before = session.builder.at(new Value.Origin(name, Optional.empty()));
    Value value = session.builder.input(role, name, type);
    session.builder.at(before);
    return value;
  }

  private Value result(
      Session session, Frame frame, Declaration.Function function, String name, TensorType flat) {
    Datum datum = frame.lookup(name).orElseThrow();
    Value value = new Tensors(session).as(frame, function.name().span(), datum, flat.element());
    if (Tensors.join(value.shape(), flat.shape()).filter(flat.shape()::equals).isEmpty()) {
      throw reporter.fail(
          frame,
          function.name().span(),
          "E0310",
          "`" + name + "` takes another shape than the parameter: " + value.shape());
    }
    return session.builder.broadcastTo(value, flat.shape());
  }

  /** Numbers become scalars of the graph; anything else stays as it is. */
  private Datum adjustable(Session session, String name, Datum datum) {
    if (datum instanceof Items items) {
      List<Datum> all = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        all.add(adjustable(session, name + "[" + i + "]", items.items().get(i)));
      }
      return new Items(items.brackets(), all);
    }
    OptionalDouble number = Numbers.value(datum);
    if (number.isEmpty()) {
      return datum;
    }
    hyperparameters.add(new Hyperparameter(name, number.getAsDouble()));
    return new Datum.Adjustable(
        named(session, Op.Role.HYPERPARAMETER, name, TensorType.scalar(ElementType.DOUBLE)),
        number.getAsDouble());
  }

  /** Adds {@code state} to what a body may hold. */
  private static final class OptimizerRunner extends Runner {
    private final TensorType flat;
    private final List<State> states = new ArrayList<>();

    OptimizerRunner(Session session, Evaluator evaluator, Frame frame, TensorType flat) {
      super(session, evaluator, frame);
      this.flat = flat;
    }

    List<State> states() {
      return List.copyOf(states);
    }

    @Override
    public Optional<Datum> visitState(Statement.State state) {
      String name = state.name().text();
      Datum initial = evaluator.evaluate(frame, state.value());
      OptionalDouble number = Numbers.value(initial);
      if (number.isEmpty()) {
        throw new Tensors(session)
            .wrongKind(frame, state.value().span(), initial, "a number to start from");
      }
      states.add(new State(name, number.getAsDouble()));
      frame.bind(name, new Datum.Tensor(named(session, Op.Role.STATE, name, flat)));
      return Optional.empty();
    }
  }
}
