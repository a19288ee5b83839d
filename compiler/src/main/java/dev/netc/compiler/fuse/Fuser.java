package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a graph into kernels: few and large ones, that read and write memory as seldom as it goes.
 */
public final class Fuser {
  private final Graph graph;
  private final Storage storage;
  private final RowMerger rowMerger;

  private Fuser(Graph graph) {
    this.graph = graph;
    this.storage = Storage.of(graph);
    this.rowMerger = new RowMerger(storage.stored());
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
    return Triangles.found(StepOrder.early(withoutUnusedStores(steps)));
  }

  private List<Kernel> merged(List<Kernel> kernels) {
    List<Kernel> loops = KernelMerger.merged(kernels, new LoopMerger(storage.stored()));
    return KernelMerger.merged(KernelMerger.merged(loops, rowMerger), new TileMerger());
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
      } else if (step.kernel() instanceof Kernel.Rows rows) {
        result.add(new Schedule.Step(step.phase(), rowMerger.finished(rows, used)));
      } else if (step.kernel() instanceof Kernel.Tiles tiles) {
        TileMerger.finished(tiles, used, rowMerger)
            .forEach(kernel -> result.add(new Schedule.Step(step.phase(), kernel)));
      } else {
        result.add(step);
      }
    }
    return result;
  }
}
