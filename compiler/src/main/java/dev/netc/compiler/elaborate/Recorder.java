package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notes one application by the user's code: what went in, what came out, what it costs. */
final class Recorder {
  private final Session session;
  private final CallSite site;
  private final Declaration.Function function;
  private final String name;
  private final int firstValue;
  private final int position;

  Recorder(Session session, CallSite site, Declaration.Function function, String name) {
    this.session = session;
    this.site = site;
    this.function = function;
    this.name = name;
    this.firstValue = session.builder.size();
    this.position = session.trace.applications().size();
  }

  void record(Frame frame, Arguments arguments, Optional<LayerNode> node, Datum result) {
    List<Value> operands = new ArrayList<>();
    arguments.byName().values().forEach(given -> collect(given.value(), operands));
    List<Value> results = new ArrayList<>();
    collect(result, results);
    if (!operands.isEmpty() && results.size() == 1) {
      session.trace.step(
          operands.get(0),
          results.get(0),
          new Trace.Applied(name, site.frame(), site.span(), function, arguments));
    }
    boolean first = node.isPresent() && !node.get().isApplied();
    long parameters =
        first
            ? node.get().allParameters().stream()
                .mapToLong(p -> p.type().shape().elements().constant())
                .sum()
            : 0;
    session
        .trace
        .applications()
        .add(
            position,
            new Application(
                name,
                function.name().text(),
                site.frame().depth(),
                types(operands),
                types(results),
                parameters,
                multiplyAdds(),
                site.span()));
  }

  private static void collect(Datum datum, List<Value> values) {
    if (datum instanceof Datum.Tensor tensor) {
      values.add(tensor.value());
    } else if (datum instanceof Datum.Packed packed) {
      values.add(packed.data());
    } else if (datum instanceof Items items) {
      items.items().forEach(item -> collect(item, values));
    }
  }

  private static List<TensorType> types(List<Value> values) {
    return values.stream().map(Value::type).toList();
  }

  private Dim multiplyAdds() {
    return multiplyAdds(session.builder.since(firstValue));
  }

  private static Dim multiplyAdds(List<Value> values) {
    Dim sum = Dim.ZERO;
    for (Value value : values) {
      if (value.op() instanceof Contract contract) {
        sum = sum.plus(multiplyAdds(contract, value));
      } else if (value.op() instanceof Scan scan) {
        Dim rounds = value.operand(scan.carries()).dim(0);
        sum = sum.plus(multiplyAdds(scan.body().values()).times(rounds));
      }
    }
    return sum;
  }

  private static Dim multiplyAdds(Contract contract, Value value) {
    Map<Integer, Dim> dims = new LinkedHashMap<>();
    for (int axis = 0; axis < contract.left().size(); axis++) {
      dims.put(contract.left().get(axis), value.operand(0).dim(axis));
    }
    for (int axis = 0; axis < contract.right().size(); axis++) {
      dims.put(contract.right().get(axis), value.operand(1).dim(axis));
    }
    return dims.values().stream().reduce(Dim.ONE, Dim::times);
  }
}
