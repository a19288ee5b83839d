package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.ScatterAdd;
import dev.netc.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Additions to computed places, in one go through all movements between them: what flows back
 * through a max pool is a {@link ScatterAdd} within each window, reshaped, under an {@link
 * Move.OverlapAdd} of the windows.
 *
 * @param chain the ops from the result inwards, the last of which takes the elements that are added
 */
record ScatterForm(Peeled peeled, List<Value> chain) implements Form {

  static Optional<ScatterForm> of(Value result, Uses uses) {
    Peeled peeled = Peeled.of(result, uses);
    if (!scatters(peeled.core())) {
      return Optional.empty();
    }
    List<Value> chain = new ArrayList<>(List.of(peeled.core()));
    if (peeled.core().op() instanceof Move.OverlapAdd) {
      // What scatters into the windows can as well scatter through them; they then need no memory.
      List<Value> between = new ArrayList<>();
      Value next = peeled.core().operand(0);
      while (next.op() instanceof Move.Reshape || next.op() instanceof Move.Transpose) {
        between.add(next);
        next = next.operand(0);
      }
      between.add(next);
      if (next.op() instanceof ScatterAdd && between.stream().allMatch(uses::once)) {
        chain.addAll(between);
      }
    }
    return Optional.of(new ScatterForm(peeled, List.copyOf(chain)));
  }

  /** Whether a value can only be computed by adding to it. */
  static boolean scatters(Value value) {
    return value.op() instanceof ScatterAdd || value.op() instanceof Move.OverlapAdd;
  }

  @Override
  public List<Value> needs() {
    return List.of();
  }

  @Override
  public List<Value> takes() {
    List<Value> taken = new ArrayList<>();
    taken.add(source());
    for (Value link : chain) {
      if (link.op() instanceof ScatterAdd) {
        taken.add(link.operand(1));
      }
    }
    return taken;
  }

  /** What is added. */
  private Value source() {
    return chain.get(chain.size() - 1).operand(0);
  }

  @Override
  public Set<Value> absorbs() {
    Set<Value> absorbed = new HashSet<>(peeled.around());
    absorbed.addAll(chain);
    absorbed.remove(peeled.result());
    return absorbed;
  }

  @Override
  public Kernel.Scatter build(Set<Value> stored) {
    ExpressionBuilder builder = new ExpressionBuilder(stored);
    List<Axis> axes = builder.axes(source().shape());
    Expression element = builder.at(source(), ExpressionBuilder.counters(axes));
    List<Index> at = ExpressionBuilder.counters(axes);
    Deque<Value> outwards = new ArrayDeque<>(chain);
    while (!outwards.isEmpty()) {
      at = moved(outwards.removeLast(), at, builder);
    }
    int parallel = 0;
    while (parallel < Math.min(axes.size(), at.size())
        && at.get(parallel).is(axes.get(parallel))
        && axes.get(parallel).extent().equals(peeled.core().dim(parallel))) {
      parallel++;
    }
    Kernel.Store store =
        new Kernel.Store(peeled.result(), Index.linear(at, peeled.core().shape()), element);
    Dim block = peeled.core().shape().dims().stream().skip(parallel).reduce(Dim.ONE, Dim::times);
    return new Kernel.Scatter(axes, parallel, block, store, peeled.mode(), reads(store));
  }

  /** Where the element of an op's operand goes in its result. */
  static List<Index> moved(Value link, List<Index> at, ExpressionBuilder builder) {
    Op op = link.op();
    if (op instanceof ScatterAdd scatter) {
      List<Index> to = new ArrayList<>(at);
      to.set(scatter.axis(), builder.position(link, link.operand(1), at, scatter.extent()));
      return to;
    } else if (op instanceof Move.OverlapAdd overlap) {
      return Placement.source(overlap.window(), at);
    } else if (op instanceof Move.Transpose transpose) {
      return transpose.permutation().stream().map(at::get).toList();
    }
    return Index.linear(at, link.operand(0).shape()).delinear(link.shape());
  }

  private static List<Value> reads(Kernel.Store store) {
    Set<Value> reads = new LinkedHashSet<>();
    for (Expression read : Parts.reads(store.at())) {
      Expressions.loads(read, load -> reads.add(load.value()));
    }
    Expressions.loads(store.element(), load -> reads.add(load.value()));
    return List.copyOf(reads);
  }
}
