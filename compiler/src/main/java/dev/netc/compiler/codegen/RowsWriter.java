package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Blocking;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Softmax;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes loops that are done by routines: block by block, or row by row. */
final class RowsWriter {
  /** A handful of blocks of so many elements stay in the nearest cache. */
  private static final int BLOCK = 512;

  /** Rows up to this length are not cut. */
  private static final int WHOLE_BLOCK = 1024;

  private final CodeBlock.Builder code;
  private final KernelNames names;
  private final LoopNest nest;
  private final LoopWriter loops;

  RowsWriter(CodeBlock.Builder code, KernelNames names) {
    this.code = code;
    this.names = names;
    this.nest = new LoopNest(code, names);
    this.loops = new LoopWriter(code, names);
  }

  /** The innermost axis in blocks; the axes around it, if there are any, are those of the loop. */
  KernelBody blocks(Kernel.Loop kernel) {
    List<Axis> outer = kernel.axes().subList(0, kernel.axes().size() - 1);
    Axis run = kernel.axes().get(outer.size());
    boolean rows = outer.stream().anyMatch(axis -> !axis.extent().is(1));
    long cost = 0;
    for (Kernel.Store store : kernel.stores()) {
      cost += 1 + Cost.of(store.element());
    }
    cost = Math.max(1, cost / Cost.IN_VECTORS);
    String scratch = names.variable("scratch");
    int room = 0;
    ScalarWriter scalars = new ScalarWriter(code, names);
    List<Kernel.Loop> segments = Blocking.segments(kernel);
    List<BlockWriter> writers = new ArrayList<>();
    for (Kernel.Loop segment : segments) {
      Axis part = segment.axes().get(outer.size());
      int size =
          rows && isAtMost(part.extent(), WHOLE_BLOCK) ? (int) part.extent().constant() : BLOCK;
      writers.add(new BlockWriter(code, names, scalars, segment.stores(), part, scratch, 0, size));
      LoopNest.hoist(segment, segment.axes(), scalars);
    }
    Optional<Partition> partition =
        rows ? nest.openOuter(outer, cost * Cost.estimate(run.extent())) : Optional.empty();
    for (int i = 0; i < segments.size(); i++) {
      writers.get(i).declareNumbers();
      writeRun(segments.get(i).axes().get(outer.size()), rows, writers.get(i));
      room = Math.max(room, writers.get(i).room());
    }
    nest.closeOuter(partition);
    if (!rows) {
      String count = names.size(run.extent()).code();
      long chunk = Math.max(1, Cost.chunk(cost) / BLOCK) * BLOCK;
      partition = Optional.of(new Partition(count, Long.toString(chunk)));
    }
    return new KernelBody(withScratch(scratch, room), partition);
  }

  /** All rows. */
  KernelBody rows(Kernel.Rows kernel) {
    String scratch = names.variable("scratch");
    long cost = 0;
    for (Kernel.Loop part : kernel.parts()) {
      List<Axis> run = part.axes().subList(kernel.axes().size(), part.axes().size());
      for (Kernel.Store store : part.stores()) {
        cost += (1 + Cost.of(store.element())) * Cost.product(run);
      }
    }
    Optional<Softmax> softmax = Softmax.of(kernel);
    if (softmax.isPresent()) {
      int room =
          new SoftmaxWriter(code, names, this, kernel, softmax.get(), scratch)
              .write("from", "to", Optional.empty());
      String chunk = Long.toString(Cost.chunk(Math.max(1, cost / Cost.IN_VECTORS)));
      return new KernelBody(
          withScratch(scratch, room),
          Optional.of(new Partition(names.size(kernel.count()).code(), chunk)));
    }
    int locals = declareLocals(kernel, scratch);
    Optional<Partition> partition =
        nest.openOuter(kernel.axes(), Math.max(1, cost / Cost.IN_VECTORS));
    int room = writeParts(kernel, kernel.parts(), scratch, locals);
    nest.closeOuter(partition);
    return new KernelBody(withScratch(scratch, room), partition);
  }

  private CodeBlock withScratch(String scratch, int room) {
    CodeBlock.Builder body = CodeBlock.builder();
    if (room > 0) {
      body.addStatement("float[] $L = $T.scratch($L)", scratch, RuntimeTypes.BLOCKS, room);
    }
    return body.add(code.build()).build();
  }

  /** Parts of one row; the answer is how much scratch memory is needed. */
  int writeParts(Kernel.Rows kernel, List<Kernel.Loop> parts, String scratch, int locals) {
    int room = locals;
    for (Kernel.Loop part : parts) {
      ScalarWriter scalars = new ScalarWriter(code, names);
      if (part.axes().size() == kernel.axes().size()) {
        part.stores().forEach(store -> scalars.announce(store.element()));
        loops.store(part, scalars);
      } else {
        room = Math.max(room, row(part, scalars, scratch, locals));
      }
    }
    return room;
  }

  /** Rows from one to another; the answer is how much scratch memory is needed. */
  int rows(
      Kernel.Rows kernel, String scratch, String from, String to, Optional<TriangleRows> triangle) {
    Optional<Softmax> softmax = Softmax.of(kernel);
    if (softmax.isPresent()) {
      return new SoftmaxWriter(code, names, this, kernel, softmax.get(), scratch)
          .write(from, to, triangle);
    }
    int locals = declareLocals(kernel, scratch);
    String row = open(kernel, from, to);
    int[] room = {0};
    Runnable writer = () -> room[0] = writeParts(kernel, kernel.parts(), scratch, locals);
    if (triangle.isPresent()) {
      String length = triangle.get().declareLength(code, names, row);
      triangle.get().inRow(code, names, row, length, writer);
      triangle.get().clear(code, names, kernel.parts(), length);
    } else {
      writer.run();
    }
    code.endControlFlow();
    return room[0];
  }

  /** Opens a loop over rows; the answer is its counter. */
  String open(Kernel.Rows kernel, String from, String to) {
    return nest.open(kernel.axes(), from, to);
  }

  /** Gives the local values places in scratch memory, rows first; the answer is where they end. */
  private int declareLocals(Kernel.Rows kernel, String scratch) {
    int end = 0;
    for (boolean number : new boolean[] {false, true}) {
      for (Value local : kernel.locals()) {
        Dim length = local.shape().elements().dividedExactlyBy(kernel.count()).orElseThrow();
        if (length.is(1) == number) {
          names.local(local, scratch, end);
          end += (int) length.constant();
        }
      }
    }
    return end;
  }

  /** The elements of one row; the answer is how much scratch memory is needed. */
  private int row(Kernel.Loop part, ScalarWriter scalars, String scratch, int first) {
    int room = first;
    for (Kernel.Loop segment : Blocking.segments(part)) {
      Axis run = segment.axes().get(segment.axes().size() - 1);
      int size = isAtMost(run.extent(), WHOLE_BLOCK) ? (int) run.extent().constant() : BLOCK;
      BlockWriter writer =
          new BlockWriter(code, names, scalars, segment.stores(), run, scratch, first, size);
      writer.declareNumbers();
      writeRun(run, true, writer);
      room = Math.max(room, writer.room());
    }
    return room;
  }

  private void writeRun(Axis run, boolean rows, BlockWriter writer) {
    String length = rows ? names.rowLength(run.extent()).code() : names.size(run.extent()).code();
    if (rows && isAtMost(run.extent(), WHOLE_BLOCK)) {
      writer.write(length, true);
      return;
    }
    String counter = names.counter(run);
    String count = names.variable("count");
    String from = rows ? "0" : "from";
    String to = rows ? length : "to";
    code.beginControlFlow("for (int $1L = $2L; $1L < $3L; $1L += $4L)", counter, from, to, BLOCK);
    code.addStatement("int $L = Math.min($L, $L - $L)", count, BLOCK, to, counter);
    writer.write(count, false);
    code.endControlFlow();
  }

  private static boolean isAtMost(Dim extent, long most) {
    return extent.isConstant() && extent.constant() <= most;
  }
}
