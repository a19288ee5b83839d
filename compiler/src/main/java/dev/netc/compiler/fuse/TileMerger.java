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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one kernel of matrix products for each position of a batch and of what is done with the
 * rows of their results in between: attention, whose scores are a product, go through a softmax row
 * by row, and are multiplied again. It takes a block of rows at a time, so that the matrix between,
 * which has an element for each pair of positions, never is in memory as a whole.
 */
final class TileMerger implements KernelMerger.Joint {
  /** The batch of a kernel, and the size of the matrices that it has blocks of. */
  private record Grid(List<Axis> batch, Dim rows, Dim columns) {
    Dim matrices() {
      return batch.stream().map(Axis::extent).reduce(Dim.ONE, Dim::times);
    }

    boolean addsUp(Kernel.Matmul product) {
      return Kernel.Tiles.addsUp(product, rows, columns);
    }

    /** Whether a value is such a matrix for each position of the batch. */
    boolean isMatrices(Value value) {
      return value.type().element() == ElementType.FLOAT
          && value.shape().elements().equals(matrices().times(rows).times(columns));
    }

    /** Where the matrix of a position begins in the memory of such a value. */
    Index start() {
      Shape shape = new Shape(batch.stream().map(Axis::extent).toList());
      return Index.linear(ExpressionBuilder.counters(batch), shape).times(rows.times(columns));
    }

    /** Whether this is that matrix, by rows, or turned by columns. */
    boolean is(Kernel.Matrix matrix, boolean turned) {
      return isMatrices(matrix.value())
          && matrix.row().equals(turned ? Dim.ONE : columns)
          && matrix.column().equals(turned ? columns : Dim.ONE)
          && matrix.start().equals(start());
    }
  }

  @Override
  public Optional<Kernel> join(Kernel first, Kernel second) {
    boolean possible =
        isPart(first)
            && isPart(second)
            && !(first instanceof Kernel.Matmul && second instanceof Kernel.Matmul);
    if (!possible) {
      return Optional.empty();
    }
    List<Kernel> parts = Stream.concat(parts(first).stream(), parts(second).stream()).toList();
    return grid(first, second)
        .filter(grid -> fits(parts, grid))
        .map(grid -> new Kernel.Tiles(grid.batch, grid.rows, grid.columns, parts, Set.of()));
  }

  private static boolean isPart(Kernel kernel) {
    return kernel instanceof Kernel.Matmul
        || kernel instanceof Kernel.Rows
        || kernel instanceof Kernel.Tiles;
  }

  private static List<Kernel> parts(Kernel kernel) {
    return kernel instanceof Kernel.Tiles tiles ? tiles.parts() : List.of(kernel);
  }

  private static Optional<Grid> grid(Kernel first, Kernel second) {
    for (Kernel kernel : List.of(first, second)) {
      if (kernel instanceof Kernel.Tiles tiles) {
        return Optional.of(new Grid(tiles.batch(), tiles.rows(), tiles.columns()));
      }
    }
    if (first instanceof Kernel.Matmul product) {
      return Optional.of(new Grid(product.batch(), product.rows(), product.columns()));
    }
    return second instanceof Kernel.Matmul product
        ? Optional.of(
            product.left().column().is(1)
                ? new Grid(product.batch(), product.rows(), product.inner())
                : new Grid(product.batch(), product.inner(), product.rows()))
        : Optional.empty();
  }

  private static boolean fits(List<Kernel> parts, Grid grid) {
    if (grid.batch.isEmpty() || !grid.rows.isConstant() || !grid.columns.isConstant()) {
      return false;
    }
    Set<Value> own =
        parts.stream().flatMap(part -> part.results().stream()).collect(Collectors.toSet());
    Set<Value> read =
        parts.stream().flatMap(part -> part.reads().stream()).collect(Collectors.toSet());
    return parts.stream()
        .allMatch(
            part ->
                part instanceof Kernel.Matmul product
                    ? fits(product, grid, own)
                        && (isByBlocks(product, grid) || !read.contains(product.result().value()))
                    : fits((Kernel.Rows) part, grid, own));
  }

  /** Whether a block of rows is all that a product knows of its result when the block is done. */
  private static boolean isByBlocks(Kernel.Matmul product, Grid grid) {
    return grid.is(product.result(), false) && !grid.addsUp(product);
  }

  /** Whether a product goes through its rows, or adds up rows, block by block. */
  private static boolean fits(Kernel.Matmul product, Grid grid, Set<Value> own) {
    if (!product.batch().equals(grid.batch)
        || !product.epilogue().isNone()
        || own.contains(product.right().value())) {
      return false;
    }
    boolean reads = own.contains(product.left().value());
    return grid.addsUp(product)
        ? reads && grid.is(product.left(), true)
        : product.rows().equals(grid.rows)
            && (reads ? grid.is(product.left(), false) : grid.is(product.result(), false));
  }

  private static boolean fits(Kernel.Rows rows, Grid grid, Set<Value> own) {
    if (!rows.count().equals(grid.matrices().times(grid.rows))) {
      return false;
    }
    boolean[] fits = {true};
    for (Kernel.Loop part : rows.parts()) {
      for (Kernel.Store store : part.stores()) {
        Expressions.loads(
            store.element(), load -> fits[0] &= !own.contains(load.value()) || rows.isInRow(load));
      }
    }
    return fits[0];
  }

  /**
   * The kernel with what nobody else needs kept for a block only, or its parts if others need all
   * of it.
   *
   * @param used what others read
   */
  static List<Kernel> finished(Kernel.Tiles kernel, Set<Value> used, RowMerger rowMerger) {
    List<Kernel> parts = new ArrayList<>();
    for (int i = 0; i < kernel.parts().size(); i++) {
      if (kernel.parts().get(i) instanceof Kernel.Rows rows) {
        Set<Value> needed = new HashSet<>(used);
        for (int other = i + 1; other < kernel.parts().size(); other++) {
          needed.addAll(kernel.parts().get(other).reads());
        }
        parts.add(rowMerger.finished(rows, needed));
      } else {
        parts.add(kernel.parts().get(i));
      }
    }
    Grid grid = new Grid(kernel.batch(), kernel.rows(), kernel.columns());
    Set<Value> locals = new LinkedHashSet<>();
    for (Kernel part : parts) {
      part.results().stream()
          .filter(value -> !used.contains(value) && grid.isMatrices(value))
          .forEach(locals::add);
    }
    return locals.isEmpty()
        ? parts
        : List.of(new Kernel.Tiles(kernel.batch(), kernel.rows(), kernel.columns(), parts, locals));
  }
}
