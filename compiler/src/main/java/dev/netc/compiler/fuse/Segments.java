package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Cuts the innermost axis of a loop where its choices change, as at the joints of what is
 * concatenated or padded: within a segment nothing is left to choose.
 */
final class Segments {
  /** More joints than a few would make more calls than they save. */
  private static final int MOST = 8;

  private final Axis run;

  /** Where the segment begins on the axis. */
  private final long start;

  private final Axis part;
  private final IdentityHashMap<Expression, Expression> done = new IdentityHashMap<>();

  private Segments(Axis run, long start, Axis part) {
    this.run = run;
    this.start = start;
    this.part = part;
  }

  /** The loops that together do what the loop does; itself if there is nothing to cut. */
  static List<Kernel.Loop> of(Kernel.Loop loop) {
    int last = loop.axes().size() - 1;
    if (loop.axes().subList(0, last).stream().allMatch(axis -> axis.extent().is(1))) {
      return List.of(loop);
    }
    Axis run = loop.axes().get(last);
    Optional<NavigableSet<Long>> joints = joints(loop, run);
    if (joints.isEmpty() || joints.get().size() < 3 || joints.get().size() > MOST) {
      return List.of(loop);
    }
    List<Kernel.Loop> segments = new ArrayList<>();
    List<Long> ends = List.copyOf(joints.get());
    for (int i = 0; i + 1 < ends.size(); i++) {
      List<Axis> axes = new ArrayList<>(loop.axes());
      Axis part = new Axis(run.id(), Dim.of(ends.get(i + 1) - ends.get(i)));
      axes.set(last, part);
      segments.add(new Segments(run, ends.get(i), part).cut(loop, axes));
    }
    return List.copyOf(segments);
  }

  /** The places where a choice changes, and the ends; empty if there are others than constants. */
  private static Optional<NavigableSet<Long>> joints(Kernel.Loop loop, Axis run) {
    NavigableSet<Long> joints = new TreeSet<>();
    if (!run.extent().isConstant()) {
      return Optional.empty();
    }
    long extent = run.extent().constant();
    joints.add(0L);
    joints.add(extent);
    boolean[] known = {true};
    for (Kernel.Store store : loop.stores()) {
      Expressions.forEach(
          store.element(),
          part -> {
            known[0] &= !isOpaque(part);
            if (part instanceof Expression.Choice choice) {
              for (Expression.Condition condition : choice.conditions()) {
                Optional<Long> joint = joint(condition, run);
                known[0] &= joint.isPresent();
                joint.filter(at -> at > 0 && at < extent).ifPresent(joints::add);
              }
            }
          });
    }
    return known[0] ? Optional.of(joints) : Optional.empty();
  }

  /** What is not cut, as it is not done in blocks anyway. */
  private static boolean isOpaque(Expression part) {
    return part instanceof Expression.Fold
        || part instanceof Expression.Search
        || part instanceof Expression.Found
        || part instanceof Expression.Checked;
  }

  /** From where on a condition holds, or does not hold any more. */
  private static Optional<Long> joint(Expression.Condition condition, Axis run) {
    Index rest = condition.index().minus(Index.of(run));
    if (!rest.terms().isEmpty() || !rest.constant().isConstant()) {
      return Optional.empty();
    }
    if (condition instanceof Expression.AtLeastZero) {
      return Optional.of(-rest.constant().constant());
    }
    return condition instanceof Expression.Below below && below.bound().isConstant()
        ? Optional.of(below.bound().constant() - rest.constant().constant())
        : Optional.empty();
  }

  private Kernel.Loop cut(Kernel.Loop loop, List<Axis> axes) {
    List<Kernel.Store> stores = new ArrayList<>();
    for (Kernel.Store store : loop.stores()) {
      stores.add(new Kernel.Store(store.value(), moved(store.at()), cut(store.element())));
    }
    return new Kernel.Loop(axes, stores, loop.reads(), loop.style());
  }

  private Index moved(Index index) {
    return index.with(run, Index.of(part).plus(start));
  }

  private Expression cut(Expression expression) {
    Expression known = done.get(expression);
    if (known == null) {
      known = expression.accept(new Cut());
      done.put(expression, known);
    }
    return known;
  }

  private boolean holds(Expression.Condition condition) {
    Index index = condition.index().with(run, Index.of(Dim.of(start)));
    long at = index.constant().constant();
    return condition instanceof Expression.Below below ? at < below.bound().constant() : at >= 0;
  }

  /** The same expression within the segment. */
  private final class Cut implements Expression.Visitor<Expression> {
    @Override
    public Expression load(Expression.Load load) {
      return new Expression.Load(load.value(), moved(load.at()));
    }

    @Override
    public Expression literal(Expression.Literal literal) {
      return literal;
    }

    @Override
    public Expression position(Expression.Position position) {
      return new Expression.Position(position.type(), moved(position.index()));
    }

    @Override
    public Expression draw(Expression.Draw draw) {
      return draw.at(moved(draw.at()));
    }

    @Override
    public Expression apply(Expression.Apply apply) {
      List<Expression> operands = apply.operands().stream().map(Segments.this::cut).toList();
      if (apply.function() == Elementwise.ADD && apply.type() == ElementType.FLOAT) {
        for (int i = 0; i < 2; i++) {
          if (operands.get(i) instanceof Expression.Literal literal && literal.value() == 0) {
            return operands.get(1 - i);
          }
        }
      }
      return new Expression.Apply(apply.function(), apply.type(), operands);
    }

    @Override
    public Expression convert(Expression.Convert convert) {
      return new Expression.Convert(convert.type(), cut(convert.operand()));
    }

    @Override
    public Expression choice(Expression.Choice choice) {
      return cut(
          choice.conditions().stream().allMatch(Segments.this::holds)
              ? choice.inside()
              : choice.outside());
    }

    @Override
    public Expression fold(Expression.Fold fold) {
      throw opaque(fold);
    }

    @Override
    public Expression search(Expression.Search search) {
      throw opaque(search);
    }

    @Override
    public Expression found(Expression.Found found) {
      throw opaque(found);
    }

    @Override
    public Expression checked(Expression.Checked checked) {
      throw opaque(checked);
    }

    private static IllegalStateException opaque(Expression expression) {
      return new IllegalStateException(expression + " is not cut");
    }
  }
}
