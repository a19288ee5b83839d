package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Value;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What counts of matrices that a mask hides above a diagonal: of row {@code i} the columns up to
 * {@code i + diagonal}, as in {@code torch.tril}. What is beyond need not be computed.
 *
 * @param diagonal not negative, so that each row has a column that counts
 * @param masks the truth values that say what is beyond, or what is not, and what they are beyond
 * @param zeros the matrices that have to hold zeros beyond, as products or other kernels read them
 */
public record Triangle(long diagonal, Map<Value, Boolean> masks, Set<Value> zeros) {
  /** Rows are computed in whole vectors of the widest kind. */
  private static final long UNIT = 16;

  public Triangle {
    masks = Map.copyOf(masks);
    zeros = Collections.unmodifiableSet(new LinkedHashSet<>(zeros));
  }

  /** Java text of how many columns are computed for a row, and for all rows before it. */
  public String columns(String row, long most) {
    return "Math.min(%d, (%s + %d) / %d * %d)".formatted(most, row, diagonal + UNIT, UNIT, UNIT);
  }

  /** Java text of how many columns of a row count, if so many are computed. */
  public String shown(String row, String computed) {
    return "Math.min(%s, %s + %d)".formatted(computed, row, diagonal + 1);
  }
}
