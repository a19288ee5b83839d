package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A value that is another one kept within bounds: {@code min(max(operand, low), high)}, NaN where
 * the operand is. Such are {@code where(x <= 0, 0, x)}, which is relu, and {@code where(x <= 0, 0,
 * where(6 <= x, 6, x))}.
 *
 * @param low negative infinity if there is no bound
 * @param high infinity if there is no bound
 * @param conditions what tells on which side of a bound the operand lies
 * @param between what is computed on the way, {@code conditions} included
 */
public record Bounded(
    Value operand, double low, double high, Set<Value> conditions, Set<Value> between) {

  /** The value as one that is bounded from one side or from both. */
  public static Optional<Bounded> of(Value value) {
    return value.type().element().isFloating() ? chosen(value) : Optional.empty();
  }

  private static Optional<Bounded> chosen(Value value) {
    if (!is(value, Elementwise.WHERE)) {
      return Optional.empty();
    }
    Value condition = value.operand(0);
    Value rest = value.operand(2);
    OptionalDouble bound = Uniform.element(value.operand(1));
    boolean compares = is(condition, Elementwise.LE) || is(condition, Elementwise.LT);
    if (!compares || bound.isEmpty()) {
      return Optional.empty();
    }
    boolean below = Uniform.is(condition.operand(1), bound.getAsDouble());
    boolean above = Uniform.is(condition.operand(0), bound.getAsDouble());
    if (below == above) {
      return Optional.empty();
    }
    Value compared = condition.operand(below ? 0 : 1);
    Bounded inner = new Bounded(rest, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    if (compared != rest) {
      Optional<Bounded> found = of(rest).filter(within -> within.operand == compared);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      inner = found.get().around(rest);
    }
    return inner.bounded(condition, below, bound.getAsDouble());
  }

  private Bounded(Value operand, double low, double high) {
    this(operand, low, high, Set.of(), Set.of());
  }

  private Bounded around(Value inner) {
    Set<Value> all = new LinkedHashSet<>(between);
    all.add(inner);
    return new Bounded(operand, low, high, conditions, all);
  }

  private Optional<Bounded> bounded(Value condition, boolean below, double bound) {
    boolean once = below ? low == Double.NEGATIVE_INFINITY : high == Double.POSITIVE_INFINITY;
    boolean ordered = below ? bound < high : low < bound;
    if (!once || !ordered) {
      return Optional.empty();
    }
    Set<Value> all = new LinkedHashSet<>(between);
    all.add(condition);
    Set<Value> sides = new LinkedHashSet<>(conditions);
    sides.add(condition);
    return Optional.of(new Bounded(operand, below ? bound : low, below ? high : bound, sides, all));
  }

  private static boolean is(Value value, Elementwise function) {
    return value.op() instanceof Map map && map.function() == function;
  }
}
