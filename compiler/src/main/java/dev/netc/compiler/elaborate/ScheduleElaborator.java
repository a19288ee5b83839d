package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.GroupNumbers.Memory;
import dev.netc.compiler.elaborate.Network.Schedule;
import dev.netc.compiler.elaborate.Network.State;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Elaborates the schedules of a network, one after another, over the numbers of its optimizer: once
 * for each group of parameters. All numbers are scalars of one graph, in double.
 */
final class ScheduleElaborator {
  private static final int MAX_DEPTH = 200;

  final Session session;
  final Evaluator evaluator;
  private final Set<String> stateNames = new TreeSet<>();
  private final String optimizer;

  /**
   * @param optimizer its name, for messages
   */
  ScheduleElaborator(Program program, Reporter reporter, String optimizer) {
    this.session = new Session(program, Session.Mode.SCHEDULE, reporter);
    this.evaluator = new Evaluator(session);
    this.optimizer = optimizer;
    session.setFloating(ElementType.DOUBLE);
  }

  /** The names of states that the groups before have. */
  Set<String> stateNames() {
    return stateNames;
  }

  /**
   * How all the schedules change all the numbers.
   *
   * @param caller the frame of the network's body
   * @param groups the numbers of each group of parameters, by name, as the optimizer gets them; a
   *     number that groups share follows the first of them
   */
  Schedule elaborate(
      Frame caller, List<Statement.Schedule> statements, List<Map<String, Datum>> groups) {
    List<Map<String, Datum>> different = groups.stream().distinct().toList();
    Map<String, Value> numbers = new LinkedHashMap<>();
    List<State> states = new ArrayList<>();
    List<Graph.Output> outputs = new ArrayList<>();
    Value step = GroupNumbers.scalar(session.builder, Op.Role.HYPERPARAMETER, "step");
    Value metric = GroupNumbers.scalar(session.builder, Op.Role.HYPERPARAMETER, "metric");
    for (int i = 0; i < different.size(); i++) {
      int before = session.builder.size();
      GroupNumbers group = new GroupNumbers(session.builder, different.get(i), i, different.size());
      for (Statement.Schedule statement : statements) {
        CallSite site = new CallSite(caller, statement.call().span());
        Instance instance = instance(caller, statement);
        checkKnown(site, instance);
        follow(site, instance, group, new Datum.Tensor(step), new Datum.Tensor(metric));
      }
      Map<String, Value> changed = group.changed();
      changed.keySet().removeAll(numbers.keySet());
      if (changed.isEmpty()) {
        session.builder.remove(session.builder.since(before));
      } else {
        numbers.putAll(changed);
        for (Memory memory : group.memories()) {
          stateNames.add(memory.name());
          states.add(new State(memory.name(), memory.initial()));
          outputs.add(new Graph.Output(Graph.Result.STATE, memory.name(), memory.now()));
        }
      }
    }
    numbers.forEach(
        (name, value) -> outputs.add(new Graph.Output(Graph.Result.HYPERPARAMETER, name, value)));
    Graph next = session.builder.build(outputs);
    checkScalars(caller, statements, next);
    return new Schedule(text(statements), states, next);
  }

  private static String text(List<Statement.Schedule> statements) {
    return statements.stream()
        .map(statement -> statement.call().span().text().replaceAll("\\s+", " "))
        .collect(Collectors.joining(", then "));
  }

  /** Checks the arguments of schedules whose numbers are not known. */
  void check(Frame caller, List<Statement.Schedule> statements) {
    for (Statement.Schedule statement : statements) {
      try {
        instance(caller, statement);
      } catch (Failure reported) {
        // The next line may have a mistake of its own.
      }
    }
  }

  /** The schedule that a line names. */
  Instance instance(Frame frame, Statement.Schedule statement) {
    Span span = statement.call().callee().span();
    Datum callee = evaluator.evaluate(frame, statement.call().callee());
    List<Argument> written = statement.call().arguments();
    if (callee instanceof Datum.Declared declared
        && declared.function().kind() == FunctionKind.SCHEDULE) {
      CallSite site = new CallSite(frame, statement.call().span());
      List<Actual> actual =
          written.stream().map(a -> new Actual(a, evaluator.evaluate(frame, a.value()))).toList();
      Arguments arguments = new ArgumentMatcher(session).statics(site, declared.function(), actual);
      return new Instance(declared.function(), arguments, site.span());
    }
    if (callee instanceof Datum.Made made
        && made.instance().function.kind() == FunctionKind.SCHEDULE
        && written.isEmpty()) {
      return made.instance();
    }
    throw new Tensors(session).wrongKind(frame, span, callee, "a schedule");
  }

  /** Runs the body of a schedule. */
  void follow(CallSite site, Instance instance, GroupNumbers numbers, Datum step, Datum metric) {
    Declaration.Function function = instance.function;
    Frame frame =
        Frame.called(
            function,
            new Frame.Call(site.frame(), site.span(), instance.arguments),
            Optional.empty(),
            session.program.scope(function));
    if (frame.depth() > MAX_DEPTH) {
      throw session.reporter.fail(
          site.frame(),
          site.span(),
          "E0207",
          "`" + function.name().text() + "` follows itself, directly or through others");
    }
    numbers.bindTo(frame);
    frame.bind("step", step);
    frame.bind("metric", metric);
    for (Parameter parameter : function.statics()) {
      String name = parameter.name().text();
      Datum value =
          instance
              .arguments
              .get(name)
              .map(Arguments.Given::value)
              .orElseGet(() -> evaluator.evaluate(frame, parameter.defaultValue().orElseThrow()));
      frame.bind(name, value);
    }
    new ScheduleRunner(this, frame, numbers, function).run();
  }

  /** The error for a number that the optimizer lacks. */
  Failure noSuchNumber(
      Frame frame, Declaration.Function function, String name, GroupNumbers numbers) {
    TreeSet<String> names = new TreeSet<>();
    numbers.names().forEach(names::add);
    Frame.Call call = frame.call().orElseThrow();
    Diagnostic.Builder error =
        Site.of(call.caller(), call.span())
            .error(
                "E0330",
                "`%s` changes `%s`, which `%s` does not have"
                    .formatted(function.name().text(), name, optimizer),
                "")
            .note("its numbers are " + String.join(", ", names));
    NearNames.of(name, names).stream()
        .findFirst()
        .ifPresent(near -> error.help("did you mean `" + near + "`?"));
    return session.reporter.fail(error.build());
  }

  /** A schedule is made of what is known at compile time, not of the network's tensors. */
  private void checkKnown(CallSite site, Instance instance) {
    instance
        .arguments
        .byName()
        .forEach(
            (name, given) -> {
              if (isTensor(given.value())) {
                throw session.reporter.fail(
                    site.frame(),
                    given.span().orElse(site.span()),
                    "E0310",
                    "the `%s` of `%s` cannot be a tensor"
                        .formatted(name, instance.function.name().text()));
              }
            });
  }

  private static boolean isTensor(Datum datum) {
    return Tensors.isDynamic(datum)
        || (datum instanceof Items items
            && items.items().stream().anyMatch(ScheduleElaborator::isTensor));
  }

  private void checkScalars(Frame caller, List<Statement.Schedule> statements, Graph next) {
    for (Value value : next.values()) {
      boolean allowed =
          value.op() instanceof Op.Input
              || value.op() instanceof Op.Constant
              || value.op() instanceof dev.netc.compiler.ir.Map
              || value.op() instanceof Cast;
      if (value.rank() != 0 || !allowed) {
        throw session.reporter.fail(
            caller,
            statements.get(0).span(),
            "E0332",
            "a schedule computes with single numbers; here is " + value.type(),
            "");
      }
    }
  }
}
