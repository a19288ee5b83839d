package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Set;

/**
 * How a stored value is to be computed, chosen before it is known which other values are stored.
 */
interface Form {
  /** Values that have to be stored for it. */
  List<Value> needs();

  /** Values of which the kernel takes elements, computing those that are not stored. */
  List<Value> takes();

  /** Values that are computed on the way and need no kernel of their own. */
  Set<Value> absorbs();

  /** Values that the kernel gives memory beside its own. */
  default Set<Value> stores() {
    return Set.of();
  }

  /** The kernel, for the final set of stored values. */
  Kernel build(Set<Value> stored);
}
