package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A factor of both terms of a sum is taken out: {@code g * a + g * b} is {@code g * (a + b)}. Of a
 * gradient through a function that is a product itself, as GELU is, what is left is the function's
 * slope, which the way forward computes beside its value; nothing else has to be kept.
 */
final class CommonFactor implements Rule {
  /** Products inside of more products than these are nothing that somebody wrote. */
  private static final int DEEPEST = 6;

  private final Predicate<Value> usedOnce;

  CommonFactor(Predicate<Value> usedOnce) {
    this.usedOnce = usedOnce;
  }

  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    boolean adds = value.op().equals(new Map(Elementwise.ADD));
    if ((!adds && !value.op().equals(new Map(Elementwise.SUB)))
        || !value.type().element().isFloating()
        || !isProduct(value.operand(0))
        || !isProduct(value.operand(1))) {
      return Optional.empty();
    }
    List<Value> others = factors(value.operand(1), DEEPEST).toList();
    return factors(value.operand(0), DEEPEST)
        .filter(others::contains)
        .findFirst()
        .map(
            factor -> {
              Value left = without(value.operand(0), factor, builder);
              Value right = without(value.operand(1), factor, builder);
              return builder.mul(
                  factor, adds ? builder.add(left, right) : builder.sub(left, right));
            });
  }

  /** Whether a value is a product that nothing else needs. */
  private boolean isProduct(Value value) {
    return value.op().equals(new Map(Elementwise.MUL)) && usedOnce.test(value);
  }

  private Stream<Value> factors(Value value, int depth) {
    return depth > 0 && isProduct(value)
        ? value.operands().stream().flatMap(operand -> factors(operand, depth - 1))
        : Stream.of(value);
  }

  /** A product without one of its factors, the others multiplied in the same order as before. */
  private Value without(Value product, Value factor, GraphBuilder builder) {
    for (int i = 0; i < 2; i++) {
      Value part = product.operand(i);
      Value other = product.operand(1 - i);
      if (part.equals(factor)) {
        return other;
      }
      if (factors(part, DEEPEST).anyMatch(factor::equals)) {
        Value rest = without(part, factor, builder);
        return i == 0 ? builder.mul(rest, other) : builder.mul(other, rest);
      }
    }
    throw new IllegalArgumentException(factor + " is no factor of " + product);
  }
}
