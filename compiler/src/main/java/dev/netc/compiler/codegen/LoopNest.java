package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens and closes the loops of kernels' methods, and reads before them what they do not change.
 */
final class LoopNest {
  /**
   * An inner loop of this many iterations makes up for the divisions that split the counter of the
   * outer ones.
   */
  private static final long WIDE = 32;

  private final CodeBlock.Builder code;
  private final KernelNames names;

  LoopNest(CodeBlock.Builder code, KernelNames names) {
    this.code = code;
    this.names = names;
  }

  /**
   * Reads what does not change in the loops to come. C2 would have to know that the arrays differ
   * to do so, and does not vectorise otherwise.
   */
  static void hoist(Kernel.Loop kernel, List<Axis> loops, ScalarWriter scalars) {
    for (Kernel.Store store : kernel.stores()) {
      Invariants.loads(store.element(), loops).forEach(scalars::declare);
    }
  }

  /**
   * How many of the first axes are run as one loop that is cut into chunks; the others are nested
   * in it.
   */
  static int outer(List<Axis> axes) {
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

  void closeOuter(Optional<Partition> partition) {
    if (partition.isPresent()) {
      code.endControlFlow();
    }
  }
}
