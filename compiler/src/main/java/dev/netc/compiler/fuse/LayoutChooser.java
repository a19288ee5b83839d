package dev.netc.compiler.fuse;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses how values lie that only products of linear layers have to do with: in rows of samples,
 * or in panels of samples, which one product writes and the next reads without a copy.
 *
 * <p>A product of rows along the sum by weights along the sum turns one of the two. Weights have to
 * be turned whatever the number of samples, and samples only where a chain of products begins and
 * ends if all between lies in panels; so panels pay up to some number of samples. The runtime
 * decides by the number that there is.
 */
public final class LayoutChooser {
  /** With fewer samples the runtime has no panels. */
  private static final int LEAST = 16;

  /** A size that no number of samples comes near. */
  private static final long BOUND = 1 << 20;

  private final Schedule schedule;
  private final Set<Value> leaving = new HashSet<>();

  /** The products that may have samples in lanes. */
  private final List<Kernel.Matmul> products = new ArrayList<>();

  /** What may lie in panels. */
  private final Set<Value> values = new LinkedHashSet<>();

  private final Map<Value, List<Kernel>> readers = new HashMap<>();

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
      if (kernel instanceof Kernel.Matmul product && isLinear(product)) {
        products.add(product);
      }
    }
    findValues();
    IdentityHashMap<Kernel, Panels> choices = new IdentityHashMap<>();
    for (List<Kernel.Matmul> chain : chains()) {
      int most = mostSamples(chain);
      if (most < LEAST) {
        continue;
      }
      for (Kernel.Matmul product : chain) {
        boolean left = values.contains(product.left().value());
        boolean result = values.contains(product.result().value());
        choices.put(product, new Panels(left, result, most));
      }
    }
    List<Schedule.Step> steps = new ArrayList<>();
    for (Schedule.Step step : schedule.steps()) {
      Panels panels = choices.get(step.kernel());
      steps.add(
          panels == null
              ? step
              : new Schedule.Step(step.phase(), ((Kernel.Matmul) step.kernel()).in(panels)));
    }
    return new Schedule(schedule.graph(), steps, schedule.aliases());
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

  private void findValues() {
    Map<Value, Kernel.Matmul> writers = new HashMap<>();
    products.forEach(product -> writers.put(product.result().value(), product));
    for (Kernel.Matmul product : products) {
      Value value = product.left().value();
      Kernel.Matmul writer = writers.get(value);
      if (writer != null
          && writesWhole(writer)
          && fits(writer.rows(), writer.columns(), product)
          && !leaving.contains(value)
          && requireNonNull(readers.get(value)).stream()
              .allMatch(reader -> readsWhole(reader, value, product))) {
        values.add(value);
      }
    }
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

  /** Whether a kernel reads a value as the left operand of the same kind as another product. */
  private boolean readsWhole(Kernel reader, Value value, Kernel.Matmul product) {
    return reader instanceof Kernel.Matmul other
        && isLinear(other)
        && other.left().value() == value
        && other.left().start().equals(Index.ZERO)
        && other.right().value() != value
        && !other.epilogue().reads().contains(value)
        && fits(product.rows(), product.inner(), other)
        && value.shape().elements().equals(other.rows().times(other.inner()));
  }

  private static boolean fits(Dim rows, Dim columns, Kernel.Matmul reader) {
    return reader.rows().equals(rows) && reader.inner().equals(columns);
  }

  /** The products that are connected by such values. */
  private Collection<List<Kernel.Matmul>> chains() {
    Map<Value, List<Kernel.Matmul>> byValue = new HashMap<>();
    List<List<Kernel.Matmul>> chains = new ArrayList<>();
    for (Kernel.Matmul product : products) {
      Value left = product.left().value();
      List<Kernel.Matmul> chain = values.contains(left) ? byValue.get(left) : null;
      if (chain == null) {
        chain = new ArrayList<>();
        chains.add(chain);
        byValue.put(left, chain);
      }
      chain.add(product);
      byValue.put(product.result().value(), chain);
    }
    chains.removeIf(
        chain -> chain.stream().noneMatch(product -> values.contains(product.left().value())));
    return chains;
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
      if (!values.contains(product.left().value())) {
        ofEach += product.inner().constant();
      }
      if (!values.contains(product.result().value())) {
        ofEach += product.columns().constant();
      }
    }
    return (int) Math.min(BOUND, weights / Math.max(1, ofEach));
  }
}
