package dev.netc.compiler.scan;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** Copies a graph with other values in the place of its scans. */
final class ScanRewriter {
  private final GraphBuilder builder = new GraphBuilder();
  private final Map<Value, Value> copies = new HashMap<>();
  private final Map<Value, ScanResults> results = new HashMap<>();

  /**
   * A scan of the old graph.
   *
   * @param operands as the new graph has them
   * @param reads which of its results somebody reads, see {@link ScanResults}
   * @param builder of the new graph
   */
  record Site(Value scan, List<Value> operands, BitSet reads, GraphBuilder builder) {
    Scan op() {
      return (Scan) scan.op();
    }
  }

  private ScanRewriter() {}

  /**
   * The graph where each scan has the results that {@code change} gives for it. Those that nobody
   * reads may be anything of their type.
   */
  static Graph rewrite(Graph graph, Function<Site, ScanResults> change) {
    return new ScanRewriter().run(graph, change);
  }

  private Graph run(Graph graph, Function<Site, ScanResults> change) {
    Map<Value, BitSet> reads = reads(graph);
    for (Value value : graph.values()) {
      builder.at(value.origin());
      OptionalInt part = ScanResults.read(value);
      if (value.op() instanceof Scan) {
        BitSet read = reads.getOrDefault(value, new BitSet());
        results.put(value, change.apply(new Site(value, operands(value), read, builder)));
      } else if (part.isPresent()) {
        ScanResults of = requireNonNull(results.get(value.operand(0)));
        copies.put(value, of.slice(builder, value, part.getAsInt()));
      } else {
        copies.put(value, builder.add(value.op(), operands(value)));
      }
    }
    return builder.build(
        graph.outputs().stream()
            .map(out -> new Graph.Output(out.kind(), out.name(), copy(out.value())))
            .toList());
  }

  private List<Value> operands(Value value) {
    return value.operands().stream().map(this::copy).toList();
  }

  private Value copy(Value value) {
    return copies.computeIfAbsent(
        value, scan -> requireNonNull(results.get(scan), "operands come first").whole(builder));
  }

  private static Map<Value, BitSet> reads(Graph graph) {
    Map<Value, BitSet> reads = new HashMap<>();
    for (Value value : graph.values()) {
      OptionalInt part = ScanResults.read(value);
      for (Value operand : value.operands()) {
        if (part.isPresent()) {
          reads.computeIfAbsent(operand, scan -> new BitSet()).set(part.getAsInt());
        } else {
          all(operand, reads);
        }
      }
    }
    graph.outputs().forEach(output -> all(output.value(), reads));
    return reads;
  }

  private static void all(Value value, Map<Value, BitSet> reads) {
    if (value.op() instanceof Scan op) {
      reads.computeIfAbsent(value, scan -> new BitSet()).set(0, ScanResults.count(op));
    }
  }
}
