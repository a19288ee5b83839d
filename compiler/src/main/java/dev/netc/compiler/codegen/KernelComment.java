package dev.netc.compiler.codegen;

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
    return Javadocs.escape(span.map(place -> what + " — " + line(place)).orElse(what));
  }

  /** {@code net.net:12}, without the folder, which may differ from machine to machine. */
  private static String line(Span span) {
    String name = span.file().name();
    String file = name.substring(1 + Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')));
    return file + ":" + span.file().line(span.start());
  }
}
