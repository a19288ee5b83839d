package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Map;

/**
 * The kernels of a graph by phase, each after those whose results it reads.
 *
 * @param aliases for each value that leaves the graph as a reshape of a stored value, that value
 */
public record Schedule(Graph graph, List<Step> steps, Map<Value, Value> aliases) {
  /** A kernel in its phase. */
  public record Step(Phase phase, Kernel kernel) {}

  public Schedule {
    steps = List.copyOf(steps);
    aliases = Map.copyOf(aliases);
  }

  /** The stored value that holds what leaves the graph as {@code output}. */
  public Value stored(Graph.Output output) {
    return aliases.getOrDefault(output.value(), output.value());
  }
}
