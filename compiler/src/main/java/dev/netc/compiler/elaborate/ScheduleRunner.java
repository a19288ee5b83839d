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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Runs the body of one schedule for one group of parameters. An {@code if} whose condition is known
 * at run time only runs both branches; what they leave different is chosen by the condition.
 */
final class ScheduleRunner extends Runner {
  private final ScheduleElaborator schedules;
  private final GroupNumbers numbers;
  private final Declaration.Function function;
  private final Map<String, Memory> states = new HashMap<>();
  private int conditions;

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
    states.forEach((name, memory) -> memory.set(single(name, frame.lookup(name).orElseThrow())));
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
      numbers
          .get(name)
          .ifPresent(old -> numbers.set(name, alike(name, old, frame.lookup(name).orElseThrow())));
    }
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
  public Optional<Datum> visitReturn(Statement.Return result) {
    if (conditions > 0) {
      throw session.reporter.fail(
          frame,
          result.span(),
          "E0209",
          "`return` stands under a condition that is known at run time only",
          "change the number there, and return behind it");
    }
    return super.visitReturn(result);
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
        new CallSite(frame, statement.span()),
        instance,
        numbers,
        frame.lookup("step").orElseThrow(),
        frame.lookup("metric").orElseThrow());
    for (Parameter parameter : function.tensors()) {
      String name = parameter.name().text();
      numbers.get(name).ifPresent(datum -> frame.bind(name, datum));
    }
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitIf(Statement.If choice) {
    return branch(choice, 0);
  }

  private Optional<Datum> branch(Statement.If choice, int index) {
    if (index == choice.branches().size()) {
      return choice.otherwise().flatMap(this::run);
    }
    Statement.If.Branch branch = choice.branches().get(index);
    Datum condition = evaluator.evaluate(frame, branch.condition());
    if (!(condition instanceof Datum.Tensor tensor)
        || tensor.value().type().element() != ElementType.BOOL) {
      return evaluator.truth(frame, branch.condition())
          ? run(branch.body())
          : branch(choice, index + 1);
    }
    conditions++;
    Outcome before = outcome();
    Outcome whenTrue = outcome(before, () -> run(branch.body()));
    Outcome whenFalse = outcome(before, () -> branch(choice, index + 1));
    conditions--;
    merge(tensor.value(), branch.condition().span(), whenTrue, whenFalse);
    return Optional.empty();
  }

  /** What a branch leaves behind: names, numbers, and the states of schedules followed in it. */
  private record Outcome(
      Map<String, Datum> names, Map<String, Datum> numbers, List<Memory> followed) {}

  private Outcome outcome() {
    return new Outcome(frame.snapshot(), numbers.snapshot(), List.of());
  }

  private Outcome outcome(Outcome before, Runnable branch) {
    frame.restore(before.names());
    numbers.restore(before.numbers());
    int known = numbers.memories().size();
    branch.run();
    List<Memory> followed =
        new ArrayList<>(numbers.memories().subList(known, numbers.memories().size()));
    followed.removeAll(states.values());
    return new Outcome(frame.snapshot(), numbers.snapshot(), followed);
  }

  private void merge(Value condition, Span span, Outcome whenTrue, Outcome whenFalse) {
    Set<String> names = new HashSet<>(whenTrue.names().keySet());
    names.addAll(whenFalse.names().keySet());
    for (String name : names.stream().sorted().toList()) {
      Optional<Datum> a = left(whenTrue, name);
      Optional<Datum> b = left(whenFalse, name);
      frame.forget(name);
      if (a.isPresent() && b.isPresent()) {
        choice(condition, span, name, a.get(), b.get()).ifPresent(d -> frame.bind(name, d));
      }
    }
    for (String name : numbers.names()) {
      Datum a = requireNonNull(whenTrue.numbers().get(name));
      Datum b = requireNonNull(whenFalse.numbers().get(name));
      choice(condition, span, name, a, b).ifPresent(d -> numbers.set(name, d));
    }
    for (Memory memory : whenTrue.followed()) {
      memory.set(session.builder.where(condition, memory.now(), memory.before()));
    }
    for (Memory memory : whenFalse.followed()) {
      memory.set(session.builder.where(condition, memory.before(), memory.now()));
    }
  }

  /** A state that only one branch declares stays as it was in the other. */
  private Optional<Datum> left(Outcome outcome, String name) {
    Optional<Datum> bound = Optional.ofNullable(outcome.names().get(name));
    return bound.isEmpty() && states.containsKey(name)
        ? Optional.of(new Datum.Tensor(states.get(name).before()))
        : bound;
  }

  /** One of two data; empty if they are of kinds that no condition can choose between. */
  private Optional<Datum> choice(Value condition, Span span, String name, Datum a, Datum b) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    if (a == Datum.Poison.POISON || b == Datum.Poison.POISON) {
      return Optional.of(Datum.Poison.POISON);
    }
    if (a instanceof Items x && b instanceof Items y && x.items().size() == y.items().size()) {
      List<Datum> all = new ArrayList<>();
      for (int i = 0; i < x.items().size(); i++) {
        choice(condition, span, name, x.items().get(i), y.items().get(i)).ifPresent(all::add);
      }
      return all.size() == x.items().size()
          ? Optional.of(new Items(x.brackets(), all))
          : Optional.empty();
    }
    if (!Operators.isScalarLike(a) || !Operators.isScalarLike(b)) {
      return Optional.empty();
    }
    Value.Origin before = session.builder.at(new Value.Origin(name, Optional.empty()));
    List<Value> branches = new Tensors(session).unify(frame, span, "`if`", List.of(a, b));
    Value chosen = session.builder.where(condition, branches.get(0), branches.get(1));
    session.builder.at(before);
    return Optional.of(new Datum.Tensor(chosen));
  }
}
