package dev.netc.compiler.scan;

import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;

/**
 * Computes values of a scan's body outside of it, those of all rounds at once: stacked along a new
 * first axis, or by themselves if they are the same in each round.
 */
final class AllRounds {
  private final GraphBuilder b;
  private final Dim rounds;
  private final java.util.Map<Value, Result> results = new HashMap<>();

  /** A value for all rounds. */
  record Result(Value value, boolean stacked) {}

  AllRounds(GraphBuilder b, Dim rounds) {
    this.b = b;
    this.rounds = rounds;
  }

  /** Whether an op can be applied to all rounds at once. */
  static boolean canApply(Op op) {
    return op instanceof Map
        || op instanceof Cast
        || op instanceof Contract
        || op instanceof Reduce
        || op instanceof ArgReduce
        || op instanceof Move
        || (op instanceof Op.Source && !(op instanceof Op.Input));
  }

  /** Says where a value of the body is had outside. */
  void put(Value inner, Value value, boolean stacked) {
    results.put(inner, new Result(value, stacked));
  }

  boolean has(Value inner) {
    return results.containsKey(inner);
  }

  /** A value for all rounds, computed from those that are had. */
  Result of(Value inner) {
    Result known = results.get(inner);
    if (known != null) {
      return known;
    }
    List<Result> operands = inner.operands().stream().map(this::of).toList();
    Value.Origin before = b.at(inner.origin());
    Result made =
        operands.stream().noneMatch(Result::stacked)
            ? new Result(b.add(inner.op(), operands.stream().map(Result::value).toList()), false)
            : new Result(apply(inner, operands), true);
    b.at(before);
    results.put(inner, made);
    return made;
  }

  /** A value for all rounds, with an axis for them also if it is the same in each. */
  Value stacked(Value inner) {
    return stacked(of(inner));
  }

  private Value stacked(Result result) {
    Value value = result.value;
    return result.stacked
        ? value
        : b.broadcast(value, value.shape().insert(0, rounds), Axes.range(1, value.rank() + 1));
  }

  /** The shape of a value for all rounds. */
  Shape shape(Value inner) {
    return behindRounds(inner.shape());
  }

  /** The sum over the rounds of a contraction of the body. */
  Value sumOfContraction(Value inner) {
    Contract op = (Contract) inner.op();
    Result left = of(inner.operand(0));
    Result right = of(inner.operand(1));
    return left.stacked && right.stacked
        ? contract(op, left, right, op.result())
        : b.add(op, List.of(sumIfStacked(left), sumIfStacked(right)));
  }

  private Value sumIfStacked(Result result) {
    return result.stacked ? b.sum(result.value, List.of(0)) : result.value;
  }

  private Value contract(Contract op, Result left, Result right, List<Integer> result) {
    int round = newLabel(op);
    return b.contract(
        left.value,
        left.stacked ? before(round, op.left()) : op.left(),
        right.value,
        right.stacked ? before(round, op.right()) : op.right(),
        result);
  }

  private static int newLabel(Contract op) {
    List<Integer> labels = new ArrayList<>(op.left());
    labels.addAll(op.right());
    labels.add(-1);
    return Collections.max(labels) + 1;
  }

  private Value apply(Value inner, List<Result> operands) {
    Op op = inner.op();
    if (op instanceof Contract contract) {
      List<Integer> result = before(newLabel(contract), contract.result());
      return contract(contract, operands.get(0), operands.get(1), result);
    }
    List<Value> stacked = operands.stream().map(this::stacked).toList();
    return b.add(behindRounds(op), stacked);
  }

  /** The op on operands with one more axis in front. */
  private Op behindRounds(Op op) {
    if (op instanceof Map || op instanceof Cast) {
      return op;
    }
    if (op instanceof Reduce reduce) {
      return new Reduce(reduce.kind(), next(reduce.axes()));
    }
    if (op instanceof ArgReduce reduce) {
      return new ArgReduce(reduce.kind(), reduce.axis() + 1);
    }
    if (op instanceof Move move) {
      return behindRounds(move);
    }
    throw new IllegalArgumentException("not for all rounds at once: " + op);
  }

  private Move behindRounds(Move op) {
    if (op instanceof Move.Reshape reshape) {
      return new Move.Reshape(behindRounds(reshape.shape()));
    }
    if (op instanceof Move.Transpose transpose) {
      return new Move.Transpose(before(0, next(transpose.permutation())));
    }
    if (op instanceof Move.Broadcast broadcast) {
      return new Move.Broadcast(behindRounds(broadcast.shape()), before(0, next(broadcast.axes())));
    }
    if (op instanceof Move.Slice slice) {
      return new Move.Slice(
          before(Dim.ZERO, slice.starts()),
          before(rounds, slice.limits()),
          before(1L, slice.strides()));
    }
    if (op instanceof Move.Pad pad) {
      return new Move.Pad(
          before(0L, pad.low()), before(0L, pad.high()), before(0L, pad.interior()), pad.value());
    }
    if (op instanceof Move.Flip flip) {
      return new Move.Flip(next(flip.axes()));
    }
    if (op instanceof Move.Concat concat) {
      return new Move.Concat(concat.axis() + 1);
    }
    if (op instanceof Move.Window window) {
      return behindRounds(window);
    }
    Move.OverlapAdd overlap = (Move.OverlapAdd) op;
    return new Move.OverlapAdd(behindRounds(overlap.window()), overlap.extents());
  }

  private static Move.Window behindRounds(Move.Window window) {
    return new Move.Window(
        next(window.axes()), window.sizes(), window.strides(), window.dilations());
  }

  private Shape behindRounds(Shape shape) {
    return shape.insert(0, rounds);
  }

  private static List<Integer> next(List<Integer> axes) {
    return axes.stream().map(axis -> axis + 1).toList();
  }

  private static <T> List<T> before(T first, List<T> rest) {
    List<T> all = new ArrayList<>(rest);
    all.add(0, first);
    return all;
  }
}
