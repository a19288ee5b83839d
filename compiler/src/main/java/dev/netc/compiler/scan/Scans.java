package dev.netc.compiler.scan;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Verifier;
import dev.netc.compiler.simplify.Simplifier;

/** Simplifies a graph and leaves in its scans only what has to be done round by round. */
public final class Scans {
  private Scans() {}

  /** The graph of the same outputs. A graph without scans is simplified and no more. */
  public static Graph simplify(Graph graph) {
    if (graph.values().stream().noneMatch(value -> value.op() instanceof Scan)) {
      return Simplifier.simplify(graph);
    }
    // Before rules change them, equal rounds of two scans are easily told.
    Graph shared = SharedRounds.share(graph);
    Graph hoisted = Hoisting.hoist(Simplifier.simplify(shared));
    Graph joined = JoinedProducts.join(Simplifier.simplify(hoisted));
    Graph result = Trails.lay(RightOperands.arrange(joined));
    assert Verifier.accepts(result);
    return result;
  }
}
