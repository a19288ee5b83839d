package dev.netc.compiler.fuse;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Finds the gates of recurrent cells, forward and backward, in what is computed for a block of
 * elements: one routine of the runtime computes all of a cell. They are known by what flows where,
 * in any order and with operands of sums and products either way round. All that a routine computes
 * on its way and writes somewhere may be used by others, too; what it does not write must be for
 * the cell only.
 */
public final class GatedCells {
  /**
   * A cell that was found.
   *
   * @param routine the method of the runtime
   * @param operands what it reads, in its order
   * @param results what it writes, in its order
   * @param steps all that it computes
   */
  public record Cell(
      String routine,
      List<Expression> operands,
      List<Expression.Apply> results,
      List<Expression.Apply> steps) {
    public Cell {
      operands = List.copyOf(operands);
      results = List.copyOf(results);
      steps = List.copyOf(steps);
    }
  }

  /** What an expression has to be. Two places of the same pattern are the same expression. */
  private sealed interface Pattern {}

  /** Any number that changes from element to element. */
  private static final class Any implements Pattern {}

  /** The number 1. */
  private static final class One implements Pattern {}

  /** A function of others. */
  private static final class Step implements Pattern {
    final Elementwise function;
    final List<Pattern> operands;

    Step(Elementwise function, Pattern... operands) {
      this.function = function;
      this.operands = List.of(operands);
    }
  }

  /**
   * What a routine computes.
   *
   * @param roots the results from which all others are reached, the one that has most steps first
   */
  private record Form(
      String routine, List<Pattern> operands, List<Pattern> results, List<Pattern> roots) {}

  private static final List<Form> FORMS = List.of(lstm(), lstmBackward(), gru(), gruBackward());

  private final Blocking blocking;
  private final List<Expression.Apply> applies = new ArrayList<>();
  private final IdentityHashMap<Expression, Integer> users = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Cell> cells = new IdentityHashMap<>();
  private final IdentityHashMap<Pattern, Expression> bound = new IdentityHashMap<>();

  private GatedCells(Blocking blocking) {
    this.blocking = blocking;
  }

  /** The cells in what is stored for a block. */
  public static GatedCells of(Collection<Kernel.Store> stores, Blocking blocking) {
    GatedCells found = new GatedCells(blocking);
    Set<Expression> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    stores.forEach(store -> found.use(store.element(), seen));
    FORMS.forEach(found::find);
    return found;
  }

  /** Whether a loop that is run in blocks has cells. */
  public static boolean areIn(Kernel.Loop loop) {
    return Blocking.segments(loop).stream()
        .anyMatch(
            part -> {
              Axis run = part.axes().get(part.axes().size() - 1);
              return !of(part.stores(), new Blocking(run)).cells.isEmpty();
            });
  }

  /** The cell that an expression is a step of. */
  public Optional<Cell> of(Expression step) {
    return Optional.ofNullable(cells.get(step));
  }

  private static Form lstm() {
    Pattern input = new Any();
    Pattern forget = new Any();
    Pattern proposal = new Any();
    Pattern output = new Any();
    Pattern c = new Any();
    Pattern i = new Step(Elementwise.SIGMOID, input);
    Pattern f = new Step(Elementwise.SIGMOID, forget);
    Pattern g = new Step(Elementwise.TANH, proposal);
    Pattern o = new Step(Elementwise.SIGMOID, output);
    Pattern cell = add(mul(f, c), mul(i, g));
    Pattern squashed = new Step(Elementwise.TANH, cell);
    Pattern hidden = mul(o, squashed);
    return new Form(
        "lstm",
        List.of(input, forget, proposal, output, c),
        List.of(i, f, g, o, cell, squashed, hidden),
        List.of(hidden));
  }

  private static Form lstmBackward() {
    Pattern slope = new Any();
    Pattern slopeOfCell = new Any();
    Pattern i = new Any();
    Pattern f = new Any();
    Pattern g = new Any();
    Pattern o = new Any();
    Pattern squashed = new Any();
    Pattern c = new Any();
    Pattern d = add(slopeOfCell, mul(mul(slope, o), ofTanh(squashed)));
    Pattern ofState = mul(d, f);
    Pattern ofInput = mul(mul(d, g), ofSigmoid(i));
    Pattern ofForget = mul(mul(d, c), ofSigmoid(f));
    Pattern ofProposal = mul(mul(d, i), ofTanh(g));
    Pattern ofOutput = mul(mul(slope, squashed), ofSigmoid(o));
    return new Form(
        "lstmBackward",
        List.of(slope, slopeOfCell, i, f, g, o, squashed, c),
        List.of(ofState, ofInput, ofForget, ofProposal, ofOutput),
        List.of(ofInput, ofForget, ofProposal, ofOutput, ofState));
  }

  private static Form gru() {
    Pattern inputOfReset = new Any();
    Pattern stateOfReset = new Any();
    Pattern inputOfUpdate = new Any();
    Pattern stateOfUpdate = new Any();
    Pattern inputOfProposal = new Any();
    Pattern stateOfProposal = new Any();
    Pattern h = new Any();
    Pattern r = new Step(Elementwise.SIGMOID, add(inputOfReset, stateOfReset));
    Pattern z = new Step(Elementwise.SIGMOID, add(inputOfUpdate, stateOfUpdate));
    Pattern n = new Step(Elementwise.TANH, add(inputOfProposal, mul(r, stateOfProposal)));
    Pattern hidden = add(mul(rest(z), n), mul(z, h));
    return new Form(
        "gru",
        List.of(
            inputOfReset,
            stateOfReset,
            inputOfUpdate,
            stateOfUpdate,
            inputOfProposal,
            stateOfProposal,
            h),
        List.of(r, z, n, hidden),
        List.of(hidden));
  }

  private static Form gruBackward() {
    Pattern slope = new Any();
    Pattern r = new Any();
    Pattern z = new Any();
    Pattern n = new Any();
    Pattern h = new Any();
    Pattern stateOfProposal = new Any();
    Pattern rest = rest(z);
    Pattern ofState = mul(slope, z);
    Pattern ofProposal = mul(mul(slope, rest), ofTanh(n));
    Pattern ofReset = mul(mul(ofProposal, stateOfProposal), ofSigmoid(r));
    Pattern ofChoice = add(mul(slope, h), new Step(Elementwise.NEG, mul(slope, n)));
    Pattern ofUpdate = mul(ofChoice, mul(z, rest));
    Pattern ofStateOfProposal = mul(ofProposal, r);
    return new Form(
        "gruBackward",
        List.of(slope, r, z, n, h, stateOfProposal),
        List.of(ofState, ofReset, ofUpdate, ofProposal, ofStateOfProposal),
        List.of(ofReset, ofUpdate, ofStateOfProposal, ofState));
  }

  private static Pattern add(Pattern one, Pattern other) {
    return new Step(Elementwise.ADD, one, other);
  }

  private static Pattern mul(Pattern one, Pattern other) {
    return new Step(Elementwise.MUL, one, other);
  }

  private static Pattern rest(Pattern value) {
    return new Step(Elementwise.SUB, new One(), value);
  }

  /** The slope of a sigmoid where it has a value. */
  private static Pattern ofSigmoid(Pattern value) {
    return mul(value, rest(value));
  }

  /** The slope of a tanh where it has a value. */
  private static Pattern ofTanh(Pattern value) {
    return rest(mul(value, value));
  }

  private void use(Expression expression, Set<Expression> seen) {
    users.merge(expression, 1, Integer::sum);
    if (seen.add(expression) && blocking.varies(expression)) {
      Expressions.parts(expression).forEach(part -> use(part, seen));
      if (expression instanceof Expression.Apply apply && apply.type() == ElementType.FLOAT) {
        applies.add(apply);
      }
    }
  }

  private void find(Form form) {
    Pattern first = form.roots().get(0);
    for (Expression.Apply apply : applies) {
      if (matches(first, apply, () -> matchesFrom(1, form))) {
        bound.clear();
      }
    }
  }

  /** Whether there is something for each of the roots from one on; if so the cell is taken. */
  private boolean matchesFrom(int root, Form form) {
    if (root == form.roots().size()) {
      return take(form);
    }
    return applies.stream()
        .anyMatch(
            apply -> matches(form.roots().get(root), apply, () -> matchesFrom(root + 1, form)));
  }

  /** Whether an expression is what a pattern says, and the rest matches then, too. */
  @SuppressWarnings("ReferenceEquality") // what is used in several places is one object
  private boolean matches(Pattern pattern, Expression expression, BooleanSupplier rest) {
    Expression known = bound.get(pattern);
    if (known != null) {
      return known == expression && rest.getAsBoolean();
    }
    if (pattern instanceof One) {
      return expression instanceof Expression.Literal literal
          && literal.value() == 1
          && rest.getAsBoolean();
    }
    if (expression.type() != ElementType.FLOAT || !blocking.varies(expression)) {
      return false;
    }
    bound.put(pattern, expression);
    boolean is =
        pattern instanceof Step step
            ? expression instanceof Expression.Apply apply
                && apply.function() == step.function
                && !cells.containsKey(apply)
                && haveOperands(step, apply, rest)
            : rest.getAsBoolean();
    if (!is) {
      bound.remove(pattern);
    }
    return is;
  }

  private boolean haveOperands(Step step, Expression.Apply apply, BooleanSupplier rest) {
    List<Pattern> wanted = step.operands;
    List<Expression> given = apply.operands();
    if (wanted.size() == 1) {
      return matches(wanted.get(0), given.get(0), rest);
    }
    return matches(wanted.get(0), given.get(0), () -> matches(wanted.get(1), given.get(1), rest))
        || (step.function != Elementwise.SUB
            && matches(
                wanted.get(0), given.get(1), () -> matches(wanted.get(1), given.get(0), rest)));
  }

  /** Takes what is bound as a cell, if it can be computed at once. */
  private boolean take(Form form) {
    List<Expression.Apply> steps = new ArrayList<>();
    IdentityHashMap<Expression, Integer> within = new IdentityHashMap<>();
    bound.forEach(
        (pattern, expression) -> {
          if (pattern instanceof Step) {
            steps.add((Expression.Apply) expression);
          }
        });
    Set<Expression> all = Collections.newSetFromMap(new IdentityHashMap<>());
    all.addAll(steps);
    if (all.size() < steps.size()) {
      return false;
    }
    steps.forEach(step -> step.operands().forEach(part -> within.merge(part, 1, Integer::sum)));
    List<Expression> operands = new ArrayList<>();
    form.operands().forEach(pattern -> operands.add(requireNonNull(bound.get(pattern))));
    List<Expression.Apply> results = new ArrayList<>();
    form.results()
        .forEach(pattern -> results.add((Expression.Apply) requireNonNull(bound.get(pattern))));
    Set<Expression> written = Collections.newSetFromMap(new IdentityHashMap<>());
    written.addAll(results);
    boolean isClosed =
        steps.stream()
            .allMatch(
                step ->
                    written.contains(step)
                        || requireNonNull(users.get(step)).equals(within.get(step)));
    Set<Expression> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    if (!isClosed || operands.stream().anyMatch(operand -> needs(operand, all, seen))) {
      return false;
    }
    Cell cell = new Cell(form.routine(), operands, results, steps);
    steps.forEach(step -> cells.put(step, cell));
    return true;
  }

  /** Whether an expression is made of one of others, where other cells are computed at once. */
  private boolean needs(Expression expression, Set<Expression> others, Set<Expression> seen) {
    if (others.contains(expression)) {
      return true;
    }
    if (!seen.add(expression)) {
      return false;
    }
    Cell cell = cells.get(expression);
    return (cell == null ? Expressions.parts(expression) : cell.operands())
        .stream().anyMatch(part -> needs(part, others, seen));
  }
}
