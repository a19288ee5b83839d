package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The slopes of functions that are a little arithmetic of the function's result, such as {@code y
 * (1 - y)} of a sigmoid and {@code 1 - y y} of a tanh.
 *
 * <p>Two ways back use each, so it would be computed on the way forward and kept beside the result.
 * The result is kept in any case or takes no more memory than the slope would.
 */
final class ResultSlopes {
  private static final Set<Elementwise> ARITHMETIC =
      EnumSet.of(Elementwise.ADD, Elementwise.SUB, Elementwise.MUL, Elementwise.NEG);

  /** More operations cost more than a read from memory. */
  private static final int MOST_OPERATIONS = 4;

  private final Phases phases;

  ResultSlopes(Phases phases) {
    this.phases = phases;
  }

  /** Whether a value is such a slope. */
  boolean contain(Value value) {
    Count count = new Count();
    return isOwn(value) && count.add(value) && count.result != null;
  }

  /** Whether a value belongs to the ways back alone, to all of them, and is arithmetic. */
  boolean isOwn(Value value) {
    return value.op() instanceof Map map
        && ARITHMETIC.contains(map.function())
        && phases.needs(value).equals(Phases.WAYS_BACK);
  }

  /** The operations of a slope, and the one value of the way forward that they begin with. */
  private final class Count {
    private int operations;
    private @Nullable Value result;

    /** False if there are too many operations, or more values than one. */
    boolean add(Value value) {
      if (isConstant(value)) {
        return true;
      }
      if (isOwn(value)) {
        operations++;
        return operations <= MOST_OPERATIONS && value.operands().stream().allMatch(this::add);
      }
      if (result == null && phases.needs(value).contains(Phase.FORWARD)) {
        result = value;
      }
      return result == value;
    }
  }

  private static boolean isConstant(Value value) {
    return value.op() instanceof Op.Constant
        || (value.op() instanceof Move.Broadcast && isConstant(value.operand(0)));
  }
}
