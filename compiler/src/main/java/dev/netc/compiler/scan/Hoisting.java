package dev.netc.compiler.scan;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves in a scan what the next rounds depend on, and drops what nobody reads.
 *
 * <ul>
 *   <li>Products and other costly things of what the rounds get from sequences are made before the
 *       scan, for all rounds at once.
 *   <li>Products that are only yielded are made behind it, of what it yields in their place.
 *   <li>Sums over rounds, such as the gradients of weights, are made behind it: a sum of products
 *       is one product, which sums over the rounds too.
 * </ul>
 */
final class Hoisting {
  private final GraphBuilder b;
  private final Scan op;
  private final Needs needs;
  private final Assembly assembly;
  private final AllRounds outside;
  private final Set<Value> hoisted = new HashSet<>();
  private final Set<Value> requested = new HashSet<>();
  private final Set<Value> yields = new LinkedHashSet<>();

  private Hoisting(ScanRewriter.Site site) {
    this.b = site.builder();
    Graph body = hoist(KnownItems.replace(site.op(), site.operands()));
    this.op = site.op().withBody(body);
    this.needs = new Needs(op, site.reads());
    this.assembly = new Assembly(b, site.scan(), op, site.operands());
    this.outside = new AllRounds(b, site.operands().get(op.carries()).dim(0));
    for (int i = op.carries(); i < body.inputs().size(); i++) {
      boolean item = i < op.carries() + op.sequences();
      outside.put(body.inputs().get(i), site.operands().get(i), item);
    }
  }

  /** The graph with less in its scans, and in the scans within those. */
  static Graph hoist(Graph graph) {
    return ScanRewriter.rewrite(graph, site -> new Hoisting(site).results(site.operands()));
  }

  private ScanResults results(List<Value> operands) {
    for (Value value : op.body().values()) {
      if (!needs.isIndependent(value)) {
        value.operands().forEach(this::hoist);
      }
    }
    boolean carries = false;
    for (int i = 0; i < ScanResults.count(op); i++) {
      int carry = i - op.yields();
      if (!needs.isRead(i)) {
        continue;
      }
      if (carry < 0) {
        request(op.yielded(i));
      } else if (isSum(carry)) {
        needs.addends(carry).forEach(this::requestSum);
      } else {
        assembly.carry(carry);
        carries = true;
      }
    }
    List<Value> results = new ArrayList<>();
    if (carries || !yields.isEmpty()) {
      Assembly.Made scan = assembly.make();
      yields.forEach(value -> outside.put(value, scan.stacked(value), true));
      for (int i = 0; i < op.carries(); i++) {
        results.add(needs.isRead(op.yields() + i) && !isSum(i) ? scan.last(i) : operands.get(i));
      }
    } else {
      results.addAll(operands.subList(0, op.carries()));
    }
    for (int i = 0; i < op.carries(); i++) {
      if (needs.isRead(op.yields() + i) && isSum(i)) {
        for (Value part : needs.addends(i)) {
          results.set(i, b.add(results.get(i), sum(part)));
        }
      }
    }
    for (int i = 0; i < op.yields(); i++) {
      Value yield = op.yielded(i);
      results.add(
          i,
          needs.isRead(i)
              ? outside.stacked(yield)
              : b.full(yield.type().withShape(outside.shape(yield)), 0));
    }
    return new ScanResults(results);
  }

  // Before the scan.

  /** Takes a value from outside, if that saves the rounds something. */
  private void hoist(Value value) {
    if (!needs.isIndependent(value)
        || !needs.isCostly(value)
        || value.op() instanceof Op.Input
        || !hoisted.add(value)) {
      return;
    }
    if (Costs.isView(value.op()) || !needs.isComputable(value)) {
      value.operands().forEach(this::hoist);
      return;
    }
    AllRounds.Result result = outside.of(value);
    if (result.stacked()) {
      assembly.takeItem(value, result.value());
    } else {
      assembly.take(value, result.value());
    }
  }

  // Behind the scan.

  /** Has the rounds yield what a value is computed from behind the scan, or the value itself. */
  private void request(Value value) {
    if (needs.isComputable(value) || !requested.add(value)) {
      return;
    }
    boolean view = Costs.isView(value.op()) && needs.isObtainable(value.operand(0));
    boolean product =
        needs.hasProduct(value)
            && AllRounds.canApply(value.op())
            && value.operands().stream().allMatch(needs::isObtainable);
    if (view || product) {
      value.operands().forEach(this::request);
    } else {
      yields.add(value);
      assembly.addYield(value);
    }
  }

  private boolean isSum(int carry) {
    return needs.isSum(carry) && needs.addends(carry).stream().allMatch(this::canSum);
  }

  private boolean canSum(Value part) {
    if (needs.isComputable(part)) {
      return true;
    }
    if (part.op() instanceof Contract || isSumOfElements(part)) {
      return part.operands().stream().allMatch(needs::isObtainable);
    }
    return isLinear(part) && part.operands().stream().allMatch(this::canSum);
  }

  private static boolean isSumOfElements(Value value) {
    return value.op() instanceof Reduce reduce && reduce.kind() == Reduce.Kind.SUM;
  }

  private static boolean isLinear(Value value) {
    return value.op() instanceof Move.Reshape
        || value.op() instanceof Move.Transpose
        || (value.op() instanceof Map map
            && (map.function() == Elementwise.ADD || map.function() == Elementwise.NEG));
  }

  private void requestSum(Value part) {
    if (!needs.isComputable(part)) {
      part.operands().forEach(isLinear(part) ? this::requestSum : this::request);
    }
  }

  /** The sum of a value over all rounds. */
  private Value sum(Value part) {
    if (needs.isComputable(part)) {
      return b.sum(outside.stacked(part), List.of(0));
    }
    Value.Origin before = b.at(part.origin());
    Value sum;
    if (part.op() instanceof Contract) {
      sum = outside.sumOfContraction(part);
    } else if (part.op() instanceof Reduce reduce) {
      Value all = outside.stacked(part.operand(0));
      List<Integer> kept = Axes.others(part.operand(0).rank(), reduce.axes());
      sum = b.sum(all, Axes.others(all.rank(), kept.stream().map(axis -> axis + 1).toList()));
    } else {
      sum = b.add(part.op(), part.operands().stream().map(this::sum).toList());
    }
    b.at(before);
    return sum;
  }
}
