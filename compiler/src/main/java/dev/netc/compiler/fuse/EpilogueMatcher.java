package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.simplify.Bounded;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the elementwise functions around a contraction that its kernel can do as an epilogue. */
final class EpilogueMatcher {
  private final Uses uses;

  private EpilogueMatcher(Uses uses) {
    this.uses = uses;
  }

  /** A contraction below, and what is done to it. */
  private record Found(Value core, Epilogue epilogue, Set<Value> around) {
    Found with(Value value) {
      Set<Value> more = new HashSet<>(around);
      more.add(value);
      return new Found(core, epilogue, more);
    }
  }

  /** The value less its epilogue, if it has one and a contraction is what remains. */
  static Optional<Peeled> peel(Value result, Uses uses) {
    return result.type().element() == ElementType.FLOAT
        ? new EpilogueMatcher(uses).peel(result)
        : Optional.empty();
  }

  private Optional<Peeled> peel(Value result) {
    Optional<Bounded> bounded = Bounded.of(result).filter(bounds -> isPrivate(bounds, uses));
    Value inner = bounded.map(Bounded::operand).orElse(result);
    Epilogue start =
        bounded
            .map(bounds -> Epilogue.NONE.within(bounds.low(), bounds.high()))
            .orElse(Epilogue.NONE);
    return sum(inner, start)
        .filter(found -> !found.epilogue().isNone())
        .map(
            found -> {
              Set<Value> around = new HashSet<>(found.around());
              bounded.ifPresent(bounds -> around.addAll(bounds.between()));
              around.remove(result);
              return new Peeled(
                  result, found.core(), Kernel.Mode.REPLACE, found.epilogue(), around);
            });
  }

  /** Whether nothing else uses what is bounded, or how. */
  static boolean isPrivate(Bounded bounds, Uses uses) {
    // The operand is used by each condition, and by the innermost choice.
    return uses.of(bounds.operand()) == bounds.conditions().size() + 1
        && bounds.between().stream().allMatch(uses::once);
  }

  /** {@code core * scale + shift + added}, of which only the core is certain. */
  private Optional<Found> sum(Value value, Epilogue sofar) {
    Optional<Found> found = scaled(value, sofar);
    if (found.isPresent() || !is(value, Elementwise.ADD)) {
      return found;
    }
    for (int side = 0; side < 2 && found.isEmpty(); side++) {
      Value rest = value.operand(side);
      Value other = value.operand(1 - side);
      Optional<Epilogue> next = adding(other, sofar);
      if (next.isPresent() && rest != other && uses.once(rest)) {
        found = sum(rest, next.get());
      }
    }
    return found.map(below -> below.with(value));
  }

  private static Optional<Epilogue> adding(Value summand, Epilogue sofar) {
    Optional<Epilogue.Vector> vector = vector(summand);
    if (vector.isPresent()) {
      return sofar.shift().isEmpty()
          ? Optional.of(sofar.shiftedBy(vector.get()))
          : Optional.empty();
    }
    boolean repeats = summand.op() instanceof Move.Broadcast || summand.op() instanceof Op.Constant;
    // What is gathered lies where the sum is to lie, and is added to in place.
    boolean gathered = summand.op() instanceof Op.Input input && input.role() == Op.Role.GRADIENT;
    return sofar.added().isEmpty() && !repeats && !gathered
        ? Optional.of(sofar.adding(summand))
        : Optional.empty();
  }

  private Optional<Found> scaled(Value value, Epilogue sofar) {
    if (is(value, Elementwise.MUL)) {
      for (int side = 0; side < 2; side++) {
        Value rest = value.operand(side);
        Optional<Epilogue.Vector> vector = vector(value.operand(1 - side));
        if (vector.isPresent() && uses.once(rest) && isContraction(rest)) {
          return Optional.of(core(rest, sofar.scaledBy(vector.get())).with(value));
        }
      }
    }
    return isContraction(value) ? Optional.of(core(value, sofar)) : Optional.empty();
  }

  private boolean isContraction(Value value) {
    Value core = value;
    while (core.op() instanceof Move.Reshape && uses.once(core.operand(0))) {
      core = core.operand(0);
    }
    if (core.op() instanceof Move.Transpose && uses.once(core.operand(0))) {
      core = core.operand(0);
    }
    return core.op() instanceof Contract;
  }

  private Found core(Value value, Epilogue epilogue) {
    Set<Value> around = new HashSet<>(Set.of(value));
    Value core = value;
    while (core.op() instanceof Move.Reshape && uses.once(core.operand(0))) {
      core = core.operand(0);
      around.add(core);
    }
    return new Found(core, epilogue, around);
  }

  private static boolean is(Value value, Elementwise function) {
    return value.op() instanceof Map map && map.function() == function;
  }

  /** A value of one number for each position of one axis. */
  private static Optional<Epilogue.Vector> vector(Value value) {
    if (!(value.op() instanceof Move.Broadcast)) {
      return Optional.empty();
    }
    Value base = value;
    while (base.op() instanceof Move.Broadcast || base.op() instanceof Move.Reshape) {
      base = base.operand(0);
    }
    ExpressionBuilder builder = new ExpressionBuilder(Set.of(base));
    List<Axis> axes = builder.axes(value.shape());
    Expression element = builder.at(value, ExpressionBuilder.counters(axes));
    if (!(element instanceof Expression.Load load)
        || base.op() instanceof Op.Constant
        || load.at().terms().size() != 1) {
      return Optional.empty();
    }
    Dim inner = Dim.ONE;
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      if (load.at().minus(Index.of(load.at().constant())).is(axes.get(axis))) {
        return Optional.of(
            new Epilogue.Vector(base, load.at().constant(), axes.get(axis).extent(), inner));
      }
      inner = inner.times(axes.get(axis).extent());
    }
    return Optional.empty();
  }
}
