package dev.netc.compiler.ir;

import java.util.Map;

/** What the {@link Interpreter} found: the elements of every value of a graph. */
public final class Evaluation {
  private final Graph graph;
  private final Map<Value, DoubleTensor> results;

  Evaluation(Graph graph, Map<Value, DoubleTensor> results) {
    this.graph = graph;
    this.results = results;
  }

  /** The elements of a value of the graph. */
  public DoubleTensor of(Value value) {
    DoubleTensor result = results.get(value);
    if (result == null) {
      throw new IllegalArgumentException(value + " is not in the graph");
    }
    return result;
  }

  /** The elements of the output of a kind and name. */
  public DoubleTensor output(Graph.Result kind, String name) {
    return of(
        graph
            .output(kind, name)
            .orElseThrow(() -> new IllegalArgumentException("no output " + kind + " " + name)));
  }
}
