package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Network.State;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Elaborates the body of an optimizer over the flat array of all parameters. Its numbers stay
 * scalars of the graph.
 */
final class OptimizerElaborator {
  private final Program program;
  private final Reporter reporter;
  private final Frame caller;
  private final Evaluator evaluator;

  /**
   * The tensors that a step changes, whole, as they enter the graph; states as bodies declare them.
   */
  private record Flat(TensorType type, Value p, Value g, Value step, Map<String, Kept> states) {
    /** The same with other gradients. */
    Flat with(Value gradients) {
      return new Flat(type, p, gradients, step, states);
    }
  }

  private record Kept(State state, Value value) {}

  /** The body's run on one group, which is a range of the flat tensors. */
  private record Part(OptimizerRunner runner, Dim start, Dim end) {}

  /** A group's own frame, and what the names of the static list stand for in it. */
  private record Grouped(ParameterGroups.Group group, Frame frame, Map<String, Datum> numbers) {}

  /**
   * The lines of a network that say how it learns.
   *
   * @param gradientLines what is done to the gradients first
   * @param schedules how the optimizer's numbers change, one after another
   */
  record Lines(
      Statement.Optimizer optimizer,
      List<Instance> gradientLines,
      List<Statement.Schedule> schedules) {}

  /**
   * @param caller the body of the network
   * @param evaluator evaluates the arguments that are written there
   */
  OptimizerElaborator(Program program, Reporter reporter, Frame caller, Evaluator evaluator) {
    this.program = program;
    this.reporter = reporter;
    this.caller = caller;
    this.evaluator = evaluator;
  }

  /** The step that the lines describe. */
  Network.Optimizer elaborate(
      Lines lines, List<Network.Parameter> parameters, ElementType element) {
    Statement.Optimizer statement = lines.optimizer();
    Declaration.Function function = function(statement);
    if (parameters.isEmpty()) {
      throw reporter.fail(
          caller,
          statement.span(),
          "E0320",
          "there is nothing to optimize: the network has no parameters");
    }
    if (function.tensors().size() != 2) {
      throw reporter.fail(
          caller,
          statement.call().span(),
          "E0310",
          "an optimizer takes a parameter and its gradient: `(p, g)`");
    }
    Session session = new Session(program, Session.Mode.TRAINING, reporter);
    session.setFloating(element);
    Evaluator inside = new Evaluator(session);
    StepNumbers numbers = new StepNumbers(session, inside);
    Flat flat = flat(session, parameters, element);
    CallSite site = new CallSite(caller, statement.call().span());
    ArgumentMatcher matcher = new ArgumentMatcher(session);
    Arguments common = matcher.statics(site, function, actual(statement.call().arguments()));
    Map<String, Datum> shared = numbers.bind(frame(site, function, common), function, common, "");
    Value gradients =
        new GradientLines(session, inside, numbers)
            .run(caller, lines.gradientLines(), flat.g(), flat.step());
    flat = flat.with(gradients);
    List<Grouped> groups = new ArrayList<>();
    for (ParameterGroups.Group group :
        ParameterGroups.of(reporter, caller, statement, parameters)) {
      Arguments own = matcher.options(site, function, actual(group.options()));
      Frame frame = frame(site, function, common.and(own));
      Map<String, Datum> all = new LinkedHashMap<>(shared);
      own.byName()
          .forEach(
              (name, given) ->
                  all.put(
                      name, numbers.adjustable(frame, group.label() + ": " + name, given.value())));
      groups.add(new Grouped(group, frame, all));
    }
    Optional<Network.Schedule> schedule = schedule(function, lines.schedules(), groups);
    ScheduleStart first = ScheduleStart.of(schedule, numbers.all());
    List<Part> parts = new ArrayList<>();
    Dim start = Dim.ZERO;
    for (Grouped grouped : groups) {
      grouped.numbers().forEach((name, datum) -> grouped.frame().bind(name, first.of(datum)));
      Dim end = start.plus(grouped.group().elements());
      parts.add(run(session, inside, grouped.frame(), function, flat, start, end));
      start = end;
    }
    Graph update = update(session, function, flat, parts);
    List<Graph> graphs = new ArrayList<>(List.of(update));
    schedule.ifPresent(
        numbersToCome -> {
          checkScheduled(lines.schedules().get(0), function, numbersToCome, numbers.usedIn(graphs));
          graphs.add(numbersToCome.next());
        });
    return new Network.Optimizer(
        function.name().text(),
        numbers.usedIn(graphs),
        flat.states().values().stream().map(Kept::state).toList(),
        update,
        groups.stream()
            .flatMap(grouped -> grouped.group().members().stream())
            .map(Network.Parameter::path)
            .toList(),
        schedule);
  }

  private Optional<Network.Schedule> schedule(
      Declaration.Function function, List<Statement.Schedule> statements, List<Grouped> groups) {
    return statements.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ScheduleElaborator(program, reporter, function.name().text())
                .elaborate(caller, statements, groups.stream().map(Grouped::numbers).toList()));
  }

  /** A number that is zero as the schedule starts may have been left out of the step. */
  private void checkScheduled(
      Statement.Schedule statement,
      Declaration.Function function,
      Network.Schedule schedule,
      List<Network.Hyperparameter> used) {
    for (String number : schedule.numbers()) {
      if (used.stream().noneMatch(known -> known.name().equals(number))) {
        throw reporter.fail(
            caller,
            statement.span(),
            "E0331",
            "the schedule changes `%s`, which has no part in the steps of `%s`"
                .formatted(number, function.name().text()),
            "a number that starts as 0 is left out of them");
      }
    }
  }

  private List<Actual> actual(List<Argument> arguments) {
    return arguments.stream()
        .map(a -> new Actual(a, evaluator.evaluate(caller, a.value())))
        .toList();
  }

  private Frame frame(CallSite site, Declaration.Function function, Arguments arguments) {
    Frame.Call call = new Frame.Call(site.frame(), site.span(), arguments);
    return Frame.called(function, call, Optional.empty(), program.scope(function));
  }

  private static Flat flat(
      Session session, List<Network.Parameter> parameters, ElementType element) {
    long count = parameters.stream().mapToLong(p -> p.type().shape().elements().constant()).sum();
    TensorType type = new TensorType(element, Shape.of(Dim.of(count)));
    return new Flat(
        type,
        StepNumbers.named(session, Op.Role.PARAMETER, "p", type),
        StepNumbers.named(session, Op.Role.GRADIENT, "g", type),
        StepNumbers.named(
            session, Op.Role.HYPERPARAMETER, "step", TensorType.scalar(ElementType.DOUBLE)),
        new LinkedHashMap<>());
  }

  private Declaration.Function function(Statement.Optimizer statement) {
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

  private static Part run(
      Session session,
      Evaluator evaluator,
      Frame frame,
      Declaration.Function function,
      Flat flat,
      Dim start,
      Dim end) {
    OptimizerRunner runner = new OptimizerRunner(session, evaluator, frame, flat, start, end);
    frame.bind(function.tensors().get(0).name().text(), runner.part(flat.p()));
    frame.bind(function.tensors().get(1).name().text(), runner.part(flat.g()));
    frame.bind("step", new Datum.Tensor(flat.step()));
    runner.run(function.body());
    return new Part(runner, start, end);
  }

  /** Puts the parts together again: what a body has not declared stays as it was. */
  private Graph update(
      Session session, Declaration.Function function, Flat flat, List<Part> parts) {
    List<Graph.Output> outputs = new ArrayList<>();
    String p = function.tensors().get(0).name().text();
    outputs.add(
        new Graph.Output(
            Graph.Result.PARAMETER, "p", whole(session, function, parts, p, flat.p())));
    flat.states()
        .forEach(
            (name, kept) ->
                outputs.add(
                    new Graph.Output(
                        Graph.Result.STATE,
                        name,
                        whole(session, function, parts, name, kept.value()))));
    return session.builder.build(outputs);
  }

  private Value whole(
      Session session, Declaration.Function function, List<Part> parts, String name, Value before) {
    List<Value> values = new ArrayList<>();
    for (Part part : parts) {
      Value untouched = session.builder.slice(before, 0, part.start(), part.end());
      Optional<Datum> datum = part.runner().frame.lookup(name);
      values.add(
          datum.isPresent() ? result(session, part, function, name, untouched.type()) : untouched);
    }
    return session.builder.concat(values, 0);
  }

  private Value result(
      Session session, Part part, Declaration.Function function, String name, TensorType flat) {
    Frame frame = part.runner().frame;
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

  /** Adds {@code state} to what a body may hold. */
  private static final class OptimizerRunner extends Runner {
    private final Flat flat;
    private final Dim start;
    private final Dim end;

    OptimizerRunner(
        Session session, Evaluator evaluator, Frame frame, Flat flat, Dim start, Dim end) {
      super(session, evaluator, frame);
      this.flat = flat;
      this.start = start;
      this.end = end;
    }

    /** The range of a flat tensor that this group has. */
    Datum part(Value whole) {
      return new Datum.Tensor(session.builder.slice(whole, 0, start, end));
    }

    @Override
    public Optional<Datum> visitState(Statement.State statement) {
      String name = statement.name().text();
      Datum initial = evaluator.evaluate(frame, statement.value());
      OptionalDouble number = Numbers.value(initial);
      if (number.isEmpty()) {
        throw new Tensors(session)
            .wrongKind(frame, statement.value().span(), initial, "a number to start from");
      }
      State state = new State(name, number.getAsDouble());
      Kept kept =
          flat.states()
              .computeIfAbsent(
                  name,
                  n -> new Kept(state, StepNumbers.named(session, Op.Role.STATE, n, flat.type())));
      if (!kept.state().equals(state)) {
        throw session.reporter.fail(
            frame,
            statement.span(),
            "E0322",
            "`" + name + "` starts from another number in another group");
      }
      frame.bind(name, part(kept.value()));
      return Optional.empty();
    }
  }
}
