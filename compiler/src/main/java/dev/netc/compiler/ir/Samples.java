package dev.netc.compiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Finds out whether a graph treats each sample of a batch by itself: whether the rows that it
 * yields for some rows of its inputs are the same, whatever the other rows are and how many. A
 * graph that does so may be run for a part of the batch at a time.
 *
 * <p>For each value this knows along which axis the samples lie. The axis may be one of several
 * merged into one, if that of the samples is the first of them: {@code [N * T, D]}.
 */
public final class Samples {
  /** Of a value that is the same for all samples. */
  private static final int COMMON = -1;

  /** Of a value in which samples meet, or are no longer in order. */
  private static final int MIXED = -2;

  private final String size;
  private final java.util.Map<Value, Integer> axes = new HashMap<>();

  private Samples(String size) {
    this.size = size;
  }

  /**
   * The size that counts the samples, if the graph treats each by itself. All inputs that have this
   * size, and all outputs, have it as their first axis. There is none if other sizes are unknown
   * too.
   */
  public static Optional<String> of(Graph graph) {
    SortedSet<String> sizes = graph.freeNames();
    if (sizes.size() != 1) {
      return Optional.empty();
    }
    Samples samples = new Samples(sizes.first());
    for (Value value : graph.values()) {
      samples.axes.put(value, samples.axis(value));
    }
    boolean apart =
        graph.outputs().stream()
            .allMatch(
                output ->
                    output.kind() == Graph.Result.OUTPUT && samples.liesFirst(output.value()));
    return apart ? Optional.of(sizes.first()) : Optional.empty();
  }

  private boolean liesFirst(Value value) {
    return axes.getOrDefault(value, MIXED) == 0 && value.dim(0).equals(Dim.free(size));
  }

  private boolean counts(Dim dim) {
    return !dim.isConstant() && dim.freeNames().contains(size);
  }

  /** The axis of a value's samples, whose size is a multiple of their number. */
  private int axis(Value value) {
    int axis = value.op().accept(new OfOp(value));
    for (int i = 0; i < value.rank(); i++) {
      Dim dim = value.dim(i);
      boolean fits = i == axis ? dim.dividedExactlyBy(Dim.free(size)).isPresent() : !counts(dim);
      if (!fits) {
        return MIXED;
      }
    }
    return axis;
  }

  private final class OfOp implements Op.Visitor<Integer> {
    private final Value value;

    OfOp(Value value) {
      this.value = value;
    }

    private int operand(int i) {
      return axes.getOrDefault(value.operand(i), MIXED);
    }

    /** The only axis of the result whose size counts samples. */
    private int own() {
      int found = COMMON;
      for (int i = 0; i < value.rank(); i++) {
        if (counts(value.dim(i))) {
          found = found == COMMON ? i : MIXED;
        }
      }
      return found;
    }

    /** The axis that all operands have. */
    private int shared() {
      int first = operand(0);
      for (int i = 1; i < value.operands().size(); i++) {
        if (operand(i) != first) {
          return MIXED;
        }
      }
      return first;
    }

    /** The operand's axis, unless it is one that the op works along. */
    private int unless(boolean along) {
      int axis = operand(0);
      return axis >= 0 && along ? MIXED : axis;
    }

    @Override
    public Integer input(Op.Input op) {
      return switch (op.role()) {
        case INPUT -> own() <= 0 ? own() : MIXED;
        case PARAMETER, BUFFER -> own() == COMMON ? COMMON : MIXED;
        case TARGET, GRADIENT, UPSTREAM, STATE, HYPERPARAMETER, RANDOM, CARRY, ITEM, GIVEN -> MIXED;
      };
    }

    @Override
    public Integer constant(Op.Constant op) {
      return COMMON;
    }

    @Override
    public Integer sizeOf(Op.SizeOf op) {
      return counts(op.dim()) ? MIXED : COMMON;
    }

    @Override
    public Integer iota(Op.Iota op) {
      return own() == op.axis() ? MIXED : own();
    }

    @Override
    public Integer random(Random op) {
      return MIXED;
    }

    @Override
    public Integer map(Map op) {
      return shared();
    }

    @Override
    public Integer cast(Cast op) {
      return operand(0);
    }

    @Override
    public Integer reduce(Reduce op) {
      int axis = unless(op.axes().contains(operand(0)));
      return axis < 0 ? axis : axis - (int) op.axes().stream().filter(a -> a < axis).count();
    }

    @Override
    public Integer argReduce(ArgReduce op) {
      int axis = unless(op.axis() == operand(0));
      return axis > op.axis() ? axis - 1 : axis;
    }

    @Override
    public Integer contract(Contract op) {
      int left = operand(0) < 0 ? operand(0) : op.left().get(operand(0));
      int right = operand(1) < 0 ? operand(1) : op.right().get(operand(1));
      if (operand(0) == MIXED || operand(1) == MIXED) {
        return MIXED;
      }
      if (operand(0) == COMMON && operand(1) == COMMON) {
        return COMMON;
      }
      if (operand(0) >= 0 && operand(1) >= 0 && left != right) {
        return MIXED;
      }
      int axis = op.result().indexOf(operand(0) >= 0 ? left : right);
      return axis < 0 ? MIXED : axis;
    }

    @Override
    public Integer reshape(Move.Reshape op) {
      int axis = operand(0);
      if (axis < 0) {
        return axis;
      }
      Dim before = elements(value.operand(0), axis);
      return own() >= 0 && elements(value, own()).equals(before) ? own() : MIXED;
    }

    private static Dim elements(Value value, int axes) {
      return value.shape().dims().subList(0, axes).stream().reduce(Dim.ONE, Dim::times);
    }

    @Override
    public Integer transpose(Move.Transpose op) {
      int axis = operand(0);
      return axis < 0 ? axis : op.permutation().indexOf(axis);
    }

    @Override
    public Integer broadcast(Move.Broadcast op) {
      int axis = operand(0);
      return axis == COMMON ? own() : axis == MIXED ? MIXED : op.axes().get(axis);
    }

    @Override
    public Integer slice(Move.Slice op) {
      int axis = operand(0);
      return unless(
          axis >= 0
              && !(op.starts().get(axis).is(0)
                  && op.limits().get(axis).equals(value.operand(0).dim(axis))
                  && op.strides().get(axis) == 1));
    }

    @Override
    public Integer pad(Move.Pad op) {
      int axis = operand(0);
      return unless(
          axis >= 0
              && (op.low().get(axis) > 0
                  || op.high().get(axis) > 0
                  || op.interior().get(axis) > 0));
    }

    @Override
    public Integer flip(Move.Flip op) {
      return unless(op.axes().contains(operand(0)));
    }

    @Override
    public Integer concat(Move.Concat op) {
      return shared() == op.axis() ? MIXED : shared();
    }

    @Override
    public Integer window(Move.Window op) {
      return unless(op.axes().contains(operand(0)));
    }

    @Override
    public Integer overlapAdd(Move.OverlapAdd op) {
      return unless(op.window().axes().contains(operand(0)));
    }

    @Override
    public Integer gather(Gather op) {
      boolean table = operand(0) == COMMON && operand(1) == op.axis();
      boolean each = operand(0) == operand(1) && operand(0) != op.axis();
      return table || each ? operand(1) : MIXED;
    }

    @Override
    public Integer scatterAdd(ScatterAdd op) {
      return common();
    }

    @Override
    public Integer scan(Scan op) {
      return common();
    }

    private int common() {
      List<Value> operands = value.operands();
      return operands.stream().allMatch(each -> axes.getOrDefault(each, MIXED) == COMMON)
          ? COMMON
          : MIXED;
    }
  }
}
