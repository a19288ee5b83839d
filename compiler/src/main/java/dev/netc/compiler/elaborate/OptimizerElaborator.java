package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.ParameterGroups.Group;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Elaborates the step of an optimizer: what happens to the gradients, and then to each parameter.
 * Its numbers stay scalars of the graph.
 */
final class OptimizerElaborator {
  private final Program program;
  private final Reporter reporter;
  private final Frame caller;
  private final Evaluator evaluator;

  /** A declaration with its arguments, and what the names of the static list stand for. */
  private record Configured(
      Declaration.Function function,
      CallSite site,
      Arguments arguments,
      Map<String, Datum> numbers) {}

  /** The optimizer of a group. */
  private record Grouped(Group group, Configured optimizer) {}

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
   * What is there to learn.
   *
   * @param known whether the parameters are all that the network has; what the lines say is checked
   *     in either case
   * @param reached which of them a gradient can come to
   */
  record Learned(List<Network.Parameter> parameters, Known known, Reached reached) {
    private Reached.Moves moves(Network.Parameter parameter) {
      return known == Known.ALL ? reached.of(parameter) : Reached.Moves.ALWAYS;
    }
  }

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

  /**
   * The step that the lines describe.
   *
   * @param element the type of the parameters
   */
  Network.Optimizer elaborate(Lines lines, Learned learned, ElementType element) {
    List<Network.Parameter> parameters = learned.parameters();
    Known known = learned.known();
    Statement.Optimizer statement = lines.optimizer();
    String name = function(statement.call()).name().text();
    if (known == Known.ALL && parameters.isEmpty()) {
      throw reporter.fail(
          caller,
          statement.span(),
          "E0320",
          "there is nothing to optimize: the network has no parameters");
    }
    if (known == Known.ALL
        && parameters.stream().allMatch(p -> learned.moves(p) == Reached.Moves.NEVER)) {
      throw reporter.fail(
          caller,
          statement.span(),
          "E0320",
          "there is nothing to optimize: the loss and the outputs depend on no parameter");
    }
    Session session = new Session(program, Session.Mode.STEP, reporter);
    session.setFloating(element);
    Evaluator inside = new Evaluator(session);
    StepNumbers numbers = new StepNumbers(session, inside);
    checkArguments(new ArgumentMatcher(session), statement);
    ParameterGroups groupsOf = new ParameterGroups(reporter, caller, parameters, known, element);
    Configured common = configured(session, numbers, statement.call(), "");
    List<Group> written = groupsOf.of(statement);
    long count = written.stream().mapToLong(Group::elements).sum();
    StepBuilder step = new StepBuilder(session, new TensorType(element, Shape.of(Dim.of(count))));
    if (!lines.gradientLines().isEmpty()) {
      GradientLines change = new GradientLines(session, inside, numbers);
      step.changeGradients(g -> change.run(caller, lines.gradientLines(), g, step.number()));
    }
    List<Grouped> groups = new ArrayList<>();
    for (Group group : written) {
      Configured own =
          group.optimizer().isPresent()
              ? configured(session, numbers, group.optimizer().get(), group.label() + ": ")
              : with(session, numbers, common, group);
      groups.add(new Grouped(group, own));
    }
    Optional<Network.Schedule> schedule = schedule(name, lines.schedules(), groups);
    ScheduleStart first = ScheduleStart.of(schedule, numbers.all());
    for (Grouped grouped : groups) {
      OptimizerBody body = body(session, inside, grouped.optimizer(), first);
      if (body.asksAgain()) {
        checkAlone(statement, grouped.optimizer().function(), groups);
        step.addWhole(body, grouped.group().members());
      } else {
        for (Reached.Moves moves : Reached.Moves.values()) {
          List<Network.Parameter> some =
              grouped.group().members().stream().filter(p -> learned.moves(p) == moves).toList();
          if (!some.isEmpty()) {
            step.add(body, some, moves);
          }
        }
      }
    }
    Graph update = step.build();
    List<Graph> graphs = new ArrayList<>(List.of(update));
    schedule.ifPresent(
        numbersToCome -> {
          checkScheduled(lines.schedules().get(0), name, numbersToCome, numbers.usedIn(graphs));
          graphs.add(numbersToCome.next());
        });
    return new Network.Optimizer(
        name, numbers.usedIn(graphs), step.parts(), step.states(), update, step.order(), schedule);
  }

  /** All mistakes in arguments, before the first of them ends the elaboration. */
  private void checkArguments(ArgumentMatcher matcher, Statement.Optimizer statement) {
    List<Runnable> checks = new ArrayList<>();
    checks.add(() -> matched(matcher, statement.call()));
    for (Statement.Optimizer.ParameterGroup group : statement.groups()) {
      group.optimizer().ifPresent(own -> checks.add(() -> matched(matcher, own)));
      CallSite site = new CallSite(caller, statement.call().span());
      checks.add(() -> matcher.options(site, function(statement.call()), actual(group.options())));
    }
    for (Runnable check : checks) {
      try {
        check.run();
      } catch (Failure reported) {
        // The next arguments may have mistakes of their own.
      }
    }
  }

  private Arguments matched(ArgumentMatcher matcher, Expression.Call call) {
    return matcher.statics(
        new CallSite(caller, call.span()), function(call), actual(call.arguments()));
  }

  /** What a step tries is tried with all parameters, so one optimizer has them all. */
  private void checkAlone(
      Statement.Optimizer statement, Declaration.Function function, List<Grouped> groups) {
    if (groups.size() > 1) {
      throw reporter.fail(
          caller,
          statement.groups().get(0).span(),
          "E0322",
          "`%s` moves all parameters at once, none has options or an optimizer of its own"
              .formatted(function.name().text()));
    }
  }

  private static OptimizerBody body(
      Session session, Evaluator inside, Configured optimizer, ScheduleStart first) {
    Map<String, Datum> numbers = new LinkedHashMap<>();
    optimizer.numbers().forEach((name, datum) -> numbers.put(name, first.of(datum)));
    return new OptimizerBody(
        session, inside, optimizer.function(), optimizer.site(), optimizer.arguments(), numbers);
  }

  private Optional<Network.Schedule> schedule(
      String optimizer, List<Statement.Schedule> statements, List<Grouped> groups) {
    return statements.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ScheduleElaborator(program, reporter, optimizer)
                .elaborate(
                    caller,
                    statements,
                    groups.stream().map(grouped -> grouped.optimizer().numbers()).toList()));
  }

  /** A number that is zero as the schedule starts may have been left out of the step. */
  private void checkScheduled(
      Statement.Schedule statement,
      String optimizer,
      Network.Schedule schedule,
      List<Network.Hyperparameter> used) {
    for (String number : schedule.numbers()) {
      if (used.stream().noneMatch(known -> known.name().equals(number))) {
        throw reporter.fail(
            caller,
            statement.span(),
            "E0331",
            "the schedule changes `%s`, which has no part in the steps of `%s`"
                .formatted(number, optimizer),
            "a number that starts as 0 is left out of them");
      }
    }
  }

  private List<Actual> actual(List<Argument> arguments) {
    return arguments.stream()
        .map(a -> new Actual(a, evaluator.evaluate(caller, a.value())))
        .toList();
  }

  private Configured configured(
      Session session, StepNumbers numbers, Expression.Call call, String label) {
    Declaration.Function function = function(call);
    if (function.tensors().size() != 2 && function.tensors().size() != 3) {
      throw reporter.fail(
          caller,
          call.span(),
          "E0310",
          "an optimizer takes a parameter and its gradient, `(p, g)`, or also the loss,"
              + " `(p, g, loss)`");
    }
    CallSite site = new CallSite(caller, call.span());
    Arguments arguments = matched(new ArgumentMatcher(session), call);
    Frame frame = frame(site, function, arguments);
    return new Configured(
        function, site, arguments, numbers.bind(frame, function, arguments, label));
  }

  /** The optimizer of all, with the options of a group. */
  private Configured with(Session session, StepNumbers numbers, Configured common, Group group) {
    Arguments own =
        new ArgumentMatcher(session)
            .options(common.site(), common.function(), actual(group.options()));
    Arguments arguments = common.arguments().and(own);
    Frame frame = frame(common.site(), common.function(), arguments);
    Map<String, Datum> values = new LinkedHashMap<>(common.numbers());
    own.byName()
        .forEach(
            (name, given) ->
                values.put(
                    name, numbers.adjustable(frame, group.label() + ": " + name, given.value())));
    return new Configured(common.function(), common.site(), arguments, values);
  }

  private Frame frame(CallSite site, Declaration.Function function, Arguments arguments) {
    Frame.Call call = new Frame.Call(site.frame(), site.span(), arguments);
    return Frame.called(function, call, Optional.empty(), program.scope(function));
  }

  private Declaration.Function function(Expression.Call call) {
    Datum callee = evaluator.evaluate(caller, call.callee());
    if (callee instanceof Datum.Declared declared
        && declared.function().kind() == FunctionKind.OPTIMIZER) {
      return declared.function();
    }
    throw reporter.fail(
        caller, call.callee().span(), "E0310", "expected an optimizer, this is " + callee.kind());
  }
}
