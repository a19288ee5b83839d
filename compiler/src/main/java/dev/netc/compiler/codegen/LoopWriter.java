package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.ProductSum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes loops element by element, and those over sums of columns. */
final class LoopWriter {
  /** With fewer columns they are summed one by one. */
  private static final long FEW_COLUMNS = 8;

  /** The elements of an inner loop that make vectors worth their while. */
  private static final long LONG = 32;

  /** The columns that are summed together. */
  private static final long COLUMNS = 64;

  private final CodeBlock.Builder code;
  private final KernelNames names;
  private final LoopNest nest;

  LoopWriter(CodeBlock.Builder code, KernelNames names) {
    this.code = code;
    this.names = names;
    this.nest = new LoopNest(code, names);
  }

  KernelBody write(Kernel.Loop kernel) {
    List<ProductSum> sums = columnSums(kernel);
    return sums.isEmpty() ? elements(kernel) : columns(kernel, sums);
  }

  private KernelBody elements(Kernel.Loop kernel) {
    ScalarWriter scalars = new ScalarWriter(code, names);
    long cost = 0;
    boolean plain = true;
    for (Kernel.Store store : kernel.stores()) {
      scalars.announce(store.element());
      cost += 1 + Cost.of(store.element());
      plain &= Cost.isPlain(store.element());
    }
    int outer = LoopNest.outer(kernel.axes());
    List<Axis> inner = kernel.axes().subList(outer, kernel.axes().size());
    if (plain && (inner.isEmpty() || Cost.product(inner) >= LONG)) {
      cost = Math.max(1, cost / Cost.IN_VECTORS);
    }
    LoopNest.hoist(kernel, kernel.axes(), scalars);
    Optional<Partition> partition =
        nest.openOuter(kernel.axes().subList(0, outer), cost * Cost.product(inner));
    openHoisting(kernel, inner, scalars);
    store(kernel, scalars);
    for (Axis axis : inner) {
      scalars.close(List.of(axis));
    }
    nest.closeOuter(partition);
    return new KernelBody(code.build(), partition);
  }

  /** Writes what a loop stores at the place where it is. */
  void store(Kernel.Loop kernel, ScalarWriter scalars) {
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
    LoopNest.hoist(kernel, kernel.axes(), scalars);
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
        alone ? Optional.empty() : nest.openOuter(outer, cost * Cost.estimate(column.extent()));
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
      partition = nest.openOuter(List.of(column), cost);
    } else {
      scalars.open(List.of(column));
    }
    store(kernel, scalars);
    if (!alone) {
      scalars.close(List.of(column));
    }
    nest.closeOuter(partition);
    return new KernelBody(code.build(), alone ? partition.map(LoopWriter::wide) : partition);
  }

  /** Cut where vectors of columns end. */
  private static Partition wide(Partition partition) {
    long chunk = Long.parseLong(partition.chunk());
    return new Partition(
        partition.count(), Long.toString((chunk + COLUMNS - 1) / COLUMNS * COLUMNS));
  }

  private void openHoisting(Kernel.Loop kernel, List<Axis> inner, ScalarWriter scalars) {
    for (int axis = 0; axis < inner.size(); axis++) {
      LoopNest.hoist(kernel, inner.subList(axis, inner.size()), scalars);
      scalars.open(inner.subList(axis, axis + 1));
    }
  }
}
