package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A loop that makes each element of its results of the elements at the same place, and of numbers
 * that are the same for all. It does not matter to it how its values lie, if they all lie alike.
 *
 * @param values those that have to lie alike: results, and what is read at each element's place
 * @param others what is read at one place only
 */
record ElementwiseLoop(Set<Value> values, Set<Value> others) {
  static Optional<ElementwiseLoop> of(Kernel kernel) {
    if (!(kernel instanceof Kernel.Loop loop)) {
      return Optional.empty();
    }
    Shape shape = new Shape(loop.axes().stream().map(Axis::extent).toList());
    Index here = Index.linear(ExpressionBuilder.counters(loop.axes()), shape);
    ElementwiseLoop found = new ElementwiseLoop(new HashSet<>(loop.results()), new HashSet<>());
    boolean stays =
        loop.results().stream().allMatch(r -> r.shape().elements().equals(shape.elements()));
    for (Kernel.Store store : loop.stores()) {
      stays &= store.at().equals(here) && found.add(store.element(), here);
    }
    return stays ? Optional.of(found) : Optional.empty();
  }

  /** Whether nothing but such reads depends on the place. */
  private boolean add(Expression element, Index here) {
    boolean[] stays = {true};
    Expressions.forEach(
        element,
        part -> {
          List<Index> places = Expressions.indices(part);
          if (part instanceof Expression.Load load && load.at().equals(here)) {
            values.add(load.value());
          } else if (part instanceof Expression.Load load && load.at().terms().isEmpty()) {
            others.add(load.value());
          } else {
            stays[0] &= places.isEmpty();
          }
        });
    return stays[0];
  }
}
