package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Blocking;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Index;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes additions to computed places: row by row where whole rows are added, else one by one. */
final class ScatterWriter {
  /** With fewer elements in a row a call costs what it saves. */
  private static final long LONG_ROW = 32;

  private final CodeBlock.Builder code;
  private final KernelNames names;
  private final LoopNest nest;

  ScatterWriter(CodeBlock.Builder code, KernelNames names, LoopNest nest) {
    this.code = code;
    this.names = names;
    this.nest = nest;
  }

  KernelBody write(Kernel.Scatter kernel) {
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
    Optional<Partition> partition = nest.openOuter(outer, cost);
    Optional<Expression.Load> row = row(kernel, inner);
    if (row.isPresent()) {
      addRow(kernel, row.get(), inner, scalars);
      nest.closeOuter(partition);
      return new KernelBody(code.build(), partition);
    }
    scalars.open(inner);
    Text target = scalars.write(kernel.store().at());
    Text element = scalars.write(kernel.store().element());
    boolean bool = kernel.store().element().type() == ElementType.BOOL;
    code.addStatement("$L $L $L", result.element(target), bool ? "|=" : "+=", element.code());
    scalars.close(inner);
    nest.closeOuter(partition);
    return new KernelBody(code.build(), partition);
  }

  /** What is added, if whole rows of it are: the place of a row is found once for all of it. */
  private static Optional<Expression.Load> row(Kernel.Scatter kernel, List<Axis> inner) {
    if (inner.isEmpty()
        || !(kernel.store().element() instanceof Expression.Load load)
        || load.type() != ElementType.FLOAT) {
      return Optional.empty();
    }
    Axis run = inner.get(inner.size() - 1);
    boolean isLong = !run.extent().isConstant() || run.extent().constant() >= LONG_ROW;
    return isLong && isRow(kernel.store().at(), run) && isRow(load.at(), run)
        ? Optional.of(load)
        : Optional.empty();
  }

  private static boolean isRow(Index at, Axis run) {
    Blocking blocking = new Blocking(run);
    Index start = blocking.start(at);
    return blocking.stride(at).is(1)
        && !start.contains(
            atom -> atom instanceof Index.Counter counter && counter.axis().equals(run))
        && Expressions.reads(start).stream().noneMatch(blocking::varies);
  }

  private void addRow(
      Kernel.Scatter kernel, Expression.Load row, List<Axis> inner, ScalarWriter scalars) {
    Axis run = inner.get(inner.size() - 1);
    List<Axis> others = inner.subList(0, inner.size() - 1);
    Blocking blocking = new Blocking(run);
    KernelNames.Operand result = names.operand(kernel.store().value());
    KernelNames.Operand added = names.operand(row.value());
    scalars.open(others);
    String at = names.variable("row");
    String start = scalars.write(blocking.start(kernel.store().at())).code();
    code.addStatement("int $L = $L", at, from(result, start));
    code.addStatement(
        "$1T.add($2L, $3L, $4L, $5L, $2L, $3L, $6L)",
        RuntimeTypes.BLOCKS,
        result.array(),
        at,
        added.array(),
        from(added, scalars.write(blocking.start(row.at())).code()),
        names.size(run.extent()).code());
    scalars.close(others);
  }

  private static String from(KernelNames.Operand operand, String position) {
    return operand.start().equals("0") ? position : operand.start() + " + " + position;
  }

  private void clear(KernelNames.Operand result, Dim block, boolean parallel) {
    Text size = names.size(block);
    String from =
        parallel ? Text.plus(result.start(), "from * " + size.within(Text.PREFIX)) : result.start();
    String to =
        Text.plus(result.start(), parallel ? "to * " + size.within(Text.PREFIX) : size.code());
    code.addStatement("$T.fill($L, $L, $L, 0)", Arrays.class, result.array(), from, to);
  }
}
