package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Softmax;
import dev.netc.compiler.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes rows with a softmax, which a strip of them goes through by one routine. */
final class SoftmaxWriter {
  /** The most rows of a strip: enough that none waits for another. */
  private static final long MOST_ROWS = 16;

  /** The elements of a strip, of which a handful stay in the nearest cache. */
  private static final long STRIP = 4096;

  private final CodeBlock.Builder code;
  private final KernelNames names;
  private final RowsWriter rowsWriter;
  private final Kernel.Rows kernel;
  private final Softmax softmax;
  private final String scratch;
  private final String strip;
  private final String end;
  private final Map<Value, Long> places = new LinkedHashMap<>();
  private long room;

  SoftmaxWriter(
      CodeBlock.Builder code,
      KernelNames names,
      RowsWriter rowsWriter,
      Kernel.Rows kernel,
      Softmax softmax,
      String scratch) {
    this.code = code;
    this.names = names;
    this.rowsWriter = rowsWriter;
    this.kernel = kernel;
    this.softmax = softmax;
    this.scratch = scratch;
    this.strip = names.variable("strip");
    this.end = names.variable("end");
  }

  /** Rows from one to another; the answer is how much scratch memory is needed. */
  int write(String from, String to, Optional<TriangleRows> triangle) {
    long most = Math.max(1, Math.min(MOST_ROWS, STRIP / softmax.columns()));
    for (Value local : kernel.locals()) {
      places.put(local, room);
      room += most * length(local);
    }
    code.beginControlFlow("for (int $1L = $2L; $1L < $3L; $1L += $4L)", strip, from, to, most);
    code.addStatement("int $L = Math.min($L, $L + $L)", end, to, strip, most);
    String length =
        triangle
            .map(rows -> rows.declareLength(code, names, "(" + end + " - 1)"))
            .orElse(Long.toString(softmax.columns()));
    List<Kernel.Loop> parts = kernel.parts();
    int behind = softmax.first() + Softmax.PARTS;
    int needed = rowByRow(parts.subList(0, softmax.first()), triangle, length, false);
    call(length);
    needed =
        Math.max(needed, rowByRow(parts.subList(behind, parts.size()), triangle, length, true));
    code.endControlFlow();
    return needed;
  }

  private long length(Value local) {
    return local.shape().elements().dividedExactlyBy(kernel.count()).orElseThrow().constant();
  }

  /** Parts row by row, with what of the rows is not computed cleared at the end. */
  private int rowByRow(
      List<Kernel.Loop> parts, Optional<TriangleRows> triangle, String length, boolean isLast) {
    boolean clears =
        isLast
            && triangle.isPresent()
            && kernel.results().stream().anyMatch(triangle.get().triangle().zeros()::contains);
    if (parts.isEmpty() && !clears) {
      return (int) room;
    }
    String row = rowsWriter.open(kernel, strip, end);
    places.forEach(
        (local, place) -> {
          if (parts.stream()
              .anyMatch(part -> part.reads().contains(local) || part.results().contains(local))) {
            long each = length(local);
            String start = names.variable("start");
            String within = row + " - " + strip;
            code.addStatement(
                "int $L = $L + $L",
                start,
                place,
                each == 1 ? within : "(" + within + ") * " + each);
            names.block(local, scratch, start, place);
          }
        });
    int[] needed = {0};
    Runnable writer = () -> needed[0] = rowsWriter.writeParts(kernel, parts, scratch, (int) room);
    if (triangle.isPresent() && !parts.isEmpty()) {
      triangle.get().inRow(code, names, row, length, writer);
    } else {
      writer.run();
    }
    if (clears) {
      triangle.get().clear(code, names, kernel.parts(), length);
    }
    code.endControlFlow();
    return needed[0];
  }

  private void call(String length) {
    long columns = softmax.columns();
    code.addStatement(
        "$T.forward($L, $L, $L, $L, $L, $L, $L - $L, $L)",
        RuntimeTypes.SOFTMAX,
        place(softmax.x(), columns),
        place(softmax.max(), 1),
        place(softmax.powers(), columns),
        place(softmax.sum(), 1),
        place(softmax.result(), columns),
        columns,
        end,
        strip,
        length);
  }

  /** Where the strip begins in a value that has so many elements for a row. */
  private String place(Value value, long each) {
    Long local = places.get(value);
    if (local != null) {
      return scratch + ", " + local;
    }
    KernelNames.Operand operand = names.operand(value);
    String at = each == 1 ? strip : strip + " * " + each;
    return operand.array()
        + ", "
        + (operand.start().equals("0") ? at : operand.start() + " + " + at);
  }
}
