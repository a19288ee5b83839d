package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Kernel;

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
  public KernelBody turn(Kernel.Turn kernel) {
    return routines.turn(kernel);
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
    return new ScatterWriter(code, names, nest).write(kernel);
  }
}
