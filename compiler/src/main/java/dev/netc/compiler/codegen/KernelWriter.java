package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.cost.WinogradCost;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Blocking;
import dev.netc.compiler.fuse.Epilogue;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Index;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.ProductSum;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the inside of kernels' methods. */
final class KernelWriter implements Kernel.Visitor<KernelBody> {
  /**
   * An inner loop of this many iterations makes up for the divisions that split the counter of the
   * outer ones.
   */
  private static final long WIDE = 32;

  /** With fewer columns they are summed one by one. */
  private static final long FEW_COLUMNS = 8;

  /** The columns that are summed together. */
  private static final long COLUMNS = 64;

  /** A handful of blocks of so many elements stay in the nearest cache. */
  private static final int BLOCK = 512;

  /** Rows up to this length are not cut. */
  private static final int WHOLE_BLOCK = 1024;

  /** How much less an element costs in a block than by itself. */
  private static final long IN_BLOCKS = 4;

  private final KernelNames names;
  private final ConvolutionConstants convolutions;
  private final PoolingConstants poolings;
  private final CodeBlock.Builder code = CodeBlock.builder();

  KernelWriter(KernelNames names, ConvolutionConstants convolutions, PoolingConstants poolings) {
    this.names = names;
    this.convolutions = convolutions;
    this.poolings = poolings;
  }

  @Override
  public KernelBody rounds(Kernel.Rounds kernel) {
    throw new IllegalStateException("rounds are run by the program: " + kernel.result());
  }

  @Override
  public KernelBody loop(Kernel.Loop kernel) {
    if (kernel.style() == Kernel.Style.BLOCKS) {
      return blocks(kernel);
    }
    List<ProductSum> sums = columnSums(kernel);
    return sums.isEmpty() ? elements(kernel) : columns(kernel, sums);
  }

  private KernelBody elements(Kernel.Loop kernel) {
    ScalarWriter scalars = new ScalarWriter(code, names);
    long cost = 0;
    for (Kernel.Store store : kernel.stores()) {
      scalars.announce(store.element());
      cost += 1 + Cost.of(store.element());
    }
    int outer = outer(kernel.axes());
    List<Axis> inner = kernel.axes().subList(outer, kernel.axes().size());
    hoist(kernel, kernel.axes(), scalars);
    Optional<Partition> partition =
        openOuter(kernel.axes().subList(0, outer), cost * Cost.product(inner));
    openHoisting(kernel, inner, scalars);
    store(kernel, scalars);
    for (Axis axis : inner) {
      scalars.close(List.of(axis));
    }
    closeOuter(partition);
    return new KernelBody(code.build(), partition);
  }

  private void store(Kernel.Loop kernel, ScalarWriter scalars) {
    List<Text> elements = new ArrayList<>();
    for (Kernel.Store store : kernel.stores()) {
      Text element = scalars.write(store.element());
      elements.add(kernel.stores().size() > 1 ? scalars.keep(store.element(), element) : element);
    }
    for (int i = 0; i < elements.size(); i++) {
      Kernel.Store store = kernel.stores().get(i);
      String target = names.operand(store.value()).element(scalars.write(store.at()));
      code.addStatement("$L = $L", target, elements.get(i).code());
    }
  }

  /** The sums of columns that a loop is made of; none if it has sums of another kind. */
  private static List<ProductSum> columnSums(Kernel.Loop kernel) {
    Map<Expression.Fold, Optional<ProductSum>> found = new LinkedHashMap<>();
    if (kernel.axes().isEmpty()) {
      return List.of();
    }
    Axis column = kernel.axes().get(kernel.axes().size() - 1);
    boolean wide = !column.extent().isConstant() || column.extent().constant() >= FEW_COLUMNS;
    boolean[] chooses = {false};
    for (Kernel.Store store : kernel.stores()) {
      Expressions.forEach(
          store.element(),
          part -> {
            // What is not chosen may lie beyond the end of an array.
            chooses[0] |= part instanceof Expression.Choice;
            if (part instanceof Expression.Fold fold) {
              found.put(
                  fold,
                  wide && ProductSum.ofRow(fold).isEmpty()
                      ? ProductSum.ofColumn(fold, column)
                      : Optional.empty());
            }
          });
    }
    if (chooses[0]) {
      return List.of();
    }
    return found.values().stream().allMatch(Optional::isPresent)
        ? found.values().stream().flatMap(Optional::stream).toList()
        : List.of();
  }

  /** First the sums of all columns, row by row, then what is made of each. */
  private KernelBody columns(Kernel.Loop kernel, List<ProductSum> sums) {
    ScalarWriter scalars = new ScalarWriter(code, names);
    kernel.stores().forEach(store -> scalars.announce(store.element()));
    int last = kernel.axes().size() - 1;
    Axis column = kernel.axes().get(last);
    List<Axis> outer = kernel.axes().subList(0, last);
    boolean alone = outer.stream().allMatch(axis -> axis.extent().is(1));
    hoist(kernel, kernel.axes(), scalars);
    long cost = sums.stream().mapToLong(sum -> Cost.estimate(sum.count())).sum();
    String columns = alone ? "to - from" : names.size(column.extent()).within(Text.PREFIX);
    String width = alone ? "(to - from)" : columns;
    String scratch = names.variable("sums");
    code.addStatement(
        "float[] $L = $T.scratch($L)",
        scratch,
        RuntimeTypes.REDUCTIONS,
        sums.size() == 1 ? columns : sums.size() + " * " + width);
    Optional<Partition> partition =
        alone ? Optional.empty() : openOuter(outer, cost * Cost.estimate(column.extent()));
    SumWriter calls = new SumWriter(names, scalars);
    String counter = names.counter(column);
    String within = alone ? counter + " - from" : counter;
    for (int i = 0; i < sums.size(); i++) {
      String start = i == 0 ? "0" : i == 1 ? columns : i + " * " + width;
      code.addStatement(
          "$L",
          calls.columns(sums.get(i), column, alone ? "from" : "", scratch + ", " + start, columns));
      scalars.column(sums.get(i), scratch + "[" + (i == 0 ? "" : start + " + ") + within + "]");
    }
    if (alone) {
      partition = openOuter(List.of(column), cost);
    } else {
      scalars.open(List.of(column));
    }
    store(kernel, scalars);
    if (!alone) {
      scalars.close(List.of(column));
    }
    closeOuter(partition);
    return new KernelBody(code.build(), alone ? partition.map(KernelWriter::wide) : partition);
  }

  /** Cut where vectors of columns end. */
  private static Partition wide(Partition partition) {
    long chunk = Long.parseLong(partition.chunk());
    return new Partition(
        partition.count(), Long.toString((chunk + COLUMNS - 1) / COLUMNS * COLUMNS));
  }

  /** The innermost axis in blocks; the axes around it, if there are any, are those of the loop. */
  private KernelBody blocks(Kernel.Loop kernel) {
    List<Axis> outer = kernel.axes().subList(0, kernel.axes().size() - 1);
    Axis run = kernel.axes().get(outer.size());
    boolean rows = outer.stream().anyMatch(axis -> !axis.extent().is(1));
    long cost = 0;
    for (Kernel.Store store : kernel.stores()) {
      cost += 1 + Cost.of(store.element());
    }
    cost = Math.max(1, cost / IN_BLOCKS);
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
      hoist(segment, segment.axes(), scalars);
    }
    Optional<Partition> partition =
        rows ? openOuter(outer, cost * Cost.estimate(run.extent())) : Optional.empty();
    for (int i = 0; i < segments.size(); i++) {
      writers.get(i).declareNumbers();
      writeRun(segments.get(i).axes().get(outer.size()), rows, writers.get(i));
      room = Math.max(room, writers.get(i).room());
    }
    closeOuter(partition);
    if (!rows) {
      String count = names.size(run.extent()).code();
      long chunk = Math.max(1, Cost.chunk(cost) / BLOCK) * BLOCK;
      partition = Optional.of(new Partition(count, Long.toString(chunk)));
    }
    CodeBlock.Builder body = CodeBlock.builder();
    if (room > 0) {
      body.addStatement("float[] $L = $T.scratch($L)", scratch, RuntimeTypes.BLOCKS, room);
    }
    return new KernelBody(body.add(code.build()).build(), partition);
  }

  @Override
  public KernelBody rows(Kernel.Rows kernel) {
    String scratch = names.variable("scratch");
    int locals = declareLocals(kernel, scratch);
    long cost = 0;
    for (Kernel.Loop part : kernel.parts()) {
      List<Axis> run = part.axes().subList(kernel.axes().size(), part.axes().size());
      for (Kernel.Store store : part.stores()) {
        cost += (1 + Cost.of(store.element())) * Cost.product(run);
      }
    }
    Optional<Partition> partition = openOuter(kernel.axes(), Math.max(1, cost / IN_BLOCKS));
    int room = writeParts(kernel, scratch, locals);
    closeOuter(partition);
    return new KernelBody(withScratch(scratch, room), partition);
  }

  private CodeBlock withScratch(String scratch, int room) {
    CodeBlock.Builder body = CodeBlock.builder();
    if (room > 0) {
      body.addStatement("float[] $L = $T.scratch($L)", scratch, RuntimeTypes.BLOCKS, room);
    }
    return body.add(code.build()).build();
  }

  /** The parts of one row; the answer is how much scratch memory is needed. */
  private int writeParts(Kernel.Rows kernel, String scratch, int locals) {
    int room = locals;
    for (Kernel.Loop part : kernel.parts()) {
      ScalarWriter scalars = new ScalarWriter(code, names);
      if (part.axes().size() == kernel.axes().size()) {
        part.stores().forEach(store -> scalars.announce(store.element()));
        store(part, scalars);
      } else {
        room = Math.max(room, row(part, scalars, scratch, locals));
      }
    }
    return room;
  }

  @Override
  public KernelBody tiles(Kernel.Tiles kernel) {
    return new TilesWriter(this, code, names).write(kernel);
  }

  /** Rows from one to another; the answer is how much scratch memory is needed. */
  int rows(Kernel.Rows kernel, String scratch, String from, String to) {
    int locals = declareLocals(kernel, scratch);
    open(kernel.axes(), from, to);
    int room = writeParts(kernel, scratch, locals);
    code.endControlFlow();
    return room;
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
    String length = names.size(run.extent()).code();
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

  private void openHoisting(Kernel.Loop kernel, List<Axis> inner, ScalarWriter scalars) {
    for (int axis = 0; axis < inner.size(); axis++) {
      hoist(kernel, inner.subList(axis, inner.size()), scalars);
      scalars.open(inner.subList(axis, axis + 1));
    }
  }

  /**
   * Reads what does not change in the loops to come. C2 would have to know that the arrays differ
   * to do so, and does not vectorise otherwise.
   */
  private static void hoist(Kernel.Loop kernel, List<Axis> loops, ScalarWriter scalars) {
    for (Kernel.Store store : kernel.stores()) {
      Invariants.loads(store.element(), loops).forEach(scalars::declare);
    }
  }

  /**
   * How many of the first axes are run as one loop that is cut into chunks; the others are nested
   * in it.
   */
  private static int outer(List<Axis> axes) {
    int outer = axes.size();
    long width = 1;
    while (outer > 1 && width < WIDE) {
      outer--;
      width *= Cost.estimate(axes.get(outer).extent());
    }
    return outer;
  }

  /** Opens one loop for all the axes, from {@code from} to {@code to}. */
  Optional<Partition> openOuter(List<Axis> axes, long cost) {
    List<Axis> loops = axes.stream().filter(axis -> !axis.extent().is(1)).toList();
    if (loops.isEmpty()) {
      return Optional.empty();
    }
    open(loops, "from", "to");
    Dim count = loops.stream().map(Axis::extent).reduce(Dim.ONE, Dim::times);
    return Optional.of(new Partition(names.size(count).code(), Long.toString(Cost.chunk(cost))));
  }

  /** Opens one loop for all the axes; the answer is its counter. */
  String open(List<Axis> axes, String from, String to) {
    List<Axis> loops = axes.stream().filter(axis -> !axis.extent().is(1)).toList();
    String counter = loops.size() == 1 ? names.counter(loops.get(0)) : names.variable("at");
    code.beginControlFlow("for (int $1L = $2L; $1L < $3L; $1L++)", counter, from, to);
    Dim step = Dim.ONE;
    List<CodeBlock> declarations = new ArrayList<>();
    for (int axis = loops.size() - 1; axis >= 0 && loops.size() > 1; axis--) {
      Dim extent = loops.get(axis).extent();
      Text position = Text.primary(counter);
      if (!step.is(1)) {
        position = new Text(counter + " / " + names.size(step).within(Text.PREFIX), Text.PRODUCT);
      }
      String value =
          axis == 0
              ? position.code()
              : position.code() + " % " + names.size(extent).within(Text.PREFIX);
      declarations.add(0, CodeBlock.of("int $L = $L", names.counter(loops.get(axis)), value));
      step = step.times(extent);
    }
    declarations.forEach(code::addStatement);
    return counter;
  }

  private void closeOuter(Optional<Partition> partition) {
    if (partition.isPresent()) {
      code.endControlFlow();
    }
  }

  @Override
  public KernelBody scatter(Kernel.Scatter kernel) {
    List<Axis> outer = kernel.axes().subList(0, kernel.parallel());
    List<Axis> inner = kernel.axes().subList(kernel.parallel(), kernel.axes().size());
    boolean parallel = outer.stream().anyMatch(axis -> !axis.extent().is(1));
    KernelNames.Operand result = names.operand(kernel.store().value());
    if (kernel.mode() == Kernel.Mode.REPLACE) {
      clear(result, kernel.block(), parallel);
    }
    ScalarWriter scalars = new ScalarWriter(code, names);
    scalars.announce(kernel.store().at());
    scalars.announce(kernel.store().element());
    long cost = (2 + Cost.of(kernel.store().element())) * Cost.product(inner);
    Optional<Partition> partition = openOuter(outer, cost);
    scalars.open(inner);
    Text target = scalars.write(kernel.store().at());
    Text element = scalars.write(kernel.store().element());
    boolean bool = kernel.store().element().type() == ElementType.BOOL;
    code.addStatement("$L $L $L", result.element(target), bool ? "|=" : "+=", element.code());
    scalars.close(inner);
    closeOuter(partition);
    return new KernelBody(code.build(), partition);
  }

  private void clear(KernelNames.Operand result, Dim block, boolean parallel) {
    Text size = names.size(block);
    String from =
        parallel ? plus(result.start(), "from * " + size.within(Text.PREFIX)) : result.start();
    String to = plus(result.start(), parallel ? "to * " + size.within(Text.PREFIX) : size.code());
    code.addStatement("$T.fill($L, $L, $L, 0)", Arrays.class, result.array(), from, to);
  }

  static String plus(String start, String more) {
    return start.equals("0") ? more : start + " + " + more;
  }

  @Override
  public KernelBody matmul(Kernel.Matmul kernel) {
    long perRow = 2 * Cost.estimate(kernel.columns()) * Cost.estimate(kernel.inner());
    ScalarWriter scalars = new ScalarWriter(code, names);
    String size = names.size(kernel.rows()).code() + ", " + names.size(kernel.columns()).code();
    String units = RuntimeTypes.GEMM.simpleName() + ".units(" + size + ")";
    if (kernel.batch().isEmpty()) {
      multiply(kernel, scalars, "from", "to");
      String chunk =
          RuntimeTypes.GEMM.simpleName()
              + ".chunk("
              + size
              + ", "
              + names.size(kernel.inner()).code()
              + ")";
      return new KernelBody(code.build(), Optional.of(new Partition(units, chunk)));
    }
    long cost = perRow / 8 * Cost.estimate(kernel.rows());
    Optional<Kernel.Matmul> ofPanels = kernel.ofPanels();
    if (ofPanels.isPresent()) {
      panels(ofPanels.get(), scalars);
      String count = names.size(kernel.batch().get(0).extent()).code();
      return new KernelBody(
          code.build(), Optional.of(new Partition(count, Long.toString(Cost.chunk(cost)))));
    }
    Optional<Partition> partition = openOuter(kernel.batch(), cost);
    multiply(kernel, scalars, "0", units);
    closeOuter(partition);
    return new KernelBody(code.build(), partition);
  }

  private void multiply(Kernel.Matmul kernel, ScalarWriter scalars, String from, String to) {
    code.addStatement(
        "$T.multiply($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
        RuntimeTypes.GEMM,
        from,
        to,
        names.size(kernel.rows()).code(),
        names.size(kernel.columns()).code(),
        names.size(kernel.inner()).code(),
        matrix(kernel.left(), scalars),
        matrix(kernel.right(), scalars),
        names.operand(kernel.result().value()).array(),
        start(kernel.result(), scalars),
        names.size(kernel.result().row()).code(),
        finish(kernel, scalars));
  }

  private void panels(Kernel.Matmul product, ScalarWriter scalars) {
    code.addStatement(
        "$T.panels(from, to, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
        RuntimeTypes.GEMM,
        names.size(product.rows()).code(),
        names.size(product.columns()).code(),
        names.size(product.inner()).code(),
        matrix(product.left(), scalars),
        names.operand(product.right().value()).array(),
        start(product.right(), scalars),
        names.operand(product.result().value()).array(),
        start(product.result(), scalars),
        names.size(product.result().row()).code(),
        finish(product, scalars));
  }

  private CodeBlock finish(Kernel.Matmul kernel, ScalarWriter scalars) {
    return kernel.epilogue().isNone()
        ? CodeBlock.of("$L", kernel.mode() == Kernel.Mode.ADD)
        : epilogue(kernel, scalars);
  }

  private CodeBlock epilogue(Kernel.Matmul kernel, ScalarWriter scalars) {
    Index within = kernel.result().start();
    String offset = within.equals(Index.ZERO) ? "" : scalars.write(within).code();
    CodeBlock epilogue = epilogue(kernel.epilogue(), offset);
    return kernel.isAlongRows() ? CodeBlock.of("$L.alongRows()", epilogue) : epilogue;
  }

  /**
   * @param offset of the result's first element in its memory, empty if zero
   */
  private CodeBlock epilogue(Epilogue epilogue, String offset) {
    CodeBlock.Builder text = CodeBlock.builder().add("$T.of()", RuntimeTypes.EPILOGUE);
    epilogue.scale().ifPresent(vector -> text.add(".scale($L)", vector(vector)));
    epilogue.shift().ifPresent(vector -> text.add(".shift($L)", vector(vector)));
    epilogue
        .added()
        .ifPresent(
            value -> {
              KernelNames.Operand operand = names.operand(value);
              String start = offset.isEmpty() ? operand.start() : plus(operand.start(), offset);
              text.add(".add($L, $L)", operand.array(), start);
            });
    if (epilogue.low() != Double.NEGATIVE_INFINITY) {
      text.add(".atLeast($L)", Literals.of(ElementType.FLOAT, epilogue.low()).code());
    }
    if (epilogue.high() != Double.POSITIVE_INFINITY) {
      text.add(".atMost($L)", Literals.of(ElementType.FLOAT, epilogue.high()).code());
    }
    return text.build();
  }

  private String vector(Epilogue.Vector vector) {
    KernelNames.Operand operand = names.operand(vector.value());
    String start = operand.start();
    if (!vector.start().is(0)) {
      start = plus(start, names.size(vector.start()).code());
    }
    return operand.array() + ", " + start;
  }

  private String matrix(Kernel.Matrix matrix, ScalarWriter scalars) {
    return matrix(matrix, start(matrix, scalars));
  }

  String matrix(Kernel.Matrix matrix, String start) {
    return String.join(
        ", ",
        names.operand(matrix.value()).array(),
        start,
        names.size(matrix.row()).code(),
        names.size(matrix.column()).code());
  }

  String start(Kernel.Matrix matrix, ScalarWriter scalars) {
    String start = names.operand(matrix.value()).start();
    Index within = matrix.start();
    return within.equals(Index.ZERO) ? start : plus(start, scalars.write(within).code());
  }

  @Override
  public KernelBody convolution(Kernel.Convolution kernel) {
    String geometry =
        kernel
            .pool()
            .map(pool -> poolings.name(pool.height(), pool.width()))
            .map(pooling -> convolutions.name(kernel.geometry(), pooling))
            .orElseGet(() -> convolution(kernel, names.size(kernel.samples()).code()));
    String samples = names.size(kernel.samples()).code();
    String image = dense(kernel.image());
    String weights = dense(kernel.weights());
    String output =
        dense(kernel.output())
            + kernel
                .places()
                .map(value -> ", " + dense(new Kernel.Convolution.Dense(value, Dim.ZERO)))
                .orElse("");
    switch (kernel.kind()) {
      case FORWARD ->
          code.addStatement(
              "Convolutions.$L.forward(from, to, $L, $L, $L$L)",
              geometry,
              image,
              weights,
              output,
              kernel.epilogue().isNone()
                  ? ""
                  : CodeBlock.of(", $L", epilogue(kernel.epilogue(), "")));
      case IMAGE_GRADIENT ->
          code.addStatement(
              "Convolutions.$L.backwardData(from, to, $L, $L, $L)",
              geometry,
              output,
              weights,
              image);
      case WEIGHT_GRADIENT ->
          code.addStatement(
              "Convolutions.$L.backwardWeight(from, to, $L, $L, $L, $L, $L)",
              geometry,
              samples,
              image,
              output,
              weights,
              kernel.mode() == Kernel.Mode.ADD);
    }
    String routine =
        "Convolutions."
            + geometry
            + switch (kernel.kind()) {
              case FORWARD -> ".forward";
              case IMAGE_GRADIENT -> ".backwardData";
              case WEIGHT_GRADIENT -> ".backwardWeight";
            };
    Partition partition =
        new Partition(routine + "Units(" + samples + ")", routine + "Chunk(" + samples + ")");
    return new KernelBody(code.build(), Optional.of(partition));
  }

  /** The quickest for so many samples. */
  private String convolution(Kernel.Convolution kernel, String samples) {
    return WinogradCost.leastSamples(kernel)
        .map(
            least ->
                convolutions.winograd(kernel.geometry(), least)
                    + (least > 1 ? ".over(" + samples + ")" : ""))
        .orElseGet(() -> convolutions.name(kernel.geometry()));
  }

  @Override
  public KernelBody pool(Kernel.Pool kernel) {
    String image = dense(kernel.image());
    String output = dense(kernel.output());
    String places =
        kernel
            .places()
            .map(value -> ", " + dense(new Kernel.Convolution.Dense(value, Dim.ZERO)))
            .orElse("");
    String routine =
        switch (kernel.operation()) {
          case MAX -> "max";
          case MAX_GRADIENT -> "maxBackward";
          case SUM -> "sum";
          case SUM_GRADIENT -> "sumBackward";
        };
    code.addStatement(
        "Poolings.$L.$L(from, to, $L)",
        poolings.name(kernel.height(), kernel.width()),
        routine,
        kernel.isForward() ? image + ", " + output + places : output + places + ", " + image);
    long cost = 2L * kernel.height().size() * kernel.width().size();
    return new KernelBody(
        code.build(),
        Optional.of(
            new Partition(names.size(kernel.images()).code(), Long.toString(Cost.chunk(cost)))));
  }

  private String dense(Kernel.Convolution.Dense dense) {
    String start = names.operand(dense.value()).start();
    if (!dense.start().is(0)) {
      start = plus(start, names.size(dense.start()).code());
    }
    return names.operand(dense.value()).array() + ", " + start;
  }
}
