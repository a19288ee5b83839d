package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes the inside of kernels' methods. */
final class KernelWriter implements Kernel.Visitor<KernelBody> {
  private final CodeBlock.Builder code = CodeBlock.builder();
  private final KernelNames names;
  private final LoopNest nest;
  private final LoopWriter loops;
  private final RowsWriter rows;
  private final RoutineWriter routines;

  KernelWriter(KernelNames names, ConvolutionConstants convolutions, PoolingConstants poolings) {
    this.names = names;
    this.nest = new LoopNest(code, names);
    this.loops = new LoopWriter(code, names);
    this.rows = new RowsWriter(code, names);
    this.routines = new RoutineWriter(code, names, convolutions, poolings);
  }

  @Override
  public KernelBody rounds(Kernel.Rounds kernel) {
    throw new IllegalStateException("rounds are run by the program: " + kernel.result());
  }

  @Override
  public KernelBody loop(Kernel.Loop kernel) {
    return kernel.style() == Kernel.Style.BLOCKS ? rows.blocks(kernel) : loops.write(kernel);
  }

  @Override
  public KernelBody rows(Kernel.Rows kernel) {
    return rows.rows(kernel);
  }

  @Override
  public KernelBody tiles(Kernel.Tiles kernel) {
    return new TilesWriter(code, names, rows, routines).write(kernel);
  }

  @Override
  public KernelBody matmul(Kernel.Matmul kernel) {
    return routines.matmul(kernel);
  }

  @Override
  public KernelBody convolution(Kernel.Convolution kernel) {
    return routines.convolution(kernel);
  }

  @Override
  public KernelBody pool(Kernel.Pool kernel) {
    return routines.pool(kernel);
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
    Optional<Partition> partition = nest.openOuter(outer, cost);
    scalars.open(inner);
    Text target = scalars.write(kernel.store().at());
    Text element = scalars.write(kernel.store().element());
    boolean bool = kernel.store().element().type() == ElementType.BOOL;
    code.addStatement("$L $L $L", result.element(target), bool ? "|=" : "+=", element.code());
    scalars.close(inner);
    nest.closeOuter(partition);
    return new KernelBody(code.build(), partition);
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
