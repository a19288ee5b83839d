package dev.netc.compiler.fuse;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One loop nest over the elements of a value: right for every value but those that scatter. Where
 * equal parts are concatenated, it goes over the elements of one and computes those of all.
 */
record LoopForm(Value result) implements Form {
  /** More parts would make the method too large. */
  private static final int MOST_PARTS = 8;

  @Override
  public List<Value> needs() {
    return List.of();
  }

  @Override
  public List<Value> takes() {
    return result.operands();
  }

  @Override
  public Set<Value> absorbs() {
    return Set.of();
  }

  @Override
  public Kernel.Loop build(Set<Value> stored) {
    return loop(List.of(result), stored);
  }

  /**
   * One loop nest for values of equally many elements, each of which may use those before it, at
   * the same place only. Neighbouring axes become one wherever that costs no division.
   */
  static Kernel.Loop loop(List<Value> results, Set<Value> stored) {
    List<Dim> dims = space(results.get(0)).dims();
    if (dims.size() < 2) {
      return loop(results, stored, new Shape(dims));
    }
    Dim elements = dims.stream().reduce(Dim.ONE, Dim::times);
    Kernel.Loop flat = loop(results, stored, new Shape(List.of(elements)));
    if (divisions(flat) == 0) {
      return flat;
    }
    Kernel.@Nullable Loop best = null;
    int fewest = 0;
    for (int axis = dims.size() - 1; axis > 0; axis--) {
      List<Dim> merged = new ArrayList<>(dims);
      merged.set(axis - 1, dims.get(axis - 1).times(merged.remove(axis)));
      Kernel.Loop candidate = merged.size() == 1 ? flat : loop(results, stored, new Shape(merged));
      int divisions = divisions(candidate);
      if (best == null && divisions > 0) {
        // Mostly a candidate without divisions comes first, which need not be compared.
        best = loop(results, stored, new Shape(dims));
        fewest = divisions(best);
      }
      if (best == null || divisions <= fewest) {
        best = candidate;
        fewest = divisions;
        dims = merged;
      }
    }
    return requireNonNull(best);
  }

  /**
   * A loop over rows and over a part of each, or over rows only.
   *
   * @param rows the first dims of the space
   * @param locals values of which only one row is kept, or one number
   */
  static Kernel.Loop loop(
      List<Value> results, Set<Value> stored, Shape space, Shape rows, Set<Value> locals) {
    ExpressionBuilder builder = new ExpressionBuilder(stored);
    List<Axis> axes = builder.axes(space);
    Index row = Index.linear(ExpressionBuilder.counters(axes.subList(0, rows.rank())), rows);
    for (Value local : locals) {
      Dim length = local.shape().elements().dividedExactlyBy(rows.elements()).orElseThrow();
      builder.keep(local, row.times(length));
    }
    return loop(results, builder, axes, space);
  }

  private static Kernel.Loop loop(List<Value> results, Set<Value> stored, Shape space) {
    ExpressionBuilder builder = new ExpressionBuilder(stored);
    return loop(results, builder, builder.axes(space), space);
  }

  private static Kernel.Loop loop(
      List<Value> results, ExpressionBuilder builder, List<Axis> axes, Shape space) {
    Index at = Index.linear(ExpressionBuilder.counters(axes), space);
    List<Kernel.Store> stores = new ArrayList<>();
    for (Value result : results) {
      List<Index> indices =
          space(result).equals(space)
              ? ExpressionBuilder.counters(axes)
              : at.delinear(space(result));
      if (hasEqualParts(result)) {
        stores.addAll(parts(result, indices, builder));
      } else {
        Expression element = builder.computed(result, indices);
        stores.add(new Kernel.Store(result, builder.kept(result, at), element));
      }
    }
    Set<Value> reads = new LinkedHashSet<>();
    stores.forEach(store -> Expressions.loads(store.element(), load -> reads.add(load.value())));
    return new Kernel.Loop(axes, stores, List.copyOf(reads));
  }

  /** What a loop that computes a value goes over. */
  private static Shape space(Value value) {
    return hasEqualParts(value) ? value.operand(0).shape() : value.shape();
  }

  static boolean hasEqualParts(Value value) {
    return value.op() instanceof Move.Concat
        && value.operands().size() <= MOST_PARTS
        && value.operands().stream()
            .allMatch(part -> part.shape().equals(value.operand(0).shape()));
  }

  private static List<Kernel.Store> parts(
      Value value, List<Index> indices, ExpressionBuilder builder) {
    int axis = ((Move.Concat) value.op()).axis();
    List<Kernel.Store> stores = new ArrayList<>();
    Dim start = Dim.ZERO;
    for (Value part : value.operands()) {
      List<Index> place = new ArrayList<>(indices);
      place.set(axis, indices.get(axis).plus(Index.of(start)));
      Index at = Index.linear(place, value.shape());
      stores.add(new Kernel.Store(value, at, builder.at(part, indices)));
      start = start.plus(part.dim(axis));
    }
    return stores;
  }

  static int divisions(Kernel.Loop loop) {
    int sum = 0;
    for (Kernel.Store store : loop.stores()) {
      sum += Expressions.divisions(store.element());
      sum += Expressions.divisions(new Expression.Load(store.value(), store.at()));
    }
    return sum;
  }
}
