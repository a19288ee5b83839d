package dev.netc.compiler.codegen;

import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import java.util.Optional;

/**
 * How a matrix product is computed with vectors of sixteen floats, in words: what its sizes and
 * strides decide, and for those that only the run decides, up to which.
 */
final class ProductMethod {
  /** Sums shorter than so many elements are not worth adding up the lanes of a vector. */
  private static final long LEAST_INNER = 32;

  /** A result of fewer columns fills no vector. */
  private static final long FEW_COLUMNS = 16;

  /** Fewer rows are not worth laying out a transposed operand. */
  private static final long FEW_ROWS = 8;

  /** Fewer rows are not worth laying out an operand whose rows lie apart. */
  private static final long FEW_ROWS_IN_PLACE = 16;

  /** The columns of an operand that lies as if laid out. */
  private static final long PANEL = 64;

  /** How many elements laid out take as long as one of the result that changes places twice. */
  private static final long TURN = 4;

  private static final String DOTS = "as inner products";
  private static final String PACKED = "with an operand laid out in panels";
  private static final String IN_PLACE = "with its operands where they lie";
  private static final String TURNED = "as the product of the transposes";

  private ProductMethod() {}

  static Optional<String> of(Kernel.Matmul product) {
    if (product.result().value().type().element() != ElementType.FLOAT) {
      return Optional.empty();
    } else if (product.ofPanels().isPresent()) {
      return Optional.of("panel by panel");
    }
    boolean leftAlong = product.left().column().is(1);
    boolean rightAlong = product.right().row().is(1);
    boolean rightAdjacent = product.right().column().is(1);
    if (leftAlong && rightAlong) {
      return Optional.of(alongInner(product));
    } else if (!rightAdjacent) {
      return Optional.of(PACKED);
    } else if (product.left().row().is(1) && !leftAlong) {
      return turned(product).or(() -> Optional.of(inRows(product)));
    }
    return Optional.of(inRows(product));
  }

  /** Both operands have adjacent elements along the sum. */
  private static String alongInner(Kernel.Matmul product) {
    if (isBelow(product.inner(), LEAST_INNER)) {
      return product.right().column().is(1) ? inRows(product) : PACKED;
    } else if (isBelow(product.columns(), FEW_COLUMNS) || isBelow(product.rows(), FEW_ROWS)) {
      return DOTS;
    }
    return choice(DOTS, product.rows(), FEW_ROWS, PACKED);
  }

  /** The left operand's columns are adjacent, and the right one's rows. */
  private static Optional<String> turned(Kernel.Matmul product) {
    if (!product.rows().isConstant() || !product.columns().isConstant()) {
      return Optional.empty();
    }
    long rows = product.rows().constant();
    long columns = product.columns().constant();
    if (rows <= columns) {
      return Optional.empty();
    }
    long least = TURN * rows * columns / (rows - columns) + 1;
    if (product.inner().isConstant()) {
      return product.inner().constant() >= least ? Optional.of(TURNED) : Optional.empty();
    }
    return Optional.of("%s, from a sum of %d on %s".formatted(inRows(product), least, TURNED));
  }

  /** The right operand's rows have adjacent elements. */
  private static String inRows(Kernel.Matmul product) {
    Dim apart = product.right().row();
    return apart.isConstant() && apart.constant() <= PANEL
        ? IN_PLACE
        : choice(IN_PLACE, product.rows(), FEW_ROWS_IN_PLACE, PACKED);
  }

  private static String choice(String few, Dim rows, long limit, String many) {
    if (rows.isConstant()) {
      return rows.constant() < limit ? few : many;
    }
    return "%s, from %d rows on %s".formatted(few, limit, many);
  }

  private static boolean isBelow(Dim size, long limit) {
    return size.isConstant() && size.constant() < limit;
  }
}
