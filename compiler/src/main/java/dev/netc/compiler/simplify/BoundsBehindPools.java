package dev.netc.compiler.simplify;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Gather;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Computes {@code max_pool(relu(x))} as {@code relu(max_pool(x))}, which has a quarter of the
 * elements to bound, or fewer; and {@code relu(relu(x))} as {@code relu(x)}. The same for all
 * bounds whose conditions are {@code <=}.
 *
 * <p>For graphs that are still to be differentiated. The gradients are those of the graph as it
 * was: a window whose greatest element is within the bounds finds it at the same place, and one
 * whose greatest element is bounded passes no gradient on, whichever element it found.
 */
public final class BoundsBehindPools {
  private static final Op AT_MOST = new dev.netc.compiler.ir.Map(Elementwise.LE);

  private final Map<Value, Integer> uses = new HashMap<>();

  private BoundsBehindPools(Graph graph) {
    graph.outputs().forEach(output -> uses.merge(output.value(), 1, Integer::sum));
    for (Value value : graph.values()) {
      value.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
    }
  }

  /** The graph of the same outputs, and of the same gradients. */
  public static Graph move(Graph graph) {
    Graph result = graph;
    while (true) {
      Map<Value, Value> pooled = new BoundsBehindPools(result).pooled(result);
      Map<Value, Value> useless = useless(result);
      if (pooled.isEmpty() && useless.isEmpty()) {
        return result;
      }
      result = moved(result, pooled, useless);
    }
  }

  /** For each max pool of bounded elements, these. */
  private Map<Value, Value> pooled(Graph graph) {
    Map<Value, Value> pooled = new HashMap<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Gather) {
        image(value).filter(this::isMovable).ifPresent(image -> pooled.put(value, image));
      }
    }
    return pooled;
  }

  /** What a max pool slides over, if nothing else uses it or asks for the places. */
  private Optional<Value> image(Value pool) {
    Value windows = pool.operand(0);
    Value places = pool.operand(1);
    while (isView(places) && isUsed(places, 1)) {
      places = places.operand(0);
    }
    int last = windows.rank() - 1;
    if (((Gather) pool.op()).axis() != last
        || !pool.dim(last).is(1)
        || !(places.op() instanceof ArgReduce search)
        || search.kind() != ArgReduce.Kind.ARGMAX
        || search.axis() != last
        || places.operand(0) != windows
        || !isUsed(places, 1)
        || !isUsed(windows, 2)) {
      return Optional.empty();
    }
    Value source = windows;
    while (isView(source)) {
      source = source.operand(0);
      if (!isUsed(source, 1)) {
        return Optional.empty();
      }
    }
    // On one axis lie the elements of one window and no others.
    return source.op() instanceof Move.Window window
            && source.rank() - window.axes().size() == last
            && source
                .shape()
                .dims()
                .subList(0, last)
                .equals(windows.shape().dims().subList(0, last))
        ? unpadded(source.operand(0), window)
        : Optional.empty();
  }

  private Optional<Value> unpadded(Value padded, Move.Window window) {
    long[] low = new long[padded.rank()];
    long[] high = new long[padded.rank()];
    Value image = padded;
    while (image.op() instanceof Move.Pad pad && isUsed(image, 1)) {
      if (pad.value() != Double.NEGATIVE_INFINITY) {
        return Optional.empty();
      }
      for (int axis = 0; axis < low.length; axis++) {
        if (pad.low().get(axis) < 0 || pad.high().get(axis) < 0 || pad.interior().get(axis) != 0) {
          return Optional.empty();
        }
        low[axis] += pad.low().get(axis);
        high[axis] += pad.high().get(axis);
      }
      image = image.operand(0);
    }
    if (!hasElementInEachWindow(image, window, low, high)) {
      return Optional.empty();
    }
    while (image.op() instanceof Move.Reshape && isUsed(image, 1)) {
      image = image.operand(0);
    }
    return Optional.of(image);
  }

  /** Whether no window lies in what is around the image, which bounds would change. */
  private static boolean hasElementInEachWindow(
      Value image, Move.Window window, long[] low, long[] high) {
    for (int axis = 0; axis < low.length; axis++) {
      int i = window.axes().indexOf(axis);
      long reach = i < 0 ? 0 : (window.sizes().get(i) - 1) * window.dilations().get(i);
      if (low[axis] > reach
          || high[axis] > reach
          || (i >= 0 && !image.dim(axis).isAtLeast(window.dilations().get(i)))) {
        return false;
      }
    }
    return true;
  }

  private boolean isMovable(Value image) {
    return isUsed(image, 1)
        && Bounded.of(image)
            .filter(BoundsBehindPools::isClosed)
            .filter(bounded -> bounded.between().stream().allMatch(value -> isUsed(value, 1)))
            .isPresent();
  }

  /** Whether an element on a bound passes no gradient on. */
  private static boolean isClosed(Bounded bounded) {
    return bounded.conditions().stream().allMatch(c -> c.op().equals(AT_MOST));
  }

  private boolean isUsed(Value value, int times) {
    return uses.getOrDefault(value, 0) == times;
  }

  private static boolean isView(Value value) {
    return value.op() instanceof Move.Reshape
        || (value.op() instanceof dev.netc.compiler.ir.Map map
            && map.function() == Elementwise.STOP_GRADIENT);
  }

  /** Bounded values of which each element is within the bounds before. */
  private static Map<Value, Value> useless(Graph graph) {
    Map<Value, Value> useless = new HashMap<>();
    for (Value value : graph.values()) {
      Bounded.of(value)
          .filter(BoundsBehindPools::isClosed)
          .filter(BoundsBehindPools::isWithinBefore)
          .ifPresent(bounded -> useless.put(value, bounded.operand()));
    }
    return useless;
  }

  private static boolean isWithinBefore(Bounded bounded) {
    Value source = bounded.operand();
    while (source.op() instanceof Move.Reshape) {
      source = source.operand(0);
    }
    return Bounded.of(source)
        .filter(BoundsBehindPools::isClosed)
        .filter(before -> before.low() >= bounded.low() && before.high() <= bounded.high())
        .isPresent();
  }

  private static Graph moved(Graph graph, Map<Value, Value> pooled, Map<Value, Value> useless) {
    Map<Value, Value> replaced = new HashMap<>(useless);
    pooled.values().forEach(image -> replaced.put(image, unbounded(image)));
    Map<Value, Value> same = new HashMap<>();
    GraphBuilder builder = new GraphBuilder();
    for (Value value : graph.values()) {
      Value made;
      if (replaced.containsKey(value)) {
        made = requireNonNull(same.get(replaced.get(value)));
      } else {
        builder.at(value.origin());
        made = builder.add(value.op(), value.operands().stream().map(same::get).toList());
        Value image = pooled.get(value);
        made = image == null ? made : bounded(image, unbounded(image), made, builder);
      }
      same.put(value, made);
    }
    return builder.build(
        graph.outputs().stream()
            .map(
                out ->
                    new Graph.Output(out.kind(), out.name(), requireNonNull(same.get(out.value()))))
            .toList());
  }

  private static Value unbounded(Value value) {
    return Bounded.of(value).map(Bounded::operand).orElse(value);
  }

  /** Another value within the bounds of one. */
  private static Value bounded(Value value, Value operand, Value other, GraphBuilder builder) {
    if (value == operand) {
      return other;
    }
    Value bound = builder.like(other, Uniform.element(value.operand(1)).orElseThrow());
    boolean below = value.operand(0).operand(0) == operand;
    Value condition =
        below
            ? builder.map(Elementwise.LE, other, bound)
            : builder.map(Elementwise.LE, bound, other);
    Value rest = bounded(value.operand(2), operand, other, builder);
    return builder.where(condition, bound, rest);
  }
}
