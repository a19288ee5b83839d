package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs kernels that nobody waits for as soon as they can be run. On the way back those are the
 * gradients of parameters: each is the last to read the gradient that it is made of, which is still
 * in a cache right after it was computed, and whose memory is free then. In the order of the graph
 * they would come after everything else, and all of those gradients be kept until then.
 */
final class StepOrder {
  private StepOrder() {}

  /** The same steps; those of the ways back in such an order. */
  static List<Schedule.Step> early(List<Schedule.Step> steps) {
    Set<Value> read = new HashSet<>();
    steps.forEach(step -> read.addAll(step.kernel().reads()));
    Map<Value, Integer> writers = new HashMap<>();
    List<List<Schedule.Step>> behind = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Schedule.Step step = steps.get(i);
      behind.add(new ArrayList<>());
      int at = i;
      if (isBackward(step.phase()) && step.kernel().results().stream().noneMatch(read::contains)) {
        at = latest(step, steps, writers, i);
      }
      behind.get(at).add(step);
      for (Value result : step.kernel().results()) {
        writers.put(result, i);
      }
    }
    return behind.stream().flatMap(List::stream).toList();
  }

  private static boolean isBackward(Phase phase) {
    return phase == Phase.BACKWARD || phase == Phase.BACKWARD_FROM_UPSTREAM;
  }

  /** The last step of the same phase whose results a step reads, or else itself. */
  private static int latest(
      Schedule.Step step, List<Schedule.Step> steps, Map<Value, Integer> writers, int self) {
    int latest = -1;
    for (Value value : step.kernel().reads()) {
      int writer = writers.getOrDefault(value, -1);
      if (writer >= 0 && steps.get(writer).phase() == step.phase()) {
        latest = Math.max(latest, writer);
      }
    }
    return latest < 0 ? self : latest;
  }
}
