package dev.netc.compiler.codegen;

import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.ir.Dim;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Rough amounts of work, to cut loops into chunks that are worth a thread's while. */
final class Cost {
  /** What a chunk should cost: some microseconds, where a loop that is cut costs one by itself. */
  private static final long CHUNK = 16_384;

  /** How much less an element costs in a vector than by itself. */
  static final long IN_VECTORS = 4;

  private static final long TRANSCENDENTAL = 16;
  private static final long RANDOM = 32;
  private static final long FREE_SIZE = 64;

  private Cost() {}

  /** How many iterations of the given cost make a chunk. */
  static long chunk(long cost) {
    return Math.max(1, CHUNK / Math.max(1, cost));
  }

  /** A size, with a guess for what is known at run time only. */
  static long estimate(Dim dim) {
    Map<String, Long> guess = new HashMap<>();
    dim.freeNames().forEach(name -> guess.put(name, FREE_SIZE));
    return Math.max(1, dim.evaluate(guess));
  }

  static long product(List<Axis> axes) {
    long product = 1;
    for (Axis axis : axes) {
      product *= estimate(axis.extent());
    }
    return product;
  }

  /** Whether an expression is plain arithmetic, of which C2 makes vector instructions. */
  static boolean isPlain(Expression expression) {
    boolean[] plain = {true};
    Expressions.forEach(
        expression,
        part ->
            plain[0] &=
                !(part instanceof Expression.Fold
                    || part instanceof Expression.Search
                    || part instanceof Expression.Draw
                    || part instanceof Expression.Choice
                    || (part instanceof Expression.Apply apply
                        && apply.function().isTranscendental())));
    return plain[0];
  }

  /** The cost of an expression, what it shares with itself counted once. */
  static long of(Expression expression) {
    return of(expression, new IdentityHashMap<>());
  }

  private static long of(Expression expression, IdentityHashMap<Expression, Long> known) {
    if (known.containsKey(expression)) {
      return 0;
    }
    known.put(expression, 0L);
    long cost = 1;
    for (Expression part : Expressions.parts(expression)) {
      cost += of(part, known);
    }
    if (expression instanceof Expression.Fold fold) {
      cost *= product(fold.axes());
    } else if (expression instanceof Expression.Search search) {
      cost *= estimate(search.axis().extent());
    } else if (expression instanceof Expression.Apply apply
        && apply.function().isTranscendental()) {
      cost += TRANSCENDENTAL;
    } else if (expression instanceof Expression.Draw) {
      cost += RANDOM;
    }
    return cost;
  }
}
