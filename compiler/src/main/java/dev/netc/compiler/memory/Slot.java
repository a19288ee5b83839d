package dev.netc.compiler.memory;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Map;

/**
 * An array of the work space.
 *
 * @param sizes it has as many elements as the greatest of these says
 * @param values those that live in it, in the order of their kernels
 */
public record Slot(int id, ElementType type, List<Dim> sizes, List<Value> values) {
  public Slot {
    sizes = List.copyOf(sizes);
    values = List.copyOf(values);
  }

  /** The number of elements for given values of the free names. */
  public long elements(Map<String, Long> free) {
    return sizes.stream().mapToLong(size -> size.evaluate(free)).max().orElse(0);
  }

  /** The bytes of the elements for given values of the free names. */
  public long bytes(Map<String, Long> free) {
    return Math.multiplyExact(type.bytes(), elements(free));
  }
}
