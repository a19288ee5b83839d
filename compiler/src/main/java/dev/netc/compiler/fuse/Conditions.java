package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import java.util.ArrayList;
import java.util.List;

/** Gathers the conditions that do not follow from the ranges of the counters. */
final class Conditions {
  private final List<Expression.Condition> conditions = new ArrayList<>();

  void atLeastZero(Index index) {
    if (!index.isAtLeastZero()) {
      conditions.add(new Expression.AtLeastZero(index));
    }
  }

  void below(Index index, Dim bound) {
    if (!index.isBelow(bound)) {
      conditions.add(new Expression.Below(index, bound));
    }
  }

  void divisible(Index index, Dim divisor) {
    if (!divisor.is(1) && !index.remainder(divisor).equals(Index.ZERO)) {
      conditions.add(new Expression.Divisible(index, divisor));
    }
  }

  /** {@code inside} where all conditions hold, else {@code outside}. */
  Expression choose(Expression inside, Expression outside) {
    return conditions.isEmpty() ? inside : new Expression.Choice(conditions, inside, outside);
  }
}
