package dev.netc.compiler.codegen;

import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Index;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
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
    List<Expression.Load> found = new ArrayList<>();
    add(root, loops, Collections.newSetFromMap(new IdentityHashMap<>()), found);
    return found;
  }

  /** Comes to each part once, however many others it is a part of. */
  private static void add(
      Expression part, List<Axis> loops, Set<Expression> seen, List<Expression.Load> found) {
    if (!seen.add(part)) {
      return;
    }
    if (part instanceof Expression.Load load && isInvariant(load.at(), loops)) {
      found.add(load);
    } else if (part instanceof Expression.Apply || part instanceof Expression.Convert) {
      Expressions.parts(part).forEach(inner -> add(inner, loops, seen, found));
    }
  }

  private static boolean isInvariant(Index at, List<Axis> loops) {
    return !at.contains(
        atom ->
            atom instanceof Index.Read
                || (atom instanceof Index.Counter counter && loops.contains(counter.axis())));
  }
}
