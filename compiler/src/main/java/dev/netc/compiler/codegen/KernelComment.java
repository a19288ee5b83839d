package dev.netc.compiler.codegen;

import dev.netc.compiler.cost.KernelCost;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands over a kernel's method: the values it computes, their shapes, and the line they come
 * from.
 */
final class KernelComment {
  private KernelComment() {}

  static String of(Kernel kernel) {
    List<String> parts = new ArrayList<>();
    Optional<Span> span = Optional.empty();
    for (Value result : kernel.results()) {
      String name = result.origin().name();
      parts.add((name.isEmpty() ? "" : name + ": ") + result.type());
      span = span.or(result.origin()::span);
    }
    String what = String.join(", ", parts);
    return Javadocs.escape(span.map(place -> what + " — " + KernelCost.line(place)).orElse(what));
  }
}
