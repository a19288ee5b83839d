package dev.netc.compiler.codegen;

import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.ir.Elementwise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code 1 + erf(x)} and, for the same x, {@code exp(-(x x))}, of which its slope is made:
 * one routine computes both, as the one is a part of the other.
 */
final class ErrorFunctions {
  private final Predicate<Expression.Apply> onlyHere;
  private final IdentityHashMap<Expression, Pair> pairs = new IdentityHashMap<>();

  /**
   * @param power the power of the same argument, or null if it is not needed
   */
  record Pair(Expression argument, Expression.Apply sum, Expression.@Nullable Apply power) {}

  /**
   * @param computed all that is computed for a block
   * @param onlyHere whether what an expression computes is for nobody else
   */
  ErrorFunctions(Collection<Expression> computed, Predicate<Expression.Apply> onlyHere) {
    this.onlyHere = onlyHere;
    List<Expression.Apply> sums = new ArrayList<>();
    IdentityHashMap<Expression, Expression.Apply> powers = new IdentityHashMap<>();
    for (Expression part : computed) {
      if (part instanceof Expression.Apply apply) {
        ofSum(apply).ifPresent(argument -> sums.add(apply));
        ofPower(apply).ifPresent(argument -> powers.put(argument, apply));
      }
    }
    for (Expression.Apply sum : sums) {
      Expression argument = ofSum(sum).orElseThrow();
      Expression.Apply power = powers.get(argument);
      Pair pair = new Pair(argument, sum, power);
      pairs.put(sum, pair);
      if (power != null) {
        pairs.put(power, pair);
      }
    }
  }

  /** The pair that an expression is one of. */
  Optional<Pair> of(Expression.Apply apply) {
    return Optional.ofNullable(pairs.get(apply));
  }

  /** The x of 1 + erf x. */
  private Optional<Expression> ofSum(Expression.Apply sum) {
    for (int i = 0; i < 2 && sum.function() == Elementwise.ADD; i++) {
      if (sum.operands().get(i) instanceof Expression.Apply erf
          && erf.function() == Elementwise.ERF
          && onlyHere.test(erf)
          && sum.operands().get(1 - i) instanceof Expression.Literal literal
          && literal.value() == 1) {
        return Optional.of(erf.operands().get(0));
      }
    }
    return Optional.empty();
  }

  /** The x of exp(-(x x)). */
  @SuppressWarnings("ReferenceEquality") // what is used in several places is one object
  private Optional<Expression> ofPower(Expression.Apply power) {
    return power.function() == Elementwise.EXP
            && power.operands().get(0) instanceof Expression.Apply negative
            && negative.function() == Elementwise.NEG
            && onlyHere.test(negative)
            && negative.operands().get(0) instanceof Expression.Apply square
            && square.function() == Elementwise.MUL
            && onlyHere.test(square)
            && square.operands().get(0) == square.operands().get(1)
        ? Optional.of(square.operands().get(0))
        : Optional.empty();
  }
}
