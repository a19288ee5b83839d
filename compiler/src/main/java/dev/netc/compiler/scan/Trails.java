package dev.netc.compiler.scan;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;

/**
 * Has what rounds hand on lie where the next ones read it, if it is kept anyway: see {@link
 * Scan.Layout}. The last pass, as others want parts of a result that do not overlap.
 */
final class Trails {
  private Trails() {}

  static Graph lay(Graph graph) {
    return ScanRewriter.rewrite(
        graph,
        site -> {
          Scan op = site.op().withBody(lay(site.op().body())).withLayout(Scan.Layout.TRAILS);
          Value scan = site.builder().add(op, site.operands());
          return ScanResults.of(site.builder(), scan);
        });
  }
}
