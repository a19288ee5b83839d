package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes one kernel of loops over the elements of rows and of sums over rows, where each uses of the
 * others what belongs to the same row: softmax, a layer norm, their gradients. A row stays in the
 * nearest cache while all of it is done, and what only that needs takes no memory.
 */
final class RowMerger implements KernelMerger.Joint {
  /** With fewer elements in a row the calls cost what they save. */
  private static final long SHORT = 64;

  /** A handful of longer rows do not stay in the nearest caches. */
  private static final long LONG = 4096;

  private final Set<Value> stored;

  /**
   * @param stored the values that have memory
   */
  RowMerger(Set<Value> stored) {
    this.stored = new HashSet<>(stored);
  }

  @Override
  public Optional<Kernel> join(Kernel first, Kernel second) {
    List<Kernel.Loop> loops = Stream.concat(loops(first).stream(), loops(second).stream()).toList();
    boolean possible =
        !loops(first).isEmpty()
            && !loops(second).isEmpty()
            && sizes(loops).size() == 2
            && loops.stream().allMatch(RowMerger::isCandidate)
            && loops.stream().anyMatch(RowMerger::folds)
            && loops.stream().mapToInt(LoopMerger::size).sum() <= LoopMerger.MOST_EXPRESSIONS;
    return possible ? rows(loops).map(kernel -> kernel) : Optional.empty();
  }

  private static List<Kernel.Loop> loops(Kernel kernel) {
    if (kernel instanceof Kernel.Loop loop) {
      return List.of(loop);
    }
    return kernel instanceof Kernel.Rows rows ? rows.parts() : List.of();
  }

  private static boolean isCandidate(Kernel.Loop loop) {
    return loop.results().stream()
        .allMatch(
            value -> value.type().element() == ElementType.FLOAT && !LoopForm.hasEqualParts(value));
  }

  private static boolean folds(Kernel.Loop loop) {
    boolean[] folds = {false};
    loop.stores()
        .forEach(
            store ->
                Expressions.forEach(
                    store.element(), part -> folds[0] |= part instanceof Expression.Fold));
    return folds[0];
  }

  private static Dim elements(Kernel.Loop loop) {
    return loop.results().get(0).shape().elements();
  }

  private static List<Dim> sizes(List<Kernel.Loop> loops) {
    return loops.stream().map(RowMerger::elements).distinct().toList();
  }

  /** All of the loops row by row, if they can be run so. */
  private Optional<Kernel.Rows> rows(List<Kernel.Loop> loops) {
    List<Dim> sizes = sizes(loops);
    Dim one = sizes.get(0);
    Dim other = sizes.get(1);
    return length(one, other)
        .flatMap(length -> rows(loops, one, length))
        .or(() -> length(other, one).flatMap(length -> rows(loops, other, length)));
  }

  /** The length of rows, if there are so many elements of so many rows. */
  private static Optional<Dim> length(Dim elements, Dim rows) {
    return elements.dividedExactlyBy(rows).filter(RowMerger::isRow);
  }

  /** Whether rows of this length are done one at a time. */
  static boolean isRow(Dim length) {
    return length.isConstant() && length.constant() >= SHORT && length.constant() <= LONG;
  }

  private Optional<Kernel.Rows> rows(List<Kernel.Loop> loops, Dim elements, Dim length) {
    List<Dim> dims =
        loops.stream()
            .filter(loop -> elements(loop).equals(elements))
            .map(loop -> rowDims(loop.results().get(0), length))
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(List.of());
    Optional<Kernel.Rows> best = Optional.empty();
    // As few axes as cost no division.
    for (int merged = dims.size(); merged > 0; merged--) {
      List<Dim> fewer = new ArrayList<>();
      fewer.add(dims.subList(0, merged).stream().reduce(Dim.ONE, Dim::times));
      fewer.addAll(dims.subList(merged, dims.size()));
      Optional<Kernel.Rows> candidate = built(loops, new Shape(fewer), length);
      if (candidate.isPresent()
          && (best.isEmpty() || divisions(candidate.get()) < divisions(best.get()))) {
        best = candidate;
      }
    }
    return best;
  }

  private static int divisions(Kernel.Rows rows) {
    return rows.parts().stream().mapToInt(LoopForm::divisions).sum();
  }

  /** The axes of a value in front of those that are a row. */
  private static Optional<List<Dim>> rowDims(Value value, Dim length) {
    Dim inner = Dim.ONE;
    for (int axis = value.rank() - 1; axis > 0; axis--) {
      inner = inner.times(value.dim(axis));
      if (inner.equals(length)) {
        return Optional.of(value.shape().dims().subList(0, axis));
      }
    }
    return Optional.empty();
  }

  private Optional<Kernel.Rows> built(List<Kernel.Loop> loops, Shape rows, Dim length) {
    List<Kernel.Loop> parts = new ArrayList<>();
    for (Kernel.Loop loop : loops) {
      Optional<Kernel.Loop> part = part(loop.results(), loop.results(), rows, length, Set.of());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    List<Axis> axes = parts.get(0).axes().subList(0, rows.rank());
    Kernel.Rows kernel = new Kernel.Rows(axes, parts, Set.of());
    Set<Value> own = new HashSet<>(kernel.results());
    return parts.stream().allMatch(part -> staysInRow(kernel, part, own))
        ? Optional.of(kernel)
        : Optional.empty();
  }

  /**
   * A loop over rows and their elements, by routines, or over numbers of rows.
   *
   * @param results what it is to store
   * @param computed what it computes itself
   */
  private Optional<Kernel.Loop> part(
      List<Value> results, List<Value> computed, Shape rows, Dim length, Set<Value> locals) {
    boolean isNumber = results.get(0).shape().elements().equals(rows.elements());
    List<Dim> space = new ArrayList<>(rows.dims());
    if (!isNumber) {
      space.add(length);
    }
    computed.forEach(stored::remove);
    Kernel.Loop loop = LoopForm.loop(results, stored, new Shape(space), rows, locals);
    stored.addAll(computed);
    return isNumber ? Optional.of(loop).filter(RowMerger::isOfSums) : Blocking.inBlocks(loop);
  }

  /** Whether all that a loop adds up are rows, by a routine for each. */
  private static boolean isOfSums(Kernel.Loop loop) {
    boolean[] all = {true};
    for (Kernel.Store store : loop.stores()) {
      Expressions.forEach(
          store.element(),
          part -> {
            if (part instanceof Expression.Fold fold) {
              all[0] &= ProductSum.ofRow(fold).filter(sum -> sum.outer().isEmpty()).isPresent();
            } else {
              all[0] &=
                  part instanceof Expression.Load
                      || part instanceof Expression.Literal
                      || part instanceof Expression.Apply
                      || part instanceof Expression.Convert;
            }
          });
    }
    return all[0];
  }

  /** Whether a loop reads of some values only what belongs to the row where it is. */
  private static boolean staysInRow(Kernel.Rows rows, Kernel.Loop loop, Set<Value> values) {
    boolean[] stays = {true};
    for (Kernel.Store store : loop.stores()) {
      Expressions.loads(
          store.element(),
          load -> stays[0] &= !values.contains(load.value()) || rows.isInRow(load));
    }
    return stays[0];
  }

  /**
   * The kernel without what nobody needs, and with what nobody else needs in scratch memory.
   *
   * @param used what others read
   */
  Kernel finished(Kernel.Rows kernel, Set<Value> used) {
    Shape rows = new Shape(kernel.axes().stream().map(Axis::extent).toList());
    Dim length = length(kernel);
    Set<Value> needed = new HashSet<>(used);
    Set<Value> locals = new LinkedHashSet<>();
    List<List<Value>> results = new ArrayList<>();
    for (int i = kernel.parts().size() - 1; i >= 0; i--) {
      List<Value> computed = kernel.parts().get(i).results();
      List<Value> kept = computed.stream().filter(needed::contains).toList();
      results.add(0, kept);
      if (!kept.isEmpty()) {
        kept.stream().filter(value -> !used.contains(value)).forEach(locals::add);
        needed.addAll(part(kept, computed, rows, length, Set.of()).orElseThrow().reads());
      }
    }
    List<Kernel.Loop> parts = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (!results.get(i).isEmpty()) {
        List<Value> computed = kernel.parts().get(i).results();
        parts.add(part(results.get(i), computed, rows, length, locals).orElseThrow());
      }
    }
    return new Kernel.Rows(kernel.axes(), parts, locals);
  }

  private static Dim length(Kernel.Rows kernel) {
    return kernel.parts().stream()
        .filter(part -> part.axes().size() > kernel.axes().size())
        .findFirst()
        .orElseThrow()
        .axes()
        .get(kernel.axes().size())
        .extent();
  }
}
