package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.elaborate.Flow.Kind;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Notes the flow of tensors while the author's code runs.
 *
 * <p>Who gave a tensor is told by the datum, not by its value in the graph: what gives its operand
 * back unchanged, as dropout does in inference, is still a step on the way.
 */
final class FlowTracer {
  private final List<Running> steps = new ArrayList<>();
  private final Deque<Running> running = new ArrayDeque<>();
  private final IdentityHashMap<Datum.Tensor, Running> givers = new IdentityHashMap<>();
  private final Map<Value, Running> giversOfValues = new HashMap<>();
  private final List<Use> uses = new ArrayList<>();
  private final AxisNames axes = new AxisNames();
  private int muted;

  /** A step that has begun. */
  static final class Running {
    private final Optional<Running> parent;
    private final Kind kind;
    private final String name;
    private final String type;
    private final Optional<String> layer;
    private final Span span;
    private final int position;
    private List<TensorType> results = List.of();

    private Running(Optional<Running> parent, Kind kind, Call call, int position) {
      this.parent = parent;
      this.kind = kind;
      this.name = call.name();
      this.type = call.type();
      this.layer = call.layer();
      this.span = call.span();
      this.position = position;
    }
  }

  /** What is applied, and where. */
  record Call(String name, String type, Optional<String> layer, Span span) {
    Call(String name, Span span) {
      this(name, name, Optional.empty(), span);
    }
  }

  private record Use(Running giver, Running taker, Value value) {}

  /** Begins a step; all that begins before it ends is within it. */
  Running begin(Kind kind, Call call) {
    Running step = new Running(Optional.ofNullable(running.peek()), kind, call, steps.size());
    if (muted == 0) {
      steps.add(step);
    }
    running.push(step);
    return step;
  }

  /** Ends a step without a result, as one that failed does. */
  void abandon(Running step) {
    while (running.contains(step)) {
      running.pop();
    }
  }

  /**
   * Ends a step. Gives the result, in which a tensor that came in is told from the same one going
   * out.
   */
  Datum end(Running step, List<Datum> operands, Datum result) {
    abandon(step);
    List<Datum.Tensor> given = tensors(List.of(result));
    if (muted > 0) {
      return result;
    }
    if (given.isEmpty()) {
      forget(step);
      return result;
    }
    step.results = given.stream().map(tensor -> tensor.value().type()).toList();
    boolean composed = steps.size() > step.position + 1;
    if (composed) {
      return result;
    }
    List<Datum.Tensor> taken = tensors(operands);
    taken.forEach(tensor -> use(step, tensor));
    Datum own = renewed(result, taken);
    tensors(List.of(own)).forEach(tensor -> give(step, tensor));
    return own;
  }

  /** What is only asked for its size, or the like, is no step; nor is anything within it. */
  private void forget(Running step) {
    List<Running> forgotten = steps.subList(step.position, steps.size());
    if (forgotten.size() == 1) {
      forgotten.clear();
      return;
    }
    Set<Running> all = new HashSet<>(forgotten);
    uses.removeIf(use -> all.contains(use.taker()) || all.contains(use.giver()));
    givers.values().removeIf(all::contains);
    giversOfValues.values().removeIf(all::contains);
    forgotten.clear();
  }

  /** A step with nothing within. */
  Datum leaf(Kind kind, Call call, List<Datum> operands, Datum result) {
    return end(begin(kind, call), operands, result);
  }

  /** What takes a tensor and gives none. */
  void sink(Kind kind, Call call, Datum operand) {
    Running step = begin(kind, call);
    abandon(step);
    List<Datum.Tensor> taken = tensors(List.of(operand));
    step.results = taken.stream().map(tensor -> tensor.value().type()).toList();
    taken.forEach(tensor -> use(step, tensor));
  }

  /** Runs what is a step as a whole, whatever is within it. */
  <T> T muted(Supplier<T> inside) {
    muted++;
    try {
      return inside.get();
    } finally {
      muted--;
    }
  }

  /** Notes what a declaration calls the axes of a tensor that it takes. */
  void name(Value value, ShapePattern pattern) {
    axes.name(value, pattern);
  }

  /** All that has been noted. */
  Flow finish(List<Value> values) {
    IdentityHashMap<Running, Integer> numbers = new IdentityHashMap<>();
    List<Flow.Step> finished = new ArrayList<>();
    for (Running step : steps) {
      numbers.put(step, finished.size());
      int parent = step.parent.map(p -> numbers.getOrDefault(p, -1)).orElse(-1);
      finished.add(
          new Flow.Step(
              parent, step.kind, step.name, step.type, step.layer, step.span, step.results));
    }
    AxisNames.Resolved names = axes.resolve(values);
    List<Flow.Edge> edges = new ArrayList<>();
    for (Use use : uses) {
      Integer from = numbers.get(use.giver());
      Integer to = numbers.get(use.taker());
      if (from != null && to != null) {
        Flow.Tensor tensor = new Flow.Tensor(use.value().type(), names.of(use.value()));
        edges.add(new Flow.Edge(from, to, tensor));
      }
    }
    return new Flow(finished, edges);
  }

  private void use(Running taker, Datum.Tensor tensor) {
    Running giver = givers.get(tensor);
    if (giver == null) {
      giver = giversOfValues.get(tensor.value());
    }
    if (giver == null
        && tensor.value().op() instanceof Op.Input input
        && (input.role() == Op.Role.PARAMETER || input.role() == Op.Role.BUFFER)) {
      giver = owned(taker, input, tensor);
    }
    if (giver != null && giver != taker) {
      uses.add(new Use(giver, taker, tensor.value()));
    }
  }

  /** A step for a parameter that the author names, beside the step that takes it. */
  private Running owned(Running taker, Op.Input input, Datum.Tensor tensor) {
    Running step =
        new Running(
            taker.parent, Kind.PARAMETER, new Call(input.name(), taker.span), taker.position);
    step.results = List.of(tensor.value().type());
    // It stands before its taker, which has nothing within and so is the last.
    steps.remove(steps.size() - 1);
    steps.add(step);
    steps.add(taker);
    giversOfValues.put(tensor.value(), step);
    return step;
  }

  private void give(Running giver, Datum.Tensor tensor) {
    givers.put(tensor, giver);
    giversOfValues.put(tensor.value(), giver);
  }

  private static List<Datum.Tensor> tensors(List<Datum> data) {
    List<Datum.Tensor> tensors = new ArrayList<>();
    data.forEach(datum -> collect(datum, tensors));
    return tensors;
  }

  private static void collect(Datum datum, List<Datum.Tensor> tensors) {
    if (datum instanceof Datum.Tensor tensor) {
      tensors.add(tensor);
    } else if (datum instanceof Datum.Packed packed) {
      tensors.add(new Datum.Tensor(packed.data()));
    } else if (datum instanceof Items items) {
      items.items().forEach(item -> collect(item, tensors));
    }
  }

  private static Datum renewed(Datum result, List<Datum.Tensor> taken) {
    Set<Datum.Tensor> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(taken);
    return renewed(result, known);
  }

  private static Datum renewed(Datum result, Set<Datum.Tensor> taken) {
    if (result instanceof Datum.Tensor tensor) {
      return taken.contains(tensor) ? new Datum.Tensor(tensor.value()) : tensor;
    }
    if (result instanceof Items items) {
      return new Items(
          items.brackets(), items.items().stream().map(item -> renewed(item, taken)).toList());
    }
    return result;
  }
}
