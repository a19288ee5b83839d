package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Blocking;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Triangle;
import java.util.Arrays;
import java.util.List;

/**
 * Writes how much of rows is computed of matrices of which a triangle counts.
 *
 * @param tiles what the rows are a part of
 * @param width text of how many columns are computed of the block in which they are
 */
record TriangleRows(Kernel.Tiles tiles, Triangle triangle, String width) {
  /** Declares how many elements of a row are computed; the answer is the variable. */
  String declareLength(CodeBlock.Builder code, KernelNames names, String row) {
    String length = names.variable("length");
    String within = row + " % " + tiles.rows().constant();
    code.addStatement("int $L = $L", length, triangle.columns(within, tiles.columns().constant()));
    return length;
  }

  /**
   * Writes parts of a row.
   *
   * @param length the variable of how many elements are computed
   */
  void inRow(
      CodeBlock.Builder code, KernelNames names, String row, String length, Runnable writer) {
    String shown = names.variable("shown");
    if (!triangle.masks().isEmpty()) {
      String within = row + " % " + tiles.rows().constant();
      code.addStatement("int $L = $L", shown, triangle.shown(within, length));
    }
    names.rowPart(new KernelNames.RowPart(length, shown, triangle.masks()));
    writer.run();
    names.rowPart(null);
  }

  /** Clears the rest of a row where it is read. */
  void clear(CodeBlock.Builder code, KernelNames names, List<Kernel.Loop> parts, String length) {
    for (Kernel.Loop part : parts) {
      for (Kernel.Store store : part.stores()) {
        if (triangle.zeros().contains(store.value())) {
          clear(code, names, store, part.axes().get(part.axes().size() - 1), length);
        }
      }
    }
  }

  private void clear(
      CodeBlock.Builder code, KernelNames names, Kernel.Store store, Axis run, String length) {
    String at =
        new ScalarWriter(code, names).write(new Blocking(run).start(store.at())).within(Text.SUM);
    KernelNames.Operand operand = names.operand(store.value());
    String start = names.variable("start");
    code.addStatement(
        "int $L = $L", start, operand.start().equals("0") ? at : operand.start() + " + " + at);
    code.addStatement(
        "$1T.fill($2L, $3L + $4L, $3L + $5L, 0f)",
        Arrays.class,
        operand.array(),
        start,
        length,
        tiles.locals().contains(store.value()) ? width : tiles.columns().constant());
  }
}
