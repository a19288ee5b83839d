package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.ir.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Applies all rules until none applies, computes equal values once, and drops what no output needs.
 * A sweep takes time linear in the size of the graph.
 *
 * <p>For graphs that are not differentiated afterwards, since {@code stop_gradient} is removed.
 */
public final class Simplifier {
  private final List<Rule> rules =
      List.of(
          new DropStopGradient(),
          new DropIdentity(),
          new DropNeutral(),
          new DropDoubleNegation(),
          new FoldUniform(),
          new MoveUniform(),
          new ChooseKnown(),
          new PowerOfKnown(),
          new MergeReshapes(),
          new MergeTransposes(),
          new MergeBroadcasts(),
          new MergeCasts(),
          new MergeReductions(),
          new ReduceOfBroadcast(),
          new SliceOfParts(),
          new SumOfPads(),
          new SumOfScattered(),
          new FactorsOutOfSums(),
          new ContractOfTranspose(),
          new TransposeOfContract(this::isUsedOnce),
          new MergeFactors(this::isUsedOnce),
          new CommonFactor(this::isUsedOnce),
          new AffineOfContraction(this::isUsedOnce));

  private final GraphBuilder builder = new GraphBuilder();
  private final Map<Value, Value> simplified = new HashMap<>();
  private final Map<Computation, Value> known = new HashMap<>();

  /** How often each value of the new graph is used, as far as that is known from the old one. */
  private final Map<Value, Integer> uses = new HashMap<>();

  private boolean changed;

  /** What makes two values the same. */
  private record Computation(Op op, List<Value> operands) {}

  private Simplifier() {}

  /** The graph of the same outputs in fewer steps. */
  public static Graph simplify(Graph graph) {
    Graph result = graph;
    boolean changed = true;
    while (changed) {
      Simplifier sweep = new Simplifier();
      result = sweep.run(result);
      changed = sweep.changed;
    }
    result = MasksOfResults.apply(result);
    assert Verifier.accepts(result);
    return result;
  }

  private Graph run(Graph graph) {
    Map<Value, Integer> before = uses(graph);
    for (Value value : graph.values()) {
      List<Value> operands = new ArrayList<>(value.operands().size());
      for (Value operand : value.operands()) {
        operands.add(simplified(operand));
      }
      builder.at(value.origin());
      Value made = once(simplified(value.op()), operands, value.type());
      simplified.put(value, made);
      uses.merge(made, before.getOrDefault(value, 0), Integer::sum);
    }
    return builder.build(
        graph.outputs().stream()
            .map(out -> new Graph.Output(out.kind(), out.name(), simplified(out.value())))
            .toList());
  }

  private static Map<Value, Integer> uses(Graph graph) {
    Map<Value, Integer> uses = new HashMap<>();
    graph.outputs().forEach(output -> uses.merge(output.value(), 1, Integer::sum));
    for (Value value : graph.values()) {
      value.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
    }
    return uses;
  }

  private boolean isUsedOnce(Value value) {
    return uses.getOrDefault(value, 0) == 1;
  }

  private static Op simplified(Op op) {
    return op instanceof Scan scan ? scan.withBody(simplify(scan.body())) : op;
  }

  private Value simplified(Value value) {
    return Objects.requireNonNull(simplified.get(value), "operands come first");
  }

  /** The value of an op, made before or now. Inputs stay apart: each is the user's. */
  private Value once(Op op, List<Value> operands, TensorType type) {
    if (op instanceof Op.Input) {
      return builder.add(op, operands, type);
    }
    Computation computation = new Computation(op, operands);
    Value earlier = known.get(computation);
    if (earlier != null) {
      changed = true;
      return earlier;
    }
    Value made = rewritten(builder.add(op, operands, type));
    known.put(computation, made);
    return made;
  }

  private Value rewritten(Value value) {
    Value result = value;
    for (Optional<Value> next = step(result); next.isPresent(); next = step(result)) {
      changed = true;
      result = next.get();
    }
    return result;
  }

  private Optional<Value> step(Value value) {
    for (Rule rule : rules) {
      Optional<Value> replacement = rule.apply(value, builder);
      if (replacement.isPresent()) {
        if (!replacement.get().type().equals(value.type())) {
          throw new IllegalStateException(
              rule.getClass().getSimpleName() + " makes " + replacement.get() + " of " + value);
        }
        return replacement;
      }
    }
    return Optional.empty();
  }
}
