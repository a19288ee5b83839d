package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Gather;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A max pool: what {@link Gather} takes from each window at the place that {@link ArgReduce} finds
 * there.
 *
 * @param places where the greatest elements are in their windows
 * @param keepsPlaces whether anything but this reads them
 */
record PoolForm(
    Peeled peeled, PooledImage image, Value places, boolean keepsPlaces, Set<Value> within)
    implements Form {

  static Optional<PoolForm> of(Value result, Uses uses) {
    if (result.type().element() != ElementType.FLOAT) {
      return Optional.empty();
    }
    Peeled peeled = Peeled.of(result, uses);
    Value core = peeled.core();
    if (peeled.mode() == Kernel.Mode.ADD || !(core.op() instanceof Gather gather)) {
      return Optional.empty();
    }
    Value windows = core.operand(0);
    Set<Value> within = new HashSet<>(peeled.around());
    Value places = core.operand(1);
    while (isView(places)) {
      if (uses.once(places)) {
        within.add(places);
      }
      places = places.operand(0);
    }
    if (gather.axis() != windows.rank() - 1
        || !core.dim(gather.axis()).is(1)
        || !(places.op() instanceof ArgReduce search)
        || search.kind() != ArgReduce.Kind.ARGMAX
        || search.axis() != gather.axis()
        || places.operand(0) != windows) {
      return Optional.empty();
    }
    within.remove(result);
    Set<Value> readers = new HashSet<>();
    boolean leaves = addReaders(places, uses, readers);
    readers.remove(core);
    Value found = places;
    boolean keeps = leaves || !readers.isEmpty();
    return PooledImage.of(windows, Double.NEGATIVE_INFINITY)
        .map(image -> new PoolForm(peeled, image, found, keeps, within))
        .filter(form -> form.placesAreReadAfter(result, uses));
  }

  /** Whether those who read the places come after what is computed with them. */
  boolean placesAreReadAfter(Value result, Uses uses) {
    Set<Value> readers = new HashSet<>();
    addReaders(places, uses, readers);
    readers.remove(peeled.core());
    return readers.stream().allMatch(reader -> uses.isAfter(reader, result));
  }

  /** Gathers who reads a value, or a view of it; gives whether one of these leaves the graph. */
  private static boolean addReaders(Value value, Uses uses, Set<Value> readers) {
    boolean leaves = uses.isOutput(value);
    for (Value user : uses.users(value)) {
      if (isView(user)) {
        leaves |= addReaders(user, uses, readers);
      } else {
        readers.add(user);
      }
    }
    return leaves;
  }

  /** Whether a value has the elements of its operand, in the same order. */
  static boolean isView(Value value) {
    return value.op() instanceof Move.Reshape
        || (value.op() instanceof Map map && map.function() == Elementwise.STOP_GRADIENT);
  }

  @Override
  public List<Value> needs() {
    return List.of(image.memory().value());
  }

  @Override
  public List<Value> takes() {
    return List.of();
  }

  @Override
  public Set<Value> absorbs() {
    return within;
  }

  @Override
  public Set<Value> stores() {
    return keepsPlaces ? Set.of(places) : Set.of();
  }

  @Override
  public Kernel.Pool build(Set<Value> stored) {
    return new Kernel.Pool(
        Kernel.Pool.Operation.MAX,
        image.height(),
        image.width(),
        image.images(),
        image.memory(),
        new Kernel.Convolution.Dense(peeled.result(), Dim.ZERO),
        keepsPlaces ? Optional.of(places) : Optional.empty());
  }
}
