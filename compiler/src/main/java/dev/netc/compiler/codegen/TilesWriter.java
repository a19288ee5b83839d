package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import java.util.Optional;

/** Writes kernels that go through the matrices of a batch, a block of rows at a time. */
final class TilesWriter {
  private final CodeBlock.Builder code;
  private final KernelNames names;
  private final RowsWriter rowsWriter;
  private final RoutineWriter routines;
  private final String scratch;
  private String row = "0";
  private String count = "";
  private String width = "";
  private long last;

  TilesWriter(
      CodeBlock.Builder code, KernelNames names, RowsWriter rowsWriter, RoutineWriter routines) {
    this.code = code;
    this.names = names;
    this.rowsWriter = rowsWriter;
    this.routines = routines;
    this.scratch = names.variable("scratch");
  }

  KernelBody write(Kernel.Tiles kernel) {
    String blocks = names.variable("block");
    long block = kernel.blockRows();
    long rows = kernel.rows().constant();
    width = Long.toString(kernel.columns().constant());
    last = (rows - 1) / block * block;
    String at = new LoopNest(code, names).open(kernel.batch(), "from", "to");
    if (block < rows) {
      openBlocks(kernel, block);
    } else {
      count = Long.toString(rows);
    }
    String first = names.variable("first");
    code.addStatement("int $L = $L", first, Text.plus(row, at + " * " + rows));
    long room = 0;
    for (Value local : kernel.locals()) {
      String start = names.variable("at");
      code.addStatement("int $L = $L - $L * $L", start, room, first, kernel.columns().constant());
      names.block(local, blocks, start, room);
      room += block * kernel.columns().constant();
    }
    int[] needed = {0};
    for (Kernel part : kernel.parts()) {
      if (part instanceof Kernel.Rows ofRows) {
        names.withOwnCounters(() -> needed[0] = Math.max(needed[0], rows(ofRows, kernel, first)));
      } else {
        multiply((Kernel.Matmul) part, kernel);
      }
    }
    if (block < rows) {
      code.endControlFlow();
    }
    code.endControlFlow();
    CodeBlock.Builder body = CodeBlock.builder();
    body.addStatement("float[] $L = $T.rows($L)", blocks, RuntimeTypes.BLOCKS, room);
    if (needed[0] > 0) {
      body.addStatement("float[] $L = $T.scratch($L)", scratch, RuntimeTypes.BLOCKS, needed[0]);
    }
    Dim matrices = kernel.batch().stream().map(Axis::extent).reduce(Dim.ONE, Dim::times);
    return new KernelBody(
        body.add(code.build()).build(),
        Optional.of(new Partition(names.size(matrices).code(), Long.toString(chunk(kernel)))));
  }

  /**
   * Opens the loop over blocks of rows. Of a triangle the last are first, as all columns count in
   * them: what adds up blocks has a first one that writes all.
   */
  private void openBlocks(Kernel.Tiles kernel, long block) {
    long rows = kernel.rows().constant();
    row = names.variable("row");
    if (kernel.triangle().isPresent()) {
      code.beginControlFlow("for (int $1L = $2L; $1L >= 0; $1L -= $3L)", row, last, block);
    } else {
      code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L += $3L)", row, rows, block);
    }
    count = names.variable("rows");
    code.addStatement("int $L = Math.min($L, $L - $L)", count, block, rows, row);
    if (kernel.triangle().isPresent()) {
      String lowest = row + " + " + count + " - 1";
      width = names.variable("columns");
      code.addStatement(
          "int $L = $L",
          width,
          kernel.triangle().get().columns(lowest, kernel.columns().constant()));
    }
  }

  private int rows(Kernel.Rows rows, Kernel.Tiles kernel, String first) {
    String end = first + " + " + count;
    return rowsWriter.rows(
        rows,
        scratch,
        first,
        end,
        kernel.triangle().map(triangle -> new TriangleRows(kernel, triangle, width)));
  }

  private static long chunk(Kernel.Tiles kernel) {
    long cost = 0;
    for (Kernel part : kernel.parts()) {
      if (part instanceof Kernel.Matmul product) {
        cost +=
            Cost.estimate(product.rows())
                * Cost.estimate(product.columns())
                * Cost.estimate(product.inner());
      }
    }
    return Cost.chunk(cost / 4);
  }

  private void multiply(Kernel.Matmul product, Kernel.Tiles kernel) {
    ScalarWriter scalars = new ScalarWriter(code, names);
    boolean addsUp = kernel.addsUp(product);
    boolean makes = kernel.makes(product);
    String rows = addsUp ? width : count;
    String columns = makes ? width : names.size(product.columns()).code();
    String inner = addsUp ? count : makes ? names.size(product.inner()).code() : width;
    String size = String.join(", ", rows, columns, inner);
    boolean adds = product.mode() == Kernel.Mode.ADD;
    code.addStatement(
        "$T.multiply(0, $T.units($L), $L, $L, $L, $L, $L, $L, $L)",
        RuntimeTypes.GEMM,
        RuntimeTypes.GEMM,
        size,
        size,
        routines.matrix(
            product.left(),
            moved(
                product.left(), scalars, addsUp ? product.left().column() : product.left().row())),
        routines.matrix(
            product.right(),
            addsUp
                ? moved(product.right(), scalars, product.right().row())
                : routines.start(product.right(), scalars)),
        names.operand(product.result().value()).array(),
        addsUp
            ? routines.start(product.result(), scalars)
            : moved(product.result(), scalars, product.result().row()),
        names.size(product.result().row()).code(),
        addsUp && !adds && !row.equals("0") ? isLater(kernel) : adds);
  }

  /** Whether other blocks were before. */
  private String isLater(Kernel.Tiles kernel) {
    return row + (kernel.triangle().isPresent() ? " < " + last : " > 0");
  }

  /** Where the block's part of a matrix begins. */
  private String moved(Kernel.Matrix matrix, ScalarWriter scalars, Dim step) {
    if (row.equals("0")) {
      return routines.start(matrix, scalars);
    }
    String more = step.is(1) ? row : row + " * " + names.size(step).within(Text.PRODUCT);
    String start = routines.start(matrix, scalars);
    return start.equals("0") ? more : start + " + " + more;
  }
}
