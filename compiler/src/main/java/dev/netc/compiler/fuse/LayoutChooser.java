package dev.netc.compiler.fuse;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses how values lie that only products of linear layers and elementwise loops between them
 * have to do with: in rows of samples, or in panels of samples, which one product writes and the
 * next reads without a copy.
 *
 * <p>A product of rows along the sum by weights along the sum turns one of the two. Weights have to
 * be turned whatever the number of samples, and samples only where a chain of products begins and
 * ends if all between lies in panels; so panels pay up to some number of samples. The runtime
 * decides by the number that there is.
 */
public final class LayoutChooser {
  /** A size that no number of samples comes near. */
  private static final long BOUND = 1 << 20;

  private final Schedule schedule;
  private final Set<Value> leaving = new HashSet<>();

  /** The products that may have samples in lanes. */
  private final List<Kernel.Matmul> products = new ArrayList<>();

  /** What may lie in panels. */
  private final Map<Value, Extent> values = new LinkedHashMap<>();

  /** The loops to which it does not matter. */
  private final IdentityHashMap<Kernel, ElementwiseLoop> loops = new IdentityHashMap<>();

  private final Map<Value, Kernel> writers = new HashMap<>();
  private final Map<Value, List<Kernel>> readers = new HashMap<>();

  /** Of a value as a matrix. */
  private record Extent(Dim rows, Dim columns) {}

  /** Rows that are turned, once for all products that read them. */
  private record Rows(Kernel.Matrix samples, Extent extent, int most) {}

  private LayoutChooser(Schedule schedule) {
    this.schedule = schedule;
    for (Graph.Output output : schedule.graph().outputs()) {
      leaving.add(output.value());
      leaving.add(schedule.stored(output));
    }
  }

  /** The same schedule, whose products say what lies in panels. */
  public static Schedule choose(Schedule schedule) {
    return new LayoutChooser(schedule).chosen();
  }

  private Schedule chosen() {
    for (Schedule.Step step : schedule.steps()) {
      Kernel kernel = step.kernel();
      kernel
          .reads()
          .forEach(read -> readers.computeIfAbsent(read, r -> new ArrayList<>()).add(kernel));
      kernel.results().forEach(result -> writers.put(result, kernel));
      ElementwiseLoop.of(kernel).ifPresent(loop -> loops.put(kernel, loop));
      if (kernel instanceof Kernel.Matmul product && isLinear(product)) {
        products.add(product);
      }
    }
    findValues();
    IdentityHashMap<Kernel, Integer> limits = new IdentityHashMap<>();
    for (List<Kernel.Matmul> chain : chains()) {
      int most = mostSamples(chain);
      if (most >= Panels.LEAST) {
        chain.forEach(product -> limits.put(product, most));
      }
    }
    List<Schedule.Step> steps = new ArrayList<>();
    Map<Rows, Value> turned = new HashMap<>();
    for (Schedule.Step step : schedule.steps()) {
      Integer most = limits.get(step.kernel());
      if (most == null) {
        steps.add(step);
        continue;
      }
      Kernel.Matmul product = (Kernel.Matmul) step.kernel();
      Value left = product.left().value();
      if (!values.containsKey(left)) {
        Rows rows = new Rows(product.left(), new Extent(product.rows(), product.inner()), most);
        left =
            turned.computeIfAbsent(
                rows,
                r -> {
                  Kernel.Turn turn = turn(r);
                  steps.add(new Schedule.Step(step.phase(), turn));
                  return turn.panels();
                });
      }
      boolean result = values.containsKey(product.result().value());
      steps.add(new Schedule.Step(step.phase(), product.in(new Panels(left, result, most))));
    }
    return new Schedule(schedule.graph(), steps, schedule.aliases());
  }

  private static Kernel.Turn turn(Rows rows) {
    Extent extent = rows.extent();
    Shape shape = new Shape(List.of(extent.rows(), extent.columns()));
    Value panels = rows.samples().value().laidOut(shape, "panels");
    return new Kernel.Turn(extent.rows(), extent.columns(), rows.samples(), panels, rows.most());
  }

  /** Whether this is X Wᵀ, of rows and weights that run along the sum. */
  private static boolean isLinear(Kernel.Matmul product) {
    return product.batch().isEmpty()
        && product.mode() == Kernel.Mode.REPLACE
        && product.result().value().type().element() == ElementType.FLOAT
        && product.inner().isConstant()
        && product.inner().isAtLeast(1)
        && product.columns().isConstant()
        && !product.isAlongRows()
        && product.left().row().equals(product.inner())
        && product.left().column().is(1)
        && product.right().row().is(1)
        && product.result().row().equals(product.columns());
  }

  /** Takes all values of the products, and drops those that somebody needs in rows. */
  private void findValues() {
    for (Kernel.Matmul product : products) {
      add(product.left().value(), new Extent(product.rows(), product.inner()));
      add(product.result().value(), new Extent(product.rows(), product.columns()));
    }
    boolean changed = true;
    while (changed) {
      changed = values.keySet().removeIf(value -> !mayLieInPanels(value));
      changed |= loops.values().removeIf(loop -> !isOfOneExtent(loop));
    }
  }

  /** A value that products see as different matrices is none that is good for panels. */
  private void add(Value value, Extent extent) {
    Extent other = values.putIfAbsent(value, extent);
    if (other != null && !other.equals(extent)) {
      leaving.add(value);
    }
  }

  private boolean mayLieInPanels(Value value) {
    Kernel writer = writers.get(value);
    boolean written =
        writer instanceof Kernel.Matmul product
            ? isLinear(product) && writesWhole(product)
            : loops.containsKey(writer);
    return written
        && !leaving.contains(value)
        && readers.getOrDefault(value, List.of()).stream().allMatch(r -> takes(r, value));
  }

  private boolean takes(Kernel reader, Value value) {
    if (reader instanceof Kernel.Matmul product) {
      return isLinear(product) && readsWhole(product, value);
    }
    ElementwiseLoop loop = loops.get(reader);
    return loop != null && !loop.others().contains(value);
  }

  private boolean isOfOneExtent(ElementwiseLoop loop) {
    return values.keySet().containsAll(loop.values())
        && loop.values().stream().map(values::get).distinct().count() == 1;
  }

  /** Whether all of a result is one matrix to which nothing in rows is added. */
  private static boolean writesWhole(Kernel.Matmul product) {
    return product.result().start().equals(Index.ZERO)
        && product.epilogue().added().isEmpty()
        && product
            .result()
            .value()
            .shape()
            .elements()
            .equals(product.rows().times(product.columns()));
  }

  /** Whether a product reads all of a value as its left operand, and nothing else of it. */
  private static boolean readsWhole(Kernel.Matmul product, Value value) {
    return product.left().value() == value
        && product.left().start().equals(Index.ZERO)
        && product.right().value() != value
        && !product.epilogue().reads().contains(value)
        && value.shape().elements().equals(product.rows().times(product.inner()));
  }

  /** The products that are connected by such values. */
  private Collection<List<Kernel.Matmul>> chains() {
    Map<Value, Value> next = new HashMap<>();
    loops.values().forEach(loop -> connect(loop.values(), next));
    Map<Value, List<Kernel.Matmul>> chains = new LinkedHashMap<>();
    for (Kernel.Matmul product : products) {
      connect(inPanels(product), next);
    }
    for (Kernel.Matmul product : products) {
      for (Value value : inPanels(product).stream().limit(1).toList()) {
        chains.computeIfAbsent(last(value, next), v -> new ArrayList<>()).add(product);
      }
    }
    return chains.values();
  }

  private List<Value> inPanels(Kernel.Matmul product) {
    return Stream.of(product.left().value(), product.result().value())
        .filter(values::containsKey)
        .toList();
  }

  private static void connect(Collection<Value> some, Map<Value, Value> next) {
    for (Value value : some) {
      Value end = last(value, next);
      Value other = last(some.iterator().next(), next);
      if (end != other) {
        next.put(end, other);
      }
    }
  }

  private static Value last(Value value, Map<Value, Value> next) {
    Value last = value;
    while (next.containsKey(last)) {
      last = requireNonNull(next.get(last));
    }
    return last;
  }

  /**
   * Up to how many samples turning them, where the chain begins and ends, takes no longer than
   * turning its weights.
   */
  private int mostSamples(List<Kernel.Matmul> chain) {
    long weights = 0;
    long ofEach = 0;
    for (Kernel.Matmul product : chain) {
      weights += product.inner().constant() * product.columns().constant();
      if (!values.containsKey(product.left().value())) {
        ofEach += product.inner().constant();
      }
      if (!values.containsKey(product.result().value())) {
        ofEach += product.columns().constant();
      }
    }
    return (int) Math.min(BOUND, weights / Math.max(1, ofEach));
  }
}
