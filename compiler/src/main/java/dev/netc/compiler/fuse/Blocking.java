package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Decides which loops are run a block at a time. C2 makes vector instructions of plain arithmetic
 * on arrays that are all read at the loop's own position; whatever chooses, compares, calls a
 * function or reads at another offset takes five to fifty times as long. Routines of the runtime
 * take one pass over a block for each function instead, which is worth it where the innermost axis
 * is long enough for the calls.
 */
public final class Blocking {
  /** With fewer elements in a row the calls cost what they save. */
  private static final long SHORT = 32;

  private final Axis run;
  private final IdentityHashMap<Expression, Boolean> varying = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Boolean> routines = new IdentityHashMap<>();

  /**
   * @param run the axis whose elements are done together
   */
  public Blocking(Axis run) {
    this.run = run;
  }

  /** The loop in the style that is quicker. */
  static Kernel.Loop styled(Kernel.Loop loop) {
    return inBlocks(loop).filter(Blocking::pays).orElse(loop);
  }

  /** The loop in blocks, if routines can compute it. */
  static Optional<Kernel.Loop> inBlocks(Kernel.Loop loop) {
    return possible(loop)
        ? Optional.of(
            new Kernel.Loop(loop.axes(), loop.stores(), loop.reads(), Kernel.Style.BLOCKS))
        : Optional.empty();
  }

  /** Whether a loop calls no costly function for each element, or can do without. */
  static boolean isCheap(Kernel.Loop loop) {
    boolean[] costly = {false};
    for (Kernel.Store store : loop.stores()) {
      Expressions.forEach(
          store.element(),
          part ->
              costly[0] |=
                  part instanceof Expression.Apply apply
                      && apply.type() == ElementType.FLOAT
                      && apply.function().isTranscendental());
    }
    return !costly[0] || possible(loop);
  }

  /** The loops, one after the other over parts of the innermost axis, that are run in blocks. */
  public static List<Kernel.Loop> segments(Kernel.Loop loop) {
    return Segments.of(loop);
  }

  private static boolean possible(Kernel.Loop loop) {
    return !loop.axes().isEmpty()
        && isLong(run(loop).extent())
        && segments(loop).stream().allMatch(Blocking::isOfRoutines);
  }

  private static Axis run(Kernel.Loop loop) {
    return loop.axes().get(loop.axes().size() - 1);
  }

  private static boolean isOfRoutines(Kernel.Loop loop) {
    Axis run = run(loop);
    Blocking blocking = new Blocking(run);
    return loop.stores().stream()
        .allMatch(
            store ->
                isNumber(store.element().type())
                    && (run.extent().is(1) || blocking.stride(store.at()).is(1))
                    && blocking.isAffine(store.at())
                    && blocking.isRoutine(store.element()));
  }

  private static boolean isLong(Dim extent) {
    return !extent.isConstant() || extent.constant() >= SHORT;
  }

  private static boolean isNumber(ElementType type) {
    return type == ElementType.FLOAT || type == ElementType.BOOL;
  }

  /** Whether an expression changes along the run. */
  public boolean varies(Expression expression) {
    Boolean known = varying.get(expression);
    if (known == null) {
      known =
          Expressions.indices(expression).stream()
                  .anyMatch(
                      index ->
                          index.contains(
                              atom ->
                                  atom instanceof Index.Counter counter
                                      && counter.axis().equals(run)))
              || Expressions.parts(expression).stream().anyMatch(this::varies);
      varying.put(expression, known);
    }
    return known;
  }

  /** How far apart the elements at a position lie that neighbours along the run read. */
  public Dim stride(Index at) {
    return at.factor(new Index.Counter(run));
  }

  /** The position at the start of a run. */
  public Index start(Index at) {
    return at.minus(Index.of(run).times(stride(at)));
  }

  /** Whether a position grows by the same stride all along the run. */
  private boolean isAffine(Index at) {
    Index start = start(at);
    return stride(at).isConstant()
        && !start.contains(
            atom -> atom instanceof Index.Counter counter && counter.axis().equals(run))
        && Expressions.reads(start).stream().noneMatch(this::varies);
  }

  /** Whether routines compute an expression; each part is asked once, however often it is used. */
  private boolean isRoutine(Expression expression) {
    Boolean known = routines.get(expression);
    if (known == null) {
      known = isRoutineOfRoutines(expression);
      routines.put(expression, known);
    }
    return known;
  }

  private boolean isRoutineOfRoutines(Expression expression) {
    if (!varies(expression)) {
      return isNumber(expression.type());
    }
    if (expression instanceof Expression.Load load) {
      return isAffine(load.at())
          && (load.type() == ElementType.FLOAT
              || (load.type() == ElementType.BOOL && stride(load.at()).is(1)));
    } else if (expression instanceof Expression.Draw draw) {
      return draw.type() == ElementType.FLOAT
          && isAffine(draw.at())
          && stride(draw.at()).is(1)
          && !varies(draw.low())
          && !varies(draw.high());
    } else if (expression instanceof Expression.Convert convert) {
      return convert.type() == ElementType.FLOAT
          && convert.operand().type() == ElementType.BOOL
          && isRoutine(convert.operand());
    }
    return expression instanceof Expression.Apply apply
        && isNumber(apply.type())
        && apply.operands().stream().allMatch(this::isRoutine);
  }

  /** Whether C2 makes no vector instructions of the plain loop. */
  private static boolean pays(Kernel.Loop loop) {
    if (segments(loop).size() > 1) {
      return true;
    }
    Blocking blocking = new Blocking(run(loop));
    for (Kernel.Store store : loop.stores()) {
      boolean[] pays = {false};
      Expressions.forEach(
          store.element(), part -> pays[0] |= blocking.varies(part) && !isPlain(part, store.at()));
      if (pays[0]) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(Expression expression, Index at) {
    if (expression instanceof Expression.Load load) {
      return load.at().equals(at);
    }
    return expression instanceof Expression.Apply apply
        && apply.type() == ElementType.FLOAT
        && isVectorised(apply.function());
  }

  private static boolean isVectorised(Elementwise function) {
    return switch (function) {
      case NEG, ABS, SQRT, ADD, SUB, MUL, DIV, MAX, MIN -> true;
      default -> false;
    };
  }
}
