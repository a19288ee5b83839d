package dev.netc.compiler.scan;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the rounds of two scans compute alike, the first yields to the second: the way back through
 * a recurrent layer needs the gates of each step, and the way forward has had them.
 *
 * <p>Only where the second depends on the first anyway, so that nothing is computed earlier than
 * before. What is cheap is computed twice rather than kept.
 */
final class SharedRounds {
  private final Map<Value, Set<Value>> asked = new HashMap<>();
  private final Map<Value, Map<Value, Origin>> taken = new HashMap<>();

  /** Where a value is taken from: one of the body of a scan. */
  private record Origin(Value scan, Value inner) {}

  private SharedRounds() {}

  static Graph share(Graph graph) {
    SharedRounds shared = new SharedRounds();
    shared.find(graph);
    return within(shared.taken.isEmpty() ? graph : shared.rewrite(graph));
  }

  /** The same for scans in the rounds of scans. */
  private static Graph within(Graph graph) {
    return ScanRewriter.rewrite(
        graph,
        site -> {
          Scan op = site.op().withBody(share(site.op().body()));
          return ScanResults.of(site.builder(), site.builder().add(op, site.operands()));
        });
  }

  private void find(Graph graph) {
    Map<Value, Set<Value>> sources = scansBefore(graph);
    for (Value second : sources.keySet()) {
      for (Value first : requireNonNull(sources.get(second))) {
        find(first, second);
      }
    }
  }

  /** For each scan those that it depends on, in order. */
  private static Map<Value, Set<Value>> scansBefore(Graph graph) {
    Map<Value, Set<Value>> before = new LinkedHashMap<>();
    Map<Value, Set<Value>> reached = new HashMap<>();
    for (Value value : graph.values()) {
      Set<Value> of = new LinkedHashSet<>();
      for (Value operand : value.operands()) {
        of.addAll(requireNonNull(reached.get(operand)));
        if (operand.op() instanceof Scan) {
          of.add(operand);
        }
      }
      reached.put(value, of.isEmpty() ? Set.of() : of);
      if (value.op() instanceof Scan) {
        before.put(value, of);
      }
    }
    return before;
  }

  private void find(Value first, Value second) {
    Map<Value, Value> alike = Alike.in(first, second);
    Scan op = (Scan) second.op();
    Set<Value> frontier = new LinkedHashSet<>();
    for (Value inner : op.body().values()) {
      if (!alike.containsKey(inner)) {
        inner.operands().stream().filter(alike::containsKey).forEach(frontier::add);
      }
    }
    op.body().outputs().stream()
        .map(Graph.Output::value)
        .filter(alike::containsKey)
        .forEach(frontier::add);
    Map<Value, Origin> takes = taken.getOrDefault(second, new LinkedHashMap<>());
    List<Value> open = new ArrayList<>(frontier);
    Set<Value> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Value inner = open.remove(0);
      Value twin = alike.get(inner);
      if (twin == null || takes.containsKey(inner) || !seen.add(inner)) {
        continue;
      }
      if (Costs.isCheap(inner.op()) || inner.type().element() != first.type().element()) {
        open.addAll(inner.operands());
      } else {
        takes.put(inner, new Origin(first, twin));
        asked.computeIfAbsent(first, scan -> new LinkedHashSet<>()).add(twin);
      }
    }
    if (!takes.isEmpty()) {
      taken.put(second, takes);
    }
  }

  private Graph rewrite(Graph graph) {
    Map<Value, Assembly.Made> made = new HashMap<>();
    return ScanRewriter.rewrite(
        graph,
        site -> {
          Scan op = site.op();
          Assembly assembly = new Assembly(site.builder(), site.scan(), op, site.operands());
          taken
              .getOrDefault(site.scan(), Map.of())
              .forEach(
                  (inner, from) ->
                      assembly.takeItem(
                          inner, requireNonNull(made.get(from.scan())).stacked(from.inner())));
          List<Value> yields = new ArrayList<>();
          for (int i = 0; i < op.yields(); i++) {
            yields.add(op.yielded(i));
          }
          yields.forEach(assembly::addYield);
          asked.getOrDefault(site.scan(), Set.of()).forEach(assembly::addYield);
          for (int i = 0; i < op.carries(); i++) {
            assembly.carry(i);
          }
          Assembly.Made scan = assembly.make();
          made.put(site.scan(), scan);
          List<Value> results = new ArrayList<>();
          yields.forEach(yield -> results.add(scan.stacked(yield)));
          for (int i = 0; i < op.carries(); i++) {
            results.add(scan.last(i));
          }
          return new ScanResults(results);
        });
  }

  /** Finds what the rounds of two scans compute alike. */
  private static final class Alike {
    private final Value first;
    private final Value second;
    private final Map<Value, Value> twins = new HashMap<>();

    /** A way to compute a value. */
    private record Computation(Op op, List<Value> operands) {}

    private Alike(Value first, Value second) {
      this.first = first;
      this.second = second;
    }

    /** For values of the second scan's body, inputs included, the equal ones of the first's. */
    static Map<Value, Value> in(Value first, Value second) {
      Alike alike = new Alike(first, second);
      if (ScanResults.rounds(first).equals(ScanResults.rounds(second))) {
        alike.inputs();
        alike.others();
      }
      return alike.twins;
    }

    private void inputs() {
      Scan op = (Scan) second.op();
      for (int i = op.carries(); i < second.operands().size(); i++) {
        boolean item = i < op.carries() + op.sequences();
        Value input = op.body().inputs().get(i);
        twin(second.operand(i), item, input).ifPresent(twin -> twins.put(input, twin));
      }
    }

    private Optional<Value> twin(Value operand, boolean item, Value input) {
      Scan op = (Scan) first.op();
      int from = item ? op.carries() : op.carries() + op.sequences();
      int to = item ? op.carries() + op.sequences() : first.operands().size();
      for (int i = from; i < to; i++) {
        if (first.operand(i) == operand) {
          return Optional.of(op.body().inputs().get(i));
        }
      }
      return item ? yielded(operand, input) : Optional.empty();
    }

    /** What the first scan yields, if the operand is all of it. */
    private Optional<Value> yielded(Value operand, Value input) {
      Value slice = operand;
      while (slice.op() instanceof Move.Reshape) {
        slice = slice.operand(0);
      }
      OptionalInt part = ScanResults.read(slice);
      Scan op = (Scan) first.op();
      return part.isPresent()
              && slice.operand(0) == first
              && part.getAsInt() < op.yields()
              && op.yielded(part.getAsInt()).type().equals(input.type())
              && slice.shape().elements().equals(operand.shape().elements())
          ? Optional.of(op.yielded(part.getAsInt()))
          : Optional.empty();
    }

    private void others() {
      Map<Computation, Value> known = new HashMap<>();
      for (Value inner : ((Scan) first.op()).body().values()) {
        known.putIfAbsent(new Computation(inner.op(), inner.operands()), inner);
      }
      for (Value inner : ((Scan) second.op()).body().values()) {
        boolean source = inner.op() instanceof Op.Input;
        if (!source && inner.operands().stream().allMatch(twins::containsKey)) {
          List<Value> operands = inner.operands().stream().map(twins::get).toList();
          Value twin = known.get(new Computation(inner.op(), operands));
          if (twin != null) {
            twins.put(inner, twin);
          }
        }
      }
    }
  }
}
