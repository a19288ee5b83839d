package dev.netc.compiler.scan;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Transposes weights once, before a scan, where each of its rounds would: a matrix product reads
 * its right operand by rows, and the columns of the result lie side by side.
 */
final class RightOperands {
  private final ScanRewriter.Site site;
  private final Scan op;
  private final GraphBuilder body = new GraphBuilder();
  private final Map<Value, Value> copies = new HashMap<>();
  private final Map<Turned, Value> transposed = new HashMap<>();

  private record Turned(Value given, List<Integer> permutation) {}

  private RightOperands(ScanRewriter.Site site) {
    this.site = site;
    this.op = site.op().withBody(arrange(site.op().body()));
  }

  static Graph arrange(Graph graph) {
    return ScanRewriter.rewrite(
        graph, site -> ScanResults.of(site.builder(), new RightOperands(site).scan()));
  }

  /** A contraction with its right operand transposed. */
  private record Arranged(Contract contract, List<Integer> permutation, int right) {}

  private Value scan() {
    List<Value> operands = new ArrayList<>(site.operands());
    for (Value value : op.body().inputs()) {
      body.at(value.origin());
      copies.put(value, body.add(value.op(), List.of()));
    }
    for (Value value : op.body().values()) {
      if (!(value.op() instanceof Op.Input)) {
        body.at(value.origin());
        Optional<Arranged> arranged = arranged(value);
        List<Value> copied = new ArrayList<>(value.operands().stream().map(this::copy).toList());
        arranged.ifPresent(
            found ->
                copied.set(
                    found.right,
                    transposed(value.operand(found.right), found.permutation, operands)));
        Op own = arranged.map(found -> (Op) found.contract).orElse(value.op());
        copies.put(value, body.add(own, copied));
      }
    }
    Graph graph =
        body.build(
            op.body().outputs().stream()
                .map(out -> new Graph.Output(out.kind(), out.name(), copy(out.value())))
                .toList());
    return site.builder().add(op.withBody(graph), operands);
  }

  private Value copy(Value value) {
    return requireNonNull(copies.get(value), "operands come first");
  }

  private Optional<Arranged> arranged(Value value) {
    if (!(value.op() instanceof Contract contract) || contract.result().isEmpty()) {
      return Optional.empty();
    }
    int column = contract.result().get(contract.result().size() - 1);
    int right = contract.right().contains(column) ? 1 : 0;
    List<Integer> labels = right == 1 ? contract.right() : contract.left();
    boolean given =
        value.operand(right).op() instanceof Op.Input input && input.role() == Op.Role.GIVEN;
    boolean last = labels.indexOf(column) == labels.size() - 1;
    if (!given || last || value.operand(1 - right) == value.operand(right)) {
      return Optional.empty();
    }
    List<Integer> order = new ArrayList<>(labels);
    order.removeAll(contract.result());
    List<Integer> ofResult = new ArrayList<>(contract.result());
    ofResult.retainAll(labels);
    order.addAll(ofResult);
    List<Integer> permutation = order.stream().map(labels::indexOf).toList();
    return Optional.of(
        new Arranged(
            right == 1
                ? new Contract(contract.left(), order, contract.result())
                : new Contract(order, contract.right(), contract.result()),
            permutation,
            right));
  }

  private Value transposed(Value given, List<Integer> permutation, List<Value> operands) {
    return transposed.computeIfAbsent(
        new Turned(given, permutation),
        key -> {
          Value outer = site.operands().get(op.body().inputs().indexOf(given));
          Value turned = site.builder().add(new Move.Transpose(permutation), List.of(outer));
          operands.add(turned);
          String name = "given" + (operands.size() - op.carries() - op.sequences() - 1);
          return body.input(Op.Role.GIVEN, name, turned.type());
        });
  }
}
