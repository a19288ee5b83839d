package dev.netc.compiler.scan;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays out weights once, before a scan, where each of its rounds would: a matrix product reads its
 * right operand by rows, in panels of so many columns as a kernel takes at a time.
 */
final class RightOperands {
  /** The columns that a kernel of the runtime takes at a time: two vectors of the longest. */
  private static final int PANEL = 32;

  private final ScanRewriter.Site site;
  private final Scan op;
  private final GraphBuilder body = new GraphBuilder();
  private final List<Value> operands;
  private final Map<Value, Value> copies = new HashMap<>();
  private final Map<Arrangement, Value> arranged = new HashMap<>();

  /**
   * A weight and how it is laid out: its axes, of which the last is cut into panels that come
   * first, if there are some.
   */
  private record Arrangement(Value given, List<Integer> axes, long panels) {}

  private RightOperands(ScanRewriter.Site site) {
    this.site = site;
    this.op = site.op().withBody(arrange(site.op().body()));
    this.operands = new ArrayList<>(site.operands());
  }

  static Graph arrange(Graph graph) {
    return ScanRewriter.rewrite(
        graph, site -> ScanResults.of(site.builder(), new RightOperands(site).scan()));
  }

  private Value scan() {
    for (Value value : op.body().inputs()) {
      body.at(value.origin());
      copies.put(value, body.add(value.op(), List.of()));
    }
    for (Value value : op.body().values()) {
      if (!(value.op() instanceof Op.Input)) {
        body.at(value.origin());
        copies.put(value, product(value).orElseGet(() -> body.add(value.op(), copies(value))));
      }
    }
    Graph graph =
        body.build(
            op.body().outputs().stream()
                .map(out -> new Graph.Output(out.kind(), out.name(), copy(out.value())))
                .toList());
    return site.builder().add(op.withBody(graph), operands);
  }

  private List<Value> copies(Value value) {
    return value.operands().stream().map(this::copy).toList();
  }

  private Value copy(Value value) {
    return requireNonNull(copies.get(value), "operands come first");
  }

  /** A product whose right operand is given to the rounds, with that in a better layout. */
  private Optional<Value> product(Value value) {
    if (!(value.op() instanceof Contract contract) || contract.result().isEmpty()) {
      return Optional.empty();
    }
    int column = contract.result().get(contract.result().size() - 1);
    boolean onRight = contract.right().contains(column);
    Value given = value.operand(onRight ? 1 : 0);
    Value other = value.operand(onRight ? 0 : 1);
    List<Integer> labels = onRight ? contract.right() : contract.left();
    List<Integer> others = onRight ? contract.left() : contract.right();
    if (!(given.op() instanceof Op.Input input)
        || input.role() != Op.Role.GIVEN
        || others.contains(column)) {
      return Optional.empty();
    }
    List<Integer> order = new ArrayList<>(labels);
    order.removeAll(contract.result());
    List<Integer> ofResult = new ArrayList<>(contract.result());
    ofResult.retainAll(labels);
    order.addAll(ofResult);
    Dim columns = given.dim(labels.indexOf(column));
    long panels =
        order.size() == 2 && columns.isConstant() && columns.constant() % PANEL == 0
            ? columns.constant() / PANEL
            : 1;
    boolean last = labels.get(labels.size() - 1) == column;
    if (panels <= 1 && last) {
      return Optional.empty();
    }
    List<Integer> axes = order.stream().map(labels::indexOf).toList();
    List<Integer> result = new ArrayList<>(contract.result());
    if (panels > 1) {
      int panel = Math.max(Collections.max(labels), Collections.max(others)) + 1;
      order.add(0, panel);
      result.add(result.size() - 1, panel);
    }
    Value product =
        body.contract(
            copy(other), others, arranged(new Arrangement(given, axes, panels)), order, result);
    return Optional.of(body.reshape(product, value.shape()));
  }

  /** The input of the body for a weight that is laid out before the scan. */
  private Value arranged(Arrangement arrangement) {
    return arranged.computeIfAbsent(
        arrangement,
        key -> {
          GraphBuilder outside = site.builder();
          Value weight = site.operands().get(op.body().inputs().indexOf(key.given));
          Value turned = outside.transpose(weight, key.axes);
          if (key.panels > 1) {
            Shape cut = Shape.of(turned.dim(0), Dim.of(key.panels), Dim.of(PANEL));
            turned = outside.transpose(outside.reshape(turned, cut), List.of(1, 0, 2));
          }
          operands.add(turned);
          String name = "given" + (operands.size() - op.carries() - op.sequences() - 1);
          return body.input(Op.Role.GIVEN, name, turned.type());
        });
  }
}
