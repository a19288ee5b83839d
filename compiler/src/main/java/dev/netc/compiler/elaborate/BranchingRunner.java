package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a body in which the condition of an {@code if} may be known at run time only: then both
 * branches are run, and what they leave different is chosen by the condition. No gradient flows in
 * such bodies, so the branch not taken does no harm.
 */
abstract class BranchingRunner extends Runner {
  private int conditions;

  BranchingRunner(Session session, Evaluator evaluator, Frame frame) {
    super(session, evaluator, frame);
  }

  /** What two branches change besides the names of the frame. */
  interface Fork {
    /** Between the branches: all is as it was before the first. */
    void second();

    /** Behind them: what differs is chosen. */
    void join(Value condition, Span span);
  }

  /** Begins two branches. */
  abstract Fork fork();

  /** What a name stands for in a branch that does not bind it, if the other does. */
  abstract Optional<Datum> unbound(String name);

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
    Map<String, Datum> before = frame.snapshot();
    Fork fork = fork();
    run(branch.body());
    Map<String, Datum> whenTrue = frame.snapshot();
    frame.restore(before);
    fork.second();
    branch(choice, index + 1);
    Map<String, Datum> whenFalse = frame.snapshot();
    conditions--;
    merge(tensor.value(), branch.condition().span(), whenTrue, whenFalse);
    fork.join(tensor.value(), branch.condition().span());
    return Optional.empty();
  }

  private void merge(
      Value condition, Span span, Map<String, Datum> whenTrue, Map<String, Datum> whenFalse) {
    Set<String> names = new HashSet<>(whenTrue.keySet());
    names.addAll(whenFalse.keySet());
    for (String name : names.stream().sorted().toList()) {
      Optional<Datum> a = Optional.ofNullable(whenTrue.get(name)).or(() -> unbound(name));
      Optional<Datum> b = Optional.ofNullable(whenFalse.get(name)).or(() -> unbound(name));
      frame.forget(name);
      if (a.isPresent() && b.isPresent()) {
        choice(condition, span, name, a.get(), b.get()).ifPresent(d -> frame.bind(name, d));
      }
    }
  }

  /** What a name of the declaration's stands for behind its body. */
  static Datum left(Session session, Frame frame, Declaration.Function function, String name) {
    return frame
        .lookup(name)
        .orElseThrow(
            () ->
                session.reporter.fail(
                    frame,
                    function.name().span(),
                    "E0310",
                    "`%s` is a number or not, by a condition that is known at run time only"
                        .formatted(name)));
  }

  /** One of two data; empty if they are of kinds that no condition can choose between. */
  final Optional<Datum> choice(Value condition, Span span, String name, Datum a, Datum b) {
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
    Value every = session.builder.broadcastTo(condition, branches.get(0).shape());
    Value chosen = session.builder.where(every, branches.get(0), branches.get(1));
    session.builder.at(before);
    return Optional.of(new Datum.Tensor(chosen));
  }
}
