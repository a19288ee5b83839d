package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Gather;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.ScatterAdd;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * Writes the element of a value at given indices as an expression over elements of stored values:
 * movements become changes of the indices, reductions become folds. One builder serves one kernel.
 */
final class ExpressionBuilder {
  private final Set<Value> stored;
  private final java.util.Map<Key, Expression> done = new HashMap<>();
  private final java.util.Map<Key, Expression.Search> searches = new HashMap<>();
  private final java.util.Map<Value, Index> kept = new HashMap<>();
  private int axes;

  private final java.util.Map<Place, Index> linear = new HashMap<>();

  private record Key(Value value, List<Index> at) {}

  private record Place(List<Index> at, Shape shape) {}

  /**
   * @param stored the values that are in memory when the kernel runs
   */
  ExpressionBuilder(Set<Value> stored) {
    this.stored = stored;
  }

  /** Says that a value is kept from a position on only, which changes with the loops. */
  void keep(Value value, Index from) {
    kept.put(value, from);
  }

  /** The position of an element in what is kept of a value. */
  Index kept(Value value, Index at) {
    Index from = kept.get(value);
    return from == null ? at : at.minus(from);
  }

  /** A new loop. */
  Axis axis(Dim extent) {
    return new Axis(axes++, extent);
  }

  /** A new loop for each axis of a shape. */
  List<Axis> axes(Shape shape) {
    return shape.dims().stream().map(this::axis).toList();
  }

  static List<Index> counters(List<Axis> axes) {
    return axes.stream().map(Index::of).toList();
  }

  /** The element of {@code value}, loaded if it is stored and computed if not. */
  Expression at(Value value, List<Index> at) {
    return stored.contains(value) ? load(value, linear(at, value.shape())) : computed(value, at);
  }

  /**
   * The element of {@code value}, computed even if the value is stored: what the kernel is there
   * for.
   */
  Expression computed(Value value, List<Index> at) {
    Key key = new Key(value, at);
    Expression known = done.get(key);
    if (known == null) {
      known = value.op().accept(new Case(value, at));
      done.put(key, known);
    }
    return known;
  }

  /** The row-major position of an element, worked out once for all tensors of a shape. */
  private Index linear(List<Index> at, Shape shape) {
    return linear.computeIfAbsent(
        new Place(at, shape), place -> Index.linear(place.at(), place.shape()));
  }

  /** The element at a row-major position. */
  private Expression atLinear(Value value, Index at) {
    if (stored.contains(value)) {
      return load(value, at);
    }
    return value.op() instanceof Move.Reshape
        ? atLinear(value.operand(0), at)
        : computed(value, at.delinear(value.shape()));
  }

  private Expression load(Value value, Index at) {
    return done.computeIfAbsent(
        new Key(value, List.of(at)), key -> new Expression.Load(value, kept(value, at)));
  }

  /**
   * The element of an integer value as a part of a position, checked unless it is known to lie in
   * the range.
   *
   * @param user what picks by it
   */
  Index position(Value user, Value indices, List<Index> at, Dim limit) {
    Expression read = at(indices, at);
    Expression safe =
        liesBelow(indices, limit)
            ? read
            : new Expression.Checked(read, limit, IndexSource.of(user, indices, at));
    return Index.of(new Index.Read(safe, limit));
  }

  private static boolean liesBelow(Value indices, Dim limit) {
    if (indices.op() instanceof ArgReduce search) {
      return limit.minus(indices.operand(0).dim(search.axis())).isAtLeast(0);
    } else if (indices.op() instanceof Op.Iota iota) {
      return limit.minus(indices.dim(iota.axis())).isAtLeast(0);
    } else if (indices.op() instanceof Op.Constant constant) {
      return constant.value() >= 0 && limit.isAtLeast((long) constant.value() + 1);
    }
    boolean sameElements =
        (indices.op() instanceof Move
                && !(indices.op() instanceof Move.Pad)
                && !(indices.op() instanceof Move.OverlapAdd))
            || (indices.op() instanceof Map map && map.function() == Elementwise.STOP_GRADIENT);
    return sameElements && indices.operands().stream().allMatch(part -> liesBelow(part, limit));
  }

  /** One op at one place. */
  private final class Case implements Op.Visitor<Expression> {
    private final Value value;
    private final List<Index> at;

    Case(Value value, List<Index> at) {
      this.value = value;
      this.at = at;
    }

    private Expression moved(List<Index> to) {
      return at(value.operand(0), to);
    }

    @Override
    public Expression input(Op.Input op) {
      throw new IllegalStateException("input " + op.name() + " is not stored");
    }

    @Override
    public Expression constant(Op.Constant op) {
      return new Expression.Literal(op.element(), op.value());
    }

    @Override
    public Expression sizeOf(Op.SizeOf op) {
      return new Expression.Position(op.element(), Index.of(op.dim()));
    }

    @Override
    public Expression iota(Op.Iota op) {
      return new Expression.Position(op.type().element(), at.get(op.axis()));
    }

    @Override
    public Expression random(Random op) {
      Value key = value.operand(0);
      return new Expression.Draw(
          op,
          at(key, List.of(Index.of(Dim.ZERO))),
          at(key, List.of(Index.of(Dim.ONE))),
          linear(at, value.shape()));
    }

    @Override
    public Expression map(Map op) {
      Value condition = value.operand(0);
      if (op.function() == Elementwise.WHERE
          && Rectifier.is(value)
          && !stored.contains(condition)) {
        // The same for NaN and zeros, and C2 makes vector instructions of it.
        Expression zero = new Expression.Literal(value.type().element(), 0);
        List<Expression> both = List.of(at(value.operand(2), at), zero);
        return new Expression.Apply(Elementwise.MAX, value.type().element(), both);
      }
      List<Expression> operands =
          value.operands().stream().map(operand -> at(operand, at)).toList();
      return op.function() == Elementwise.STOP_GRADIENT
          ? operands.get(0)
          : new Expression.Apply(op.function(), value.type().element(), operands);
    }

    @Override
    public Expression cast(Cast op) {
      Expression operand = at(value.operand(0), at);
      return operand.type() == op.to() ? operand : new Expression.Convert(op.to(), operand);
    }

    @Override
    public Expression reduce(Reduce op) {
      Value operand = value.operand(0);
      List<Index> inner = new ArrayList<>(at);
      List<Axis> loops = new ArrayList<>();
      for (int axis : op.axes()) {
        Axis loop = axis(operand.dim(axis));
        loops.add(loop);
        inner.add(axis, Index.of(loop));
      }
      return new Expression.Fold(op.kind(), loops, at(operand, inner));
    }

    @Override
    public Expression argReduce(ArgReduce op) {
      Axis loop = axis(value.operand(0).dim(op.axis()));
      List<Index> inner = new ArrayList<>(at);
      inner.add(op.axis(), Index.of(loop));
      Expression.Search search =
          new Expression.Search(op.kind(), loop, at(value.operand(0), inner));
      searches.put(new Key(value.operand(0), at), search);
      return search;
    }

    @Override
    public Expression contract(Contract op) {
      java.util.Map<Integer, Index> byLabel = new HashMap<>();
      for (int axis = 0; axis < at.size(); axis++) {
        byLabel.put(op.result().get(axis), at.get(axis));
      }
      List<Axis> loops = new ArrayList<>();
      for (int axis = 0; axis < op.left().size(); axis++) {
        int label = op.left().get(axis);
        if (!byLabel.containsKey(label)) {
          Axis loop = axis(value.operand(0).dim(axis));
          loops.add(loop);
          byLabel.put(label, Index.of(loop));
        }
      }
      Expression left = at(value.operand(0), op.left().stream().map(byLabel::get).toList());
      Expression right = at(value.operand(1), op.right().stream().map(byLabel::get).toList());
      ElementType type = value.type().element();
      Expression product = new Expression.Apply(Elementwise.MUL, type, List.of(left, right));
      return loops.isEmpty() ? product : new Expression.Fold(Reduce.Kind.SUM, loops, product);
    }

    @Override
    public Expression reshape(Move.Reshape op) {
      return atLinear(value.operand(0), linear(at, op.shape()));
    }

    @Override
    public Expression transpose(Move.Transpose op) {
      Index[] to = new Index[at.size()];
      for (int axis = 0; axis < to.length; axis++) {
        to[op.permutation().get(axis)] = at.get(axis);
      }
      return moved(List.of(to));
    }

    @Override
    public Expression broadcast(Move.Broadcast op) {
      return moved(op.axes().stream().map(at::get).toList());
    }

    @Override
    public Expression slice(Move.Slice op) {
      List<Index> to = new ArrayList<>();
      for (int axis = 0; axis < at.size(); axis++) {
        to.add(at.get(axis).times(op.strides().get(axis)).plus(op.starts().get(axis)));
      }
      return moved(to);
    }

    @Override
    public Expression pad(Move.Pad op) {
      Conditions inside = new Conditions();
      List<Index> to = new ArrayList<>();
      for (int axis = 0; axis < at.size(); axis++) {
        Index shifted = at.get(axis).plus(-op.low().get(axis));
        Dim step = Dim.of(op.interior().get(axis) + 1);
        inside.atLeastZero(shifted);
        inside.divisible(shifted, step);
        Index index = step.is(1) ? shifted : shifted.quotient(step);
        inside.below(index, value.operand(0).dim(axis));
        to.add(index);
      }
      return inside.choose(moved(to), new Expression.Literal(value.type().element(), op.value()));
    }

    @Override
    public Expression flip(Move.Flip op) {
      List<Index> to = new ArrayList<>(at);
      for (int axis : op.axes()) {
        to.set(axis, Index.of(value.dim(axis).plus(-1)).minus(at.get(axis)));
      }
      return moved(to);
    }

    @Override
    public Expression concat(Move.Concat op) {
      List<Dim> starts = new ArrayList<>();
      Dim start = Dim.ZERO;
      for (Value part : value.operands()) {
        starts.add(start);
        start = start.plus(part.dim(op.axis()));
      }
      int last = value.operands().size() - 1;
      Expression result = part(op, last, starts.get(last));
      for (int i = last - 1; i >= 0; i--) {
        Conditions inside = new Conditions();
        inside.below(at.get(op.axis()), starts.get(i + 1));
        result = inside.choose(part(op, i, starts.get(i)), result);
      }
      return result;
    }

    private Expression part(Move.Concat op, int part, Dim start) {
      List<Index> to = new ArrayList<>(at);
      to.set(op.axis(), at.get(op.axis()).plus(start.negated()));
      return at(value.operand(part), to);
    }

    @Override
    public Expression window(Move.Window op) {
      return moved(Placement.source(op, at));
    }

    @Override
    public Expression overlapAdd(Move.OverlapAdd op) {
      throw new IllegalStateException(value + " is not stored");
    }

    @Override
    public Expression gather(Gather op) {
      Value source = value.operand(0);
      Index found = position(value, value.operand(1), at, source.dim(op.axis()));
      List<Index> others = new ArrayList<>(at);
      others.remove(op.axis());
      Expression.Search search = searches.get(new Key(source, others));
      if (search != null && found.equals(Index.of(new Index.Read(search, source.dim(op.axis()))))) {
        return new Expression.Found(search);
      }
      List<Index> to = new ArrayList<>(at);
      to.set(op.axis(), found);
      return moved(to);
    }

    @Override
    public Expression scan(Scan op) {
      throw new IllegalStateException(value + " is not stored");
    }

    @Override
    public Expression scatterAdd(ScatterAdd op) {
      throw new IllegalStateException(value + " is not stored");
    }
  }
}
