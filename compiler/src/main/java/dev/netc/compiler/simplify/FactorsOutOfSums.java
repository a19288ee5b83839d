package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A factor that is the same for all summands comes out of the sum: {@code sum(-(g * w * x / s))} is
 * {@code -(sum(g * x) * w / s)}, where {@code w} and {@code s} are repeated along the summed axes.
 * The products with them are then needed at one place at most, and several sums become the same:
 * the gradients of a batch norm's weight and of its variance.
 */
final class FactorsOutOfSums implements Rule {
  /** More factors than these are no product that somebody wrote. */
  private static final int MOST_FACTORS = 12;

  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Reduce reduce)
        || reduce.kind() != Reduce.Kind.SUM
        || !value.type().element().isFloating()) {
      return Optional.empty();
    }
    Product product = new Product(reduce);
    product.take(value.operand(0), false);
    return !product.hasOuterVector() || product.factors.isEmpty() || product.size() > MOST_FACTORS
        ? Optional.empty()
        : Optional.of(product.sum(value.shape(), builder));
  }

  /** A product, taken apart. */
  private static final class Product {
    final Reduce reduce;
    final List<Value> factors = new ArrayList<>();
    final List<Value> divisors = new ArrayList<>();
    final List<Value> outerFactors = new ArrayList<>();
    final List<Value> outerDivisors = new ArrayList<>();
    boolean negative;

    Product(Reduce reduce) {
      this.reduce = reduce;
    }

    /** Whether there is more to take out than single numbers, which cost nothing where they are. */
    boolean hasOuterVector() {
      return Stream.concat(outerFactors.stream(), outerDivisors.stream())
          .anyMatch(factor -> !factor.operand(0).shape().elements().is(1));
    }

    int size() {
      return factors.size() + divisors.size() + outerFactors.size() + outerDivisors.size();
    }

    void take(Value value, boolean divides) {
      if (size() > MOST_FACTORS) {
        return;
      }
      if (is(value, Elementwise.MUL)) {
        take(value.operand(0), divides);
        take(value.operand(1), divides);
      } else if (is(value, Elementwise.DIV)) {
        take(value.operand(0), divides);
        take(value.operand(1), !divides);
      } else if (is(value, Elementwise.NEG)) {
        negative = !negative;
        take(value.operand(0), divides);
      } else if (isSame(value)) {
        (divides ? outerDivisors : outerFactors).add(value);
      } else {
        (divides ? divisors : factors).add(value);
      }
    }

    private static boolean is(Value value, Elementwise function) {
      return value.op() instanceof Map map && map.function() == function;
    }

    /** Whether a value is the same for all summands. */
    private boolean isSame(Value value) {
      if (!(value.op() instanceof Move.Broadcast broadcast)) {
        return false;
      }
      for (int axis = 0; axis < broadcast.axes().size(); axis++) {
        if (reduce.axes().contains(broadcast.axes().get(axis))
            && !value.operand(0).dim(axis).is(1)) {
          return false;
        }
      }
      return true;
    }

    Value sum(Shape shape, GraphBuilder builder) {
      Value inner = factors.get(0);
      for (Value factor : factors.subList(1, factors.size())) {
        inner = builder.mul(inner, factor);
      }
      for (Value divisor : divisors) {
        inner = builder.div(inner, divisor);
      }
      Value result = builder.reduce(reduce.kind(), inner, reduce.axes());
      for (Value factor : outerFactors) {
        result = builder.mul(result, outside(factor, shape, builder));
      }
      for (Value divisor : outerDivisors) {
        result = builder.div(result, outside(divisor, shape, builder));
      }
      return negative ? builder.neg(result) : result;
    }

    /** A factor as it meets the sum. */
    private Value outside(Value repeated, Shape shape, GraphBuilder builder) {
      Move.Broadcast broadcast = (Move.Broadcast) repeated.op();
      Value source = repeated.operand(0);
      List<Integer> kept = Axes.others(repeated.rank(), reduce.axes());
      List<Integer> dropped = new ArrayList<>();
      List<Integer> places = new ArrayList<>();
      for (int axis = 0; axis < source.rank(); axis++) {
        int place = kept.indexOf(broadcast.axes().get(axis));
        if (place < 0) {
          dropped.add(axis);
        } else {
          places.add(place);
        }
      }
      Value thinner = builder.reshape(source, source.shape().without(dropped));
      return builder.broadcast(thinner, shape, places);
    }
  }
}
