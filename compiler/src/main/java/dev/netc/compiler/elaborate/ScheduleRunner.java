package dev.netc.compiler.elaborate;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.GroupNumbers.Memory;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs the body of one schedule for one group of parameters. */
final class ScheduleRunner extends BranchingRunner {
  private final ScheduleElaborator schedules;
  private final GroupNumbers numbers;
  private final Declaration.Function function;
  private final Map<String, Memory> states = new HashMap<>();

  ScheduleRunner(
      ScheduleElaborator schedules, Frame frame, GroupNumbers numbers, Declaration.Function f) {
    super(schedules.session, schedules.evaluator, frame);
    this.schedules = schedules;
    this.numbers = numbers;
    this.function = f;
  }

  /** Runs the body, and leaves the new numbers and states. */
  void run() {
    for (Parameter parameter : function.tensors()) {
      String name = parameter.name().text();
      frame.bind(name, numbers.get(name).orElseGet(() -> missing(parameter)));
    }
    runAll(function.body()).ifPresent(this::assign);
    publish();
    states.forEach((name, memory) -> memory.set(single(name, left(name))));
  }

  private Datum missing(Parameter parameter) {
    return evaluator.evaluate(
        frame,
        parameter
            .defaultValue()
            .orElseThrow(
                () -> schedules.noSuchNumber(frame, function, parameter.name().text(), numbers)));
  }

  /** What is returned is the new number, or the new numbers in their order. */
  private void assign(Datum returned) {
    List<Parameter> all = function.tensors();
    if (all.isEmpty()) {
      throw session.reporter.fail(
          frame,
          function.name().span(),
          "E0330",
          "`" + function.name().text() + "` returns a number, but names none of the optimizer's",
          "name those that it changes in a list of their own: `(lr)`");
    }
    List<Datum> values =
        all.size() > 1 && returned instanceof Items items ? items.items() : List.of(returned);
    if (values.size() != all.size()) {
      throw session.reporter.fail(
          frame,
          function.name().span(),
          "E0317",
          "`%s` changes %d numbers and returns %d"
              .formatted(function.name().text(), all.size(), values.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      frame.bind(all.get(i).name().text(), values.get(i));
    }
  }

  /** Hands the numbers of this body to the schedules that it follows. */
  private void publish() {
    for (Parameter parameter : function.tensors()) {
      String name = parameter.name().text();
      numbers.get(name).ifPresent(old -> numbers.set(name, alike(name, old, left(name))));
    }
  }

  private Datum left(String name) {
    return left(session, frame, function, name);
  }

  private Datum alike(String name, Datum old, Datum datum) {
    if (!(old instanceof Items before)) {
      return new Datum.Tensor(single(name, datum));
    }
    if (!(datum instanceof Items items) || items.items().size() != before.items().size()) {
      throw new Tensors(session)
          .wrongKind(
              frame,
              function.name().span(),
              datum,
              "%d numbers for `%s`".formatted(before.items().size(), name));
    }
    List<Datum> all = new ArrayList<>();
    for (int i = 0; i < items.items().size(); i++) {
      all.add(alike(name, before.items().get(i), items.items().get(i)));
    }
    return new Items(before.brackets(), all);
  }

  private Value single(String name, Datum datum) {
    Value value = new Tensors(session).as(frame, function.name().span(), datum, ElementType.DOUBLE);
    if (value.rank() != 0) {
      throw session.reporter.fail(
          frame,
          function.name().span(),
          "E0310",
          "`%s` is a single number, this is %s".formatted(name, value.type()));
    }
    return value;
  }

  /** The names of the library's own bodies are kept too: they name the variables in the Java. */
  @Override
  public Optional<Datum> visitBinding(Statement.Binding binding) {
    Value.Origin before =
        binding.target() instanceof Pattern.Bind bind
            ? session.builder.at(new Value.Origin(bind.name(), Optional.empty()))
            : session.builder.at(Value.Origin.NONE);
    try {
      return super.visitBinding(binding);
    } finally {
      session.builder.at(before);
    }
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
    Memory memory = numbers.remember(name, number.getAsDouble(), schedules.stateNames());
    if (states.put(name, memory) != null) {
      throw session.reporter.fail(
          frame, statement.span(), "E0206", "there is a state `" + name + "` already");
    }
    frame.bind(name, new Datum.Tensor(memory.before()));
    return Optional.empty();
  }

  /** Follows another schedule, from the numbers as they are here and at this body's step. */
  @Override
  public Optional<Datum> visitSchedule(Statement.Schedule statement) {
    publish();
    Instance instance = schedules.instance(frame, statement);
    schedules.follow(
        new CallSite(frame, statement.span()), instance, numbers, left("step"), left("metric"));
    for (Parameter parameter : function.tensors()) {
      String name = parameter.name().text();
      numbers.get(name).ifPresent(datum -> frame.bind(name, datum));
    }
    return Optional.empty();
  }

  @Override
  Fork fork() {
    return new Numbered();
  }

  /** A state that only one branch declares stays as it was in the other. */
  @Override
  Optional<Datum> unbound(String name) {
    return Optional.ofNullable(states.get(name)).map(memory -> new Datum.Tensor(memory.before()));
  }

  /** The numbers in two branches, and the states of schedules that are followed there. */
  private final class Numbered implements Fork {
    private final Map<String, Datum> before = numbers.snapshot();
    private Map<String, Datum> whenTrue = Map.of();
    private List<Memory> followedWhenTrue = List.of();
    private int known = numbers.memories().size();

    @Override
    public void second() {
      whenTrue = numbers.snapshot();
      followedWhenTrue = followed();
      numbers.restore(before);
    }

    private List<Memory> followed() {
      List<Memory> followed =
          new ArrayList<>(numbers.memories().subList(known, numbers.memories().size()));
      followed.removeAll(states.values());
      known = numbers.memories().size();
      return followed;
    }

    @Override
    public void join(Value condition, Span span) {
      Map<String, Datum> whenFalse = numbers.snapshot();
      List<Memory> followedWhenFalse = followed();
      for (String name : numbers.names()) {
        Datum a = requireNonNull(whenTrue.get(name));
        Datum b = requireNonNull(whenFalse.get(name));
        choice(condition, span, name, a, b).ifPresent(d -> numbers.set(name, d));
      }
      for (Memory memory : followedWhenTrue) {
        memory.set(session.builder.where(condition, memory.now(), memory.before()));
      }
      for (Memory memory : followedWhenFalse) {
        memory.set(session.builder.where(condition, memory.before(), memory.now()));
      }
    }
  }
}
