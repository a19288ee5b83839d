package dev.netc.compiler.codegen;

import dev.netc.compiler.fuse.Blocking;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.ir.Elementwise;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds products with the slope of a function that its value tells, which one routine computes. */
final class Slopes {
  private final Blocking blocking;
  private final Predicate<Expression.Apply> onlyHere;

  /** {@code factor} times the slope of a function whose value is {@code value}. */
  record Slope(String routine, Expression factor, Expression value) {}

  /**
   * @param onlyHere whether what an expression computes is for nobody else, so that it need not be
   *     computed by itself
   */
  Slopes(Blocking blocking, Predicate<Expression.Apply> onlyHere) {
    this.blocking = blocking;
    this.onlyHere = onlyHere;
  }

  Optional<Slope> of(Expression.Apply product) {
    for (int i = 0; i < 2 && product.function() == Elementwise.MUL; i++) {
      Expression factor = product.operands().get(1 - i);
      if (blocking.varies(factor) && product.operands().get(i) instanceof Expression.Apply part) {
        Optional<Slope> found =
            ofSigmoid(part)
                .map(value -> new Slope("sigmoidSlope", factor, value))
                .or(() -> ofTanh(part).map(value -> new Slope("tanhSlope", factor, value)));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The y of y (1 - y). */
  private Optional<Expression> ofSigmoid(Expression.Apply product) {
    for (int i = 0; i < 2 && isOnlyHere(product, Elementwise.MUL); i++) {
      Expression value = product.operands().get(1 - i);
      if (product.operands().get(i) instanceof Expression.Apply rest
          && isOnlyHere(rest, Elementwise.SUB)
          && isOne(rest.operands().get(0))
          && isSame(rest.operands().get(1), value)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** The y of 1 - y y. */
  private Optional<Expression> ofTanh(Expression.Apply rest) {
    return isOnlyHere(rest, Elementwise.SUB)
            && isOne(rest.operands().get(0))
            && rest.operands().get(1) instanceof Expression.Apply square
            && isOnlyHere(square, Elementwise.MUL)
            && isSame(square.operands().get(0), square.operands().get(1))
        ? Optional.of(square.operands().get(0))
        : Optional.empty();
  }

  private boolean isOnlyHere(Expression.Apply apply, Elementwise function) {
    return apply.function() == function && onlyHere.test(apply);
  }

  private static boolean isOne(Expression expression) {
    return expression instanceof Expression.Literal literal && literal.value() == 1;
  }

  @SuppressWarnings("ReferenceEquality") // what is used in several places is one object
  private static boolean isSame(Expression one, Expression other) {
    return one == other;
  }
}
