package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Gather;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.simplify.Bounded;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which values get memory; all others are computed where they are used.
 *
 * <p>A value is stored if it leaves the graph, if a library routine reads it, if kernels or places
 * in a kernel share it, or if its elements are used more often than once and are not cheap.
 * Constants and movements are never stored for the sake of sharing.
 */
final class Storage {
  /**
   * The most values that one kernel computes on the way, so that its method stays small enough for
   * the JIT.
   */
  private static final int MOST_INLINED = 96;

  private final Graph graph;
  private final Uses uses;
  private final java.util.Map<Value, Set<Use>> places = new HashMap<>();
  private final Set<Value> needed = new HashSet<>();
  private final Set<Value> absorbed = new HashSet<>();
  private final Set<Value> repeated = new HashSet<>();
  private final java.util.Map<Value, Integer> inlined = new HashMap<>();
  private final java.util.Map<Value, Value> aliases = new LinkedHashMap<>();
  private final java.util.Map<Value, Form> forms = new HashMap<>();
  private final Set<Value> stored = new HashSet<>();

  /**
   * Where a value is used: in the kernel of a root, at the indices that a path of movements makes
   * of the root's.
   */
  private record Use(Value root, Object path) {}

  private Storage(Graph graph) {
    this.graph = graph;
    this.uses = new Uses(graph);
  }

  static Storage of(Graph graph) {
    Storage storage = new Storage(graph);
    storage.decide();
    return storage;
  }

  /** The values that have memory, inputs included. */
  Set<Value> stored() {
    return stored;
  }

  /** How each stored value is computed, inputs excluded. */
  java.util.Map<Value, Form> forms() {
    return forms;
  }

  /** For each output that is a reshape of a stored value, that value. */
  java.util.Map<Value, Value> aliases() {
    return aliases;
  }

  private void decide() {
    graph.outputs().forEach(output -> needed.add(alias(output.value())));
    List<Value> values = graph.values();
    for (int i = values.size() - 1; i >= 0; i--) {
      decide(values.get(i));
    }
  }

  /** The value whose memory an output can share. */
  private Value alias(Value output) {
    Value base = output;
    while (base.op() instanceof Move.Reshape) {
      base = base.operand(0);
    }
    if (base == output || base.op() instanceof Op.Input) {
      return output;
    }
    aliases.put(output, base);
    return base;
  }

  private void decide(Value value) {
    if (value.op() instanceof Op.Input) {
      stored.add(value);
      return;
    }
    if (absorbed.contains(value)) {
      return;
    }
    Set<Use> at = places.getOrDefault(value, Set.of());
    boolean used = needed.contains(value) || !at.isEmpty();
    if (!used) {
      return;
    }
    Optional<Form> own = special(value);
    boolean store = needed.contains(value) || own.isPresent();
    if (!store && !cheap(value)) {
      store = at.size() > 1 || repeated.contains(value) || full(at.iterator().next().root());
    }
    if (store) {
      store(value, own.orElseGet(() -> new LoopForm(value)));
    } else {
      inline(value, at);
    }
  }

  private boolean full(Value root) {
    return inlined.getOrDefault(root, 0) >= MOST_INLINED;
  }

  /** A kernel for this value and those around it, unless one of them must be had apart. */
  private Optional<Form> special(Value value) {
    return recognised(value)
        .filter(form -> form.absorbs().stream().noneMatch(v -> v != value && needed.contains(v)));
  }

  private Optional<Form> recognised(Value value) {
    if (value.op() instanceof Scan scan) {
      return Optional.of(ScanForm.of(value, scan));
    }
    Optional<Form> finished = EpilogueMatcher.peel(value, uses).flatMap(this::contracted);
    if (finished.isPresent()) {
      return finished;
    }
    Optional<Form> pool =
        PooledConvolutionForm.of(value, uses)
            .or(() -> PoolForm.of(value, uses))
            .or(() -> PoolGradientForm.of(value, uses))
            .or(() -> SumPoolForm.of(value, uses));
    if (pool.isPresent()) {
      return pool;
    }
    Peeled peeled = Peeled.of(value, uses);
    if (ScatterForm.scatters(peeled.core())) {
      return ConvolutionForm.of(peeled, uses)
          .<Form>map(form -> form)
          .or(() -> ScatterForm.of(value, uses));
    }
    return RoutineForm.of(value).or(() -> contracted(peeled));
  }

  private Optional<Form> contracted(Peeled peeled) {
    Optional<Form> convolution = ConvolutionForm.of(peeled, uses).map(form -> form);
    return convolution.or(() -> MatmulForm.of(peeled, uses));
  }

  private void store(Value value, Form form) {
    stored.add(value);
    forms.put(value, form);
    needed.addAll(form.needs());
    absorbed.addAll(form.absorbs());
    stored.addAll(form.stores());
    absorbed.addAll(form.stores());
    Use use = new Use(value, value);
    for (Value taken : form.takes()) {
      Object path = form instanceof LoopForm ? path(value, use) : new Use(value, taken);
      use(taken, value, new Use(value, path));
    }
  }

  private void inline(Value value, Set<Use> at) {
    for (Use use : at) {
      inlined.merge(use.root(), 1, Integer::sum);
      for (Value operand : value.operands()) {
        use(operand, value, new Use(use.root(), path(value, use)));
      }
    }
  }

  /**
   * Elementwise ops take their operands at the place where they are used themselves, others
   * elsewhere.
   */
  private static Object path(Value user, Use use) {
    boolean elementwise = user.op() instanceof Map || user.op() instanceof Cast;
    return elementwise ? use.path() : new Use(user, use.path());
  }

  private void use(Value operand, Value user, Use use) {
    places.computeIfAbsent(operand, key -> new LinkedHashSet<>()).add(use);
    if (repeats(user, operand) || (repeated.contains(user) && !stored.contains(user))) {
      repeated.add(operand);
    }
  }

  /** Whether the user takes elements of an operand more often than once. */
  private static boolean repeats(Value user, Value operand) {
    if (user.op() instanceof Move.Broadcast) {
      return !user.shape().elements().equals(operand.shape().elements());
    }
    return user.op() instanceof Move.Window
        || user.op() instanceof Contract
        || (user.op() instanceof Gather && user.operand(0) == operand);
  }

  /** Whether a value costs next to nothing to compute again. */
  private boolean cheap(Value value) {
    Op op = value.op();
    if (isMask(value) || isShift(value)) {
      return true;
    }
    if (op instanceof Move) {
      return !(op instanceof Move.Concat) && !(op instanceof Move.OverlapAdd);
    }
    return op instanceof Op.Source
        || (op instanceof Map map && map.function() == Elementwise.STOP_GRADIENT);
  }

  /**
   * Whether a value says on which side of a bound the result of a relu or its like lies. That is
   * read by others too, so it has memory, and asking again costs less than storing the answer.
   */
  private boolean isMask(Value value) {
    return value.op() instanceof Map map
        && map.function() == Elementwise.LE
        && value.operands().stream()
            .anyMatch(operand -> Bounded.of(operand).isPresent() && uses.of(operand) > 1);
  }

  /**
   * Whether a value is what a product or convolution gives, less a number that is repeated: in a
   * batch norm the channel's mean. The product has memory, and the number is read before the loop.
   */
  private boolean isShift(Value value) {
    if (!(value.op() instanceof Map map)
        || (map.function() != Elementwise.SUB && map.function() != Elementwise.ADD)
        || !(value.operand(1).op() instanceof Move.Broadcast)) {
      return false;
    }
    Value product = value.operand(0);
    while (product.op() instanceof Move.Reshape || product.op() instanceof Move.Transpose) {
      product = product.operand(0);
    }
    return product.op() instanceof Contract && uses.of(value.operand(0)) > 1;
  }
}
