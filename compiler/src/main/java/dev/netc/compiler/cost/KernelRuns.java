package dev.netc.compiler.cost;

import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel of a program, and how often a call of the program runs it: once, or once for each round
 * of the sequences that it is part of.
 */
public record KernelRuns(KernelCost each, Dim runs) {
  /** The kernels of a phase in the order in which they run, those of sequences among them. */
  public static List<KernelRuns> of(Plan plan, Phase phase) {
    List<KernelRuns> all = new ArrayList<>();
    collect(plan.steps(phase), Dim.ONE, all);
    return all;
  }

  private static void collect(List<Schedule.Step> steps, Dim runs, List<KernelRuns> all) {
    for (Schedule.Step step : steps) {
      if (step.kernel() instanceof Kernel.Rounds rounds) {
        Dim length = rounds.result().operand(rounds.scan().carries()).dim(0);
        collect(rounds.body().steps(), runs.times(length), all);
      } else {
        all.add(new KernelRuns(KernelCost.of(step.kernel()), runs));
      }
    }
  }

  /** The arithmetic of all runs. */
  public Dim operations() {
    return each.operations().times(runs);
  }

  /** The bytes of all runs. */
  public Dim bytes() {
    return each.bytes().times(runs);
  }
}
