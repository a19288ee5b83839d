package dev.netc.compiler.codegen;

import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Index;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what a loop reads over and over. */
final class Invariants {
  private Invariants() {}

  /**
   * The elements that an expression reads in any case, at places that do not depend on the given
   * loops.
   */
  static List<Expression.Load> loads(Expression root, List<Axis> loops) {
    Set<Expression.Load> found = new LinkedHashSet<>();
    add(root, loops, found);
    return new ArrayList<>(found);
  }

  private static void add(Expression part, List<Axis> loops, Set<Expression.Load> found) {
    if (part instanceof Expression.Load load && isInvariant(load.at(), loops)) {
      found.add(load);
    } else if (part instanceof Expression.Apply || part instanceof Expression.Convert) {
      Expressions.parts(part).forEach(inner -> add(inner, loops, found));
    }
  }

  private static boolean isInvariant(Index at, List<Axis> loops) {
    return !at.contains(
        atom ->
            atom instanceof Index.Read
                || (atom instanceof Index.Counter counter && loops.contains(counter.axis())));
  }
}
