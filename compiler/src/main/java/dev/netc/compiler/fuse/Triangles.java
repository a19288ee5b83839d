package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds masks that are known at compile time, as they compare a row with a column, and {@link
 * Kernel.Tiles} in which what they hide has no effect: it is -∞ where the greatest of a row is
 * looked for, and zero where a row is added up or multiplied.
 *
 * <p>Scores are taken to be finite. Where one is not, its row is NaN with or without what is
 * hidden.
 */
final class Triangles {
  /** A stored matrix, which may be a mask. */
  private record Mask(Axis row, Axis column, Expression element) {}

  private final Map<Value, Mask> masks = new HashMap<>();

  /** The diagonal beyond which a matrix that earlier kernels have stored is zero. */
  private final Map<Value, Long> stored = new HashMap<>();

  private Triangles() {}

  /** The kernels, in the order in which they are run, with their triangles. */
  static List<Schedule.Step> found(List<Schedule.Step> steps) {
    Triangles triangles = new Triangles();
    return steps.stream()
        .map(step -> new Schedule.Step(step.phase(), triangles.of(step.kernel())))
        .toList();
  }

  private Kernel of(Kernel kernel) {
    if (kernel instanceof Kernel.Loop loop) {
      loop.stores().forEach(store -> mask(loop, store));
    } else if (kernel instanceof Kernel.Tiles tiles) {
      for (long diagonal : diagonals(tiles)) {
        Optional<Triangle> triangle = new Walk(tiles, diagonal).run();
        if (triangle.isPresent()) {
          triangle.get().zeros().stream()
              .filter(value -> !tiles.locals().contains(value))
              .forEach(value -> stored.put(value, diagonal));
          return tiles.in(triangle.get());
        }
      }
    }
    return kernel;
  }

  private void mask(Kernel.Loop loop, Kernel.Store store) {
    List<Axis> axes = loop.axes().stream().filter(axis -> !axis.extent().is(1)).toList();
    if (axes.size() != 2) {
      return;
    }
    Axis row = axes.get(0);
    Axis column = axes.get(1);
    if (store.at().equals(Index.of(row).times(column.extent()).plus(Index.of(column)))) {
      masks.put(store.value(), new Mask(row, column, store.element()));
    }
  }

  /** The diagonals that masks and matrices which a kernel reads speak of, least first. */
  private NavigableSet<Long> diagonals(Kernel.Tiles kernel) {
    NavigableSet<Long> found = new TreeSet<>();
    for (Value value : kernel.reads()) {
      Long diagonal = stored.get(value);
      if (diagonal != null) {
        found.add(diagonal);
      }
      Mask mask = masks.get(value);
      if (mask != null) {
        Index row = Index.of(mask.row());
        Index column = Index.of(mask.column());
        Expressions.forEach(
            mask.element(),
            part -> BeyondDiagonal.diagonals(part, row, column).ifPresent(found::add));
      }
    }
    return found.tailSet(0L, true);
  }

  /** One kernel, with a diagonal that may be that of its triangle. */
  private final class Walk {
    private final Kernel.Tiles kernel;
    private final long diagonal;
    private final Set<Value> kept;
    private final Set<Value> zeros = new LinkedHashSet<>();

    /** What the kernel's matrices hold beyond the diagonal; NaN where that is not known. */
    private final Map<Value, Double> beyond = new HashMap<>();

    Walk(Kernel.Tiles kernel, long diagonal) {
      this.kernel = kernel;
      this.diagonal = diagonal;
      this.kept = new HashSet<>(kernel.results());
    }

    Optional<Triangle> run() {
      if (kernel.rows().constant() + diagonal < kernel.columns().constant()) {
        return Optional.empty();
      }
      for (Kernel part : kernel.parts()) {
        if (!(part instanceof Kernel.Rows rows ? walk(rows) : walk((Kernel.Matmul) part))) {
          return Optional.empty();
        }
      }
      beyond.forEach(
          (value, number) -> {
            if (kept.contains(value)) {
              zeros.add(value);
            }
          });
      return Optional.of(new Triangle(diagonal, contraries(), zeros));
    }

    /** The masks that are true beyond the diagonal and nowhere else, or the contrary. */
    private Map<Value, Boolean> contraries() {
      Map<Value, Boolean> found = new HashMap<>();
      for (Value value : kernel.reads()) {
        Mask mask = masks.get(value);
        if (mask != null && value.type().element() == ElementType.BOOL && isMatrix(mask)) {
          Index row = Index.of(mask.row());
          Index column = Index.of(mask.column());
          double there =
              BeyondDiagonal.number(mask.element(), row, column, diagonal, load -> Double.NaN);
          double here = BeyondDiagonal.numberUpTo(mask.element(), row, column, diagonal);
          if (there + here == 1) {
            found.put(value, there == 1);
          }
        }
      }
      return found;
    }

    private boolean isMatrix(Mask mask) {
      return mask.row().extent().equals(kernel.rows())
          && mask.column().extent().equals(kernel.columns());
    }

    private boolean walk(Kernel.Matmul product) {
      if (kernel.makes(product)) {
        beyond.put(product.result().value(), Double.NaN);
        return !kept.contains(product.result().value());
      }
      zeros.add(product.left().value());
      return isZero(product.left().value());
    }

    private boolean isZero(Value value) {
      Double number = beyond.get(value);
      return number != null && number == 0;
    }

    private boolean walk(Kernel.Rows rows) {
      Shape shape = new Shape(rows.axes().stream().map(Axis::extent).toList());
      Index row = Index.linear(ExpressionBuilder.counters(rows.axes()), shape);
      for (Kernel.Loop part : rows.parts()) {
        boolean isNumber = part.axes().size() == rows.axes().size();
        if (!(isNumber ? areNumbers(part, row) : areRows(part, row))) {
          return false;
        }
      }
      return true;
    }

    /** Whether numbers of a row are the same without what is beyond. */
    private boolean areNumbers(Kernel.Loop part, Index row) {
      boolean[] same = {true};
      Set<Expression> folded = new HashSet<>();
      for (Kernel.Store store : part.stores()) {
        Expressions.forEach(
            store.element(),
            expression -> {
              if (expression instanceof Expression.Fold fold) {
                same[0] &= isNeutral(fold, row);
                Expressions.forEach(fold.body(), folded::add);
              }
            });
        Expressions.loads(
            store.element(),
            load -> same[0] &= folded.contains(load) || !beyond.containsKey(load.value()));
      }
      return same[0];
    }

    private boolean isNeutral(Expression.Fold fold, Index row) {
      List<Axis> axes = fold.axes().stream().filter(axis -> !axis.extent().is(1)).toList();
      if (axes.size() != 1 || !axes.get(0).extent().equals(kernel.columns())) {
        return false;
      }
      Optional<Double> number = number(fold.body(), row, axes.get(0));
      return number.isPresent()
          && (fold.kind() == Reduce.Kind.SUM
              ? number.get() == 0
              : fold.kind() == Reduce.Kind.MAX && number.get() == Double.NEGATIVE_INFINITY);
    }

    private boolean areRows(Kernel.Loop part, Index row) {
      Axis column = part.axes().get(part.axes().size() - 1);
      if (!column.extent().equals(kernel.columns()) || Blocking.segments(part).size() > 1) {
        return false;
      }
      for (Kernel.Store store : part.stores()) {
        Optional<Double> number = number(store.element(), row, column);
        if (number.isEmpty() || (kept.contains(store.value()) && number.get() != 0)) {
          return false;
        }
        beyond.put(store.value(), number.get());
      }
      return true;
    }

    /**
     * What an expression is beyond the diagonal: NaN if that is not known, and nothing if it reads
     * other elements of a row than those where it is.
     */
    private Optional<Double> number(Expression expression, Index row, Axis axis) {
      Index column = Index.of(axis);
      boolean[] stays = {true};
      Expressions.loads(
          expression,
          load -> stays[0] &= !beyond.containsKey(load.value()) || isElement(load, row, column));
      if (!stays[0]) {
        return Optional.empty();
      }
      return Optional.of(
          BeyondDiagonal.number(
              expression, Index.ZERO, Index.ZERO, diagonal, load -> loaded(load, row, column)));
    }

    /** Whether this is the element of a matrix, or of a row that is kept for itself only. */
    private boolean isElement(Expression.Load load, Index row, Index column) {
      return load.at().equals(column) || load.at().equals(row.times(kernel.columns()).plus(column));
    }

    private double loaded(Expression.Load load, Index row, Index column) {
      Double number = beyond.get(load.value());
      if (number != null) {
        return number;
      }
      Long zeroBeyond = stored.get(load.value());
      if (zeroBeyond != null && zeroBeyond <= diagonal && isElement(load, row, column)) {
        return 0;
      }
      Mask mask = masks.get(load.value());
      Dim rows = kernel.rows();
      if (mask != null
          && isMatrix(mask)
          && load.at().equals(row.remainder(rows).times(kernel.columns()).plus(column))) {
        return BeyondDiagonal.number(
            mask.element(),
            Index.of(mask.row()),
            Index.of(mask.column()),
            diagonal,
            other -> Double.NaN);
      }
      return Double.NaN;
    }
  }
}
