package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Turns a graph into kernels: few and large ones, that read and write memory as seldom as it goes.
 */
public final class Fuser {
  /** Enough for every optimizer, and far from the size at which the JIT gives a method up. */
  private static final int MOST_EXPRESSIONS = 120;

  private final Graph graph;
  private final Storage storage;

  private Fuser(Graph graph) {
    this.graph = graph;
    this.storage = Storage.of(graph);
  }

  public static Schedule fuse(Graph graph) {
    Fuser fuser = new Fuser(graph);
    return new Schedule(graph, fuser.steps(), fuser.storage.aliases());
  }

  private List<Schedule.Step> steps() {
    Phases phases = new Phases(graph);
    Map<Phase, List<Kernel>> kernels = new EnumMap<>(Phase.class);
    for (Value value : graph.values()) {
      Form form = storage.forms().get(value);
      if (form != null) {
        Kernel kernel = form.build(storage.stored());
        Phase first = Collections.min(kernel.results().stream().map(phases::of).toList());
        kernels.computeIfAbsent(first, phase -> new ArrayList<>()).add(kernel);
      }
    }
    List<Schedule.Step> steps = new ArrayList<>();
    kernels.forEach(
        (phase, list) ->
            merged(list).forEach(kernel -> steps.add(new Schedule.Step(phase, kernel))));
    return withoutUnusedStores(steps);
  }

  /** Drops what a merged loop stores and nobody else reads. */
  private List<Schedule.Step> withoutUnusedStores(List<Schedule.Step> steps) {
    Set<Value> used = new HashSet<>();
    graph.outputs().forEach(output -> used.add(output.value()));
    used.addAll(storage.aliases().values());
    steps.forEach(step -> used.addAll(step.kernel().reads()));
    List<Schedule.Step> result = new ArrayList<>();
    for (Schedule.Step step : steps) {
      if (step.kernel() instanceof Kernel.Loop loop) {
        List<Kernel.Store> stores =
            loop.stores().stream().filter(store -> used.contains(store.value())).toList();
        Kernel.Loop needed = new Kernel.Loop(loop.axes(), stores, loop.reads());
        result.add(new Schedule.Step(step.phase(), Blocking.styled(needed)));
      } else {
        result.add(step);
      }
    }
    return result;
  }

  /**
   * Loops over the same elements become one, if the second uses the first's results at the same
   * place only and nothing between them uses those.
   */
  private List<Kernel> merged(List<Kernel> kernels) {
    List<Kernel> result = new ArrayList<>();
    Set<Value> stored = new HashSet<>(storage.stored());
    for (Kernel kernel : kernels) {
      Kernel grown = kernel;
      while (grown instanceof Kernel.Loop loop) {
        OptionalInt partner = partner(result, loop);
        if (partner.isEmpty()) {
          break;
        }
        Kernel.Loop both = both(result.get(partner.getAsInt()), loop, stored);
        if (!Blocking.isCheap(both)) {
          break;
        }
        result.remove(partner.getAsInt());
        grown = both;
      }
      result.add(grown);
    }
    return result;
  }

  private static Kernel.Loop both(Kernel first, Kernel second, Set<Value> stored) {
    List<Value> values = new ArrayList<>(first.results());
    values.addAll(second.results());
    // Within the loop they are computed, everywhere else they are read.
    values.forEach(stored::remove);
    Kernel.Loop loop = LoopForm.loop(values, stored);
    stored.addAll(values);
    return loop;
  }

  private static final int FARTHEST_PARTNER = 8;

  private static OptionalInt partner(List<Kernel> kernels, Kernel.Loop second) {
    Set<Value> readBetween = new HashSet<>();
    int last = kernels.size() - 1;
    for (int i = last; i >= Math.max(0, last - FARTHEST_PARTNER); i--) {
      if (kernels.get(i) instanceof Kernel.Loop first
          && first.results().stream().noneMatch(readBetween::contains)
          && fits(first, second)) {
        return OptionalInt.of(i);
      }
      readBetween.addAll(kernels.get(i).reads());
    }
    return OptionalInt.empty();
  }

  private static boolean fits(Kernel.Loop first, Kernel.Loop second) {
    if (second.reads().stream().noneMatch(first.results()::contains)
        || !elements(first).equals(elements(second))
        || size(first) + size(second) > MOST_EXPRESSIONS) {
      return false;
    }
    Index place = place(second);
    List<Expression.Load> elsewhere = new ArrayList<>();
    for (Kernel.Store store : second.stores()) {
      Expressions.loads(
          store.element(),
          load -> {
            if (first.results().contains(load.value()) && !load.at().equals(place)) {
              elsewhere.add(load);
            }
          });
    }
    return elsewhere.isEmpty();
  }

  private static int size(Kernel.Loop loop) {
    int[] count = {0};
    loop.stores().forEach(store -> Expressions.forEach(store.element(), part -> count[0]++));
    return count[0];
  }

  private static Dim elements(Kernel.Loop loop) {
    return space(loop).elements();
  }

  /** The row-major position in what a loop goes over. */
  private static Index place(Kernel.Loop loop) {
    return Index.linear(ExpressionBuilder.counters(loop.axes()), space(loop));
  }

  private static Shape space(Kernel.Loop loop) {
    return new Shape(loop.axes().stream().map(Axis::extent).toList());
  }
}
