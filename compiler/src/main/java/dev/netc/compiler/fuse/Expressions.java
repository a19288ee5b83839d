package dev.netc.compiler.fuse;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Questions about whole expressions. */
public final class Expressions {
  private Expressions() {}

  /** Visits each element that is loaded, each once, in a fixed order. */
  public static void loads(Expression root, Consumer<Expression.Load> action) {
    forEach(
        root,
        part -> {
          if (part instanceof Expression.Load load) {
            action.accept(load);
          }
        });
  }

  /** How many divisions the positions need. */
  static int divisions(Expression root) {
    int[] count = {0};
    forEach(
        root,
        part ->
            indices(part)
                .forEach(
                    index ->
                        index.contains(
                            atom -> {
                              count[0] += divides(atom) ? 1 : 0;
                              return false;
                            })));
    return count[0];
  }

  private static boolean divides(Index.Atom atom) {
    return atom instanceof Index.Quotient || atom instanceof Index.Remainder;
  }

  /** Visits an expression and all that it is made of, each once, parts first. */
  public static void forEach(Expression root, Consumer<Expression> action) {
    visit(root, action, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void visit(Expression root, Consumer<Expression> action, Set<Expression> done) {
    if (done.add(root)) {
      parts(root).forEach(part -> visit(part, action, done));
      action.accept(root);
    }
  }

  /**
   * The expressions that an expression is made of directly, those within its positions included.
   */
  public static List<Expression> parts(Expression expression) {
    return expression.accept(new Parts());
  }

  /** The numbers that are read to find a position. */
  public static List<Expression> reads(Index index) {
    return Parts.reads(index);
  }

  /** The positions that an expression itself has. */
  static List<Index> indices(Expression expression) {
    if (expression instanceof Expression.Load load) {
      return List.of(load.at());
    } else if (expression instanceof Expression.Position position) {
      return List.of(position.index());
    } else if (expression instanceof Expression.Draw draw) {
      return List.of(draw.at());
    } else if (expression instanceof Expression.Choice choice) {
      return choice.conditions().stream().map(Expression.Condition::index).toList();
    }
    return List.of();
  }
}
