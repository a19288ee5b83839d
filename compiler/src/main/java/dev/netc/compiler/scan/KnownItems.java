package dev.netc.compiler.scan;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.simplify.Simplifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What rounds get from a sequence of equal constants they know by themselves. So the gradient of
 * what nobody reads, a sequence of zeros, costs nothing.
 */
final class KnownItems {
  private KnownItems() {}

  /** The body of a scan, simplified, that no longer uses what is known of its items. */
  static Graph replace(Scan op, List<Value> operands) {
    Map<Value, Op.Constant> known = new HashMap<>();
    for (int i = op.carries(); i < op.carries() + op.sequences(); i++) {
      Value source = operands.get(i);
      while (source.op() instanceof Move.Broadcast || source.op() instanceof Move.Reshape) {
        source = source.operand(0);
      }
      if (source.op() instanceof Op.Constant constant) {
        known.put(op.body().inputs().get(i), constant);
      }
    }
    return known.isEmpty() ? op.body() : replace(op.body(), known);
  }

  private static Graph replace(Graph body, Map<Value, Op.Constant> known) {
    GraphBuilder b = new GraphBuilder();
    Map<Value, Value> copies = new HashMap<>();
    for (Value value : body.values()) {
      b.at(value.origin());
      List<Value> operands =
          value.operands().stream().map(copies::get).map(v -> requireNonNull(v)).toList();
      Value copy = b.add(value.op(), operands);
      Op.Constant constant = known.get(value);
      copies.put(value, constant == null ? copy : b.full(value.type(), constant.value()));
    }
    return Simplifier.simplify(
        b.build(
            body.outputs().stream()
                .map(
                    out ->
                        new Graph.Output(
                            out.kind(), out.name(), requireNonNull(copies.get(out.value()))))
                .toList()));
  }
}
