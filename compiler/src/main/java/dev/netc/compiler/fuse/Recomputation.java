package dev.netc.compiler.fuse;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.Value;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Decides what is computed again on the way back, so that it need not be kept: products of a batch
 * of matrices that have many more elements than both operands, such as the scores of attention, and
 * what is made of them element by element. A maximum or a sum of a row is kept, a number for each.
 * And {@linkplain ResultSlopes slopes} that the result of a function tells.
 */
public final class Recomputation {
  /** With less of a difference, computing again costs more time than it saves. */
  private static final long MORE = 2;

  private final Phases phases;
  private final ResultSlopes slopes;
  private final GraphBuilder builder = new GraphBuilder();
  private final Map<Value, Value> copies = new HashMap<>();
  private final Map<Phase, Map<Value, Value>> again = new EnumMap<>(Phase.class);
  private final Map<Value, Boolean> madeOfScores = new HashMap<>();

  private Recomputation(Phases phases, ResultSlopes slopes) {
    this.phases = phases;
    this.slopes = slopes;
  }

  /** A graph of the same values, in which each way back has its own of what is computed again. */
  public static Graph of(Graph graph) {
    Phases phases = new Phases(graph);
    ResultSlopes slopes = new ResultSlopes(phases);
    return graph.values().stream().anyMatch(value -> isScores(value) || slopes.contain(value))
        ? new Recomputation(phases, slopes).run(graph)
        : graph;
  }

  private Graph run(Graph graph) {
    for (Value value : graph.values()) {
      builder.at(value.origin());
      List<Value> operands =
          value.operands().stream().map(operand -> operand(operand, value)).toList();
      builder.at(value.origin());
      copies.put(value, builder.add(value.op(), operands));
    }
    return builder.build(
        graph.outputs().stream()
            .map(out -> new Graph.Output(out.kind(), out.name(), copy(out.value())))
            .toList());
  }

  private Value copy(Value value) {
    return requireNonNull(copies.get(value), "operands come first");
  }

  private Value operand(Value operand, Value user) {
    Set<Phase> phase = phases.needs(user);
    boolean onlyBack = phase.size() == 1 && Phases.WAYS_BACK.containsAll(phase);
    if (!onlyBack || phases.needs(operand).equals(phase)) {
      return copy(operand);
    }
    Phase way = phase.iterator().next();
    if (slopes.contain(operand)) {
      return slope(operand, way);
    }
    return isMadeOfScores(operand)
        ? again(operand, operand.shape().elements(), way)
        : copy(operand);
  }

  /** The same slope, computed in a phase of its own from what the way forward keeps. */
  private Value slope(Value value, Phase phase) {
    if (!slopes.isOwn(value)) {
      return copy(value);
    }
    return again(phase, value, operand -> slope(operand, phase));
  }

  /** The same value, computed in a phase of its own. */
  private Value again(Value value, Dim elements, Phase phase) {
    if (!isElementwise(value, elements) && !isScores(value)) {
      return copy(value);
    }
    return again(
        phase, value, operand -> isScores(value) ? copy(operand) : again(operand, elements, phase));
  }

  private Value again(Phase phase, Value value, UnaryOperator<Value> operandOf) {
    Map<Value, Value> known = again.computeIfAbsent(phase, key -> new HashMap<>());
    Value before = known.get(value);
    if (before != null) {
      return before;
    }
    List<Value> operands = value.operands().stream().map(operandOf).toList();
    builder.at(value.origin());
    Value made = builder.add(value.op(), operands);
    known.put(value, made);
    return made;
  }

  private boolean isMadeOfScores(Value value) {
    Boolean known = madeOfScores.get(value);
    if (known == null) {
      Dim elements = value.shape().elements();
      known =
          isScores(value)
              || (isElementwise(value, elements)
                  && value.operands().stream()
                      .anyMatch(
                          operand ->
                              operand.shape().elements().equals(elements)
                                  && isMadeOfScores(operand)));
      madeOfScores.put(value, known);
    }
    return known;
  }

  /** Whether a value of so many elements costs little for each. */
  private static boolean isElementwise(Value value, Dim elements) {
    Op op = value.op();
    return value.shape().elements().equals(elements)
        && (op instanceof dev.netc.compiler.ir.Map
            || op instanceof Cast
            || op instanceof Random
            || op instanceof Op.Constant
            || op instanceof Op.Iota
            || op instanceof Move.Broadcast
            || op instanceof Move.Reshape
            || op instanceof Move.Transpose);
  }

  /** Whether a value is a product for each position of a batch, and larger than its operands. */
  private static boolean isScores(Value value) {
    if (!(value.op() instanceof Contract contract) || value.rank() < 3) {
      return false;
    }
    Dim columns = value.dim(value.rank() - 1);
    boolean batch =
        contract.result().stream()
            .anyMatch(label -> contract.left().contains(label) && contract.right().contains(label));
    boolean sums = contract.left().stream().anyMatch(label -> !contract.result().contains(label));
    Dim operands = value.operand(0).shape().elements().plus(value.operand(1).shape().elements());
    return batch
        && sums
        && RowMerger.isRow(columns)
        && value.shape().elements().minus(operands.times(MORE)).isAtLeast(0);
  }
}
