package dev.netc.compiler.codegen;

import dev.netc.compiler.cost.KernelCost;
import dev.netc.compiler.fuse.Epilogue;
import dev.netc.compiler.fuse.GatedCells;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Panels;
import dev.netc.compiler.ir.ElementType;
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
    String whence = span.map(place -> what + " — " + KernelCost.line(place)).orElse(what);
    return Javadocs.escape(whence + how(kernel) + epilogue(kernel));
  }

  private static String how(Kernel kernel) {
    if (kernel instanceof Kernel.Rows rows) {
      return ", row by row"
          + gates(
              rows.parts().stream()
                  .filter(part -> part.axes().size() > rows.axes().size())
                  .toList());
    } else if (kernel instanceof Kernel.Tiles tiles) {
      String hidden = tiles.triangle().isPresent() ? ", without what its mask hides" : "";
      return ", " + tiles.blockRows() + " rows of a matrix at a time" + hidden;
    }
    if (kernel instanceof Kernel.Convolution convolution) {
      return ", " + ConvolutionMethod.of(convolution);
    }
    if (kernel instanceof Kernel.Matmul product) {
      return product
          .panels()
          .map(KernelComment::panels)
          .or(() -> ProductMethod.of(product))
          .map(how -> ", " + how)
          .orElse("");
    }
    if (kernel instanceof Kernel.Turn turn) {
      return ", from rows to panels of up to " + turn.most() + " samples";
    }
    return kernel instanceof Kernel.Loop loop && loop.style() == Kernel.Style.BLOCKS
        ? ", in blocks" + gates(List.of(loop))
        : "";
  }

  private static String gates(List<Kernel.Loop> inBlocks) {
    return inBlocks.stream().anyMatch(GatedCells::areIn) ? ", gates in one routine" : "";
  }

  private static String panels(Panels panels) {
    String to = panels.result() ? "panels" : "rows";
    return "from panels to %s of up to %d samples".formatted(to, panels.most());
  }

  /** What a product does to its elements besides. */
  private static String epilogue(Kernel kernel) {
    Epilogue epilogue = Epilogue.NONE;
    if (kernel instanceof Kernel.Convolution convolution) {
      epilogue = convolution.epilogue();
    } else if (kernel instanceof Kernel.Matmul product) {
      epilogue = product.epilogue();
    }
    List<String> parts = new ArrayList<>();
    boolean pools =
        kernel instanceof Kernel.Convolution convolution
            && convolution.kind() == Kernel.Convolution.Kind.FORWARD
            && convolution.pool().isPresent();
    epilogue.scale().ifPresent(scale -> parts.add("times " + text(scale.value())));
    epilogue.shift().ifPresent(shift -> parts.add("plus " + text(shift.value())));
    epilogue.added().ifPresent(added -> parts.add("plus " + text(added)));
    if (pools) {
      parts.add("the greatest of each window");
    }
    if (epilogue.low() != Double.NEGATIVE_INFINITY) {
      parts.add("at least " + Literals.of(ElementType.FLOAT, epilogue.low()).code());
    }
    if (epilogue.high() != Double.POSITIVE_INFINITY) {
      parts.add("at most " + Literals.of(ElementType.FLOAT, epilogue.high()).code());
    }
    return parts.isEmpty() ? "" : "; while in the cache: " + String.join(", ", parts);
  }

  private static String text(Value value) {
    String name = value.origin().name();
    return name.isEmpty() ? value.type().toString() : name;
  }
}
