package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.simplify.Bounded;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A convolution whose output only a max pool reads, with what keeps the pool's elements within
 * bounds: the output itself needs no memory.
 *
 * @param result of the pool, within the bounds
 */
record PooledConvolutionForm(
    Value result, PoolForm pool, ConvolutionForm convolution, Epilogue epilogue, Set<Value> within)
    implements Form {

  static Optional<Form> of(Value result, Uses uses) {
    Optional<Bounded> bounded =
        Bounded.of(result).filter(bounds -> EpilogueMatcher.isPrivate(bounds, uses));
    Value inner = bounded.map(Bounded::operand).orElse(result);
    Epilogue bounds =
        bounded.map(found -> Epilogue.NONE.within(found.low(), found.high())).orElse(Epilogue.NONE);
    Set<Value> between = new HashSet<>(bounded.map(Bounded::between).orElse(Set.of()));
    between.add(inner);
    between.remove(result);
    return PoolForm.of(inner, uses)
        .filter(pool -> pool.placesAreReadAfter(result, uses))
        .flatMap(pool -> of(result, pool, bounds, between, uses));
  }

  private static Optional<Form> of(
      Value result, PoolForm pool, Epilogue bounds, Set<Value> between, Uses uses) {
    Value output = pool.image().value();
    if (!isReadOnce(output, uses)) {
      return Optional.empty();
    }
    return EpilogueMatcher.peel(output, uses)
        .or(() -> Optional.of(Peeled.of(output, uses)))
        .flatMap(peeled -> ConvolutionForm.of(peeled, uses))
        .filter(
            form -> form.kind() == Kernel.Convolution.Kind.FORWARD && form.isOfOutput(pool.image()))
        .filter(form -> isBeforeThePool(form.peeled().epilogue()))
        .map(
            form -> {
              Set<Value> within = new HashSet<>(between);
              within.addAll(pool.absorbs());
              within.addAll(form.absorbs());
              within.add(output);
              Epilogue epilogue = form.peeled().epilogue().within(bounds.low(), bounds.high());
              return new PooledConvolutionForm(result, pool, form, epilogue, within);
            });
  }

  /** Whether only the pool's windows read a value, padded or not. */
  private static boolean isReadOnce(Value output, Uses uses) {
    return uses.once(output)
        && uses.users(output).stream()
            .allMatch(user -> !(user.op() instanceof Move.Pad) || isReadOnce(user, uses));
  }

  /** Whether all of an epilogue can be done before the pool, and bounds of its own behind. */
  private static boolean isBeforeThePool(Epilogue epilogue) {
    return epilogue.added().isEmpty()
        && epilogue.within(Epilogue.NONE.low(), Epilogue.NONE.high()).equals(epilogue);
  }

  @Override
  public List<Value> needs() {
    return convolution.needs();
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
    return pool.stores();
  }

  @Override
  public Kernel.Convolution build(Set<Value> stored) {
    Kernel.Convolution plain = convolution.build(stored);
    return new Kernel.Convolution(
        plain.kind(),
        plain.geometry(),
        plain.samples(),
        plain.image(),
        plain.weights(),
        new Kernel.Convolution.Dense(result, Dim.ZERO),
        plain.mode(),
        epilogue,
        Optional.of(
            pool.image()
                .maxPool(pool.keepsPlaces() ? Optional.of(pool.places()) : Optional.empty())));
  }
}
