package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A position as a function of loop counters: a constant plus multiples of {@link Atom}s, which are
 * counters, quotients and remainders of other positions, and whole numbers that are read at run
 * time.
 *
 * <p>Sums are kept in a normal form in which {@code (i / d) * d + i % d} is {@code i}, and
 * quotients and remainders that follow from the counters' ranges are worked out, so that reshaping
 * there and back leaves nothing behind.
 */
public final class Index {
  public static final Index ZERO = new Index(Map.of(), Dim.ZERO);

  /** What a position is made of. */
  public sealed interface Atom {
    /** The greatest value plus one; the least value is zero or more. */
    Dim limit();
  }

  /** A loop's counter. */
  public record Counter(Axis axis) implements Atom {
    @Override
    public Dim limit() {
      return axis.extent();
    }
  }

  /** The floor of a position that may not be negative, divided. */
  public record Quotient(Index dividend, Dim divisor, Dim limit) implements Atom {}

  /** What the division leaves. */
  public record Remainder(Index dividend, Dim divisor) implements Atom {
    @Override
    public Dim limit() {
      return divisor;
    }
  }

  /** An {@code int} that is known at run time only and lies within 0 and {@code limit}. */
  public record Read(Expression value, Dim limit) implements Atom {}

  private final Map<Atom, Dim> terms;
  private final Dim constant;

  private Index(Map<Atom, Dim> terms, Dim constant) {
    this.terms = Collections.unmodifiableMap(terms);
    this.constant = constant;
  }

  public static Index of(Axis axis) {
    return axis.extent().is(1) ? ZERO : of(new Counter(axis));
  }

  public static Index of(Atom atom) {
    return new Index(Map.of(atom, Dim.ONE), Dim.ZERO);
  }

  public static Index of(Dim constant) {
    return new Index(Map.of(), constant);
  }

  /** The row-major position of an element. */
  public static Index linear(List<Index> indices, Shape shape) {
    Index sum = ZERO;
    for (int axis = 0; axis < indices.size(); axis++) {
      sum = sum.times(shape.dim(axis)).plus(indices.get(axis));
    }
    return sum;
  }

  /** The indices of the element at this row-major position, which lies in the shape. */
  public List<Index> delinear(Shape shape) {
    List<Index> indices = new ArrayList<>();
    Index rest = this;
    for (int axis = shape.rank() - 1; axis > 0; axis--) {
      indices.add(rest.remainder(shape.dim(axis)));
      rest = rest.quotient(shape.dim(axis));
    }
    if (shape.rank() > 0) {
      indices.add(rest);
    }
    Collections.reverse(indices);
    return indices;
  }

  /** The atoms with their factors, in the order in which they were added. */
  public Map<Atom, Dim> terms() {
    return terms;
  }

  public Dim constant() {
    return constant;
  }

  /** The factor of an atom; zero if it has no part in this. */
  public Dim factor(Atom atom) {
    return terms.getOrDefault(atom, Dim.ZERO);
  }

  /** Whether this is the counter of {@code axis} and nothing else. */
  public boolean is(Axis axis) {
    return equals(of(axis));
  }

  /** Whether all atoms are counters. */
  public boolean isAffine() {
    return terms.keySet().stream().allMatch(Counter.class::isInstance);
  }

  /** Whether this, or what it is made of, has an atom of the given kind. */
  public boolean contains(Predicate<Atom> kind) {
    return terms.keySet().stream().anyMatch(atom -> kind.test(atom) || within(atom, kind));
  }

  private static boolean within(Atom atom, Predicate<Atom> kind) {
    if (atom instanceof Quotient quotient) {
      return quotient.dividend().contains(kind);
    }
    return atom instanceof Remainder remainder && remainder.dividend().contains(kind);
  }

  public Index plus(Index other) {
    Map<Atom, Dim> sum = new LinkedHashMap<>(terms);
    other.terms.forEach((atom, factor) -> sum.merge(atom, factor, Dim::plus));
    sum.values().removeIf(factor -> factor.is(0));
    return new Index(sum, constant.plus(other.constant)).joined();
  }

  public Index plus(Dim other) {
    return new Index(terms, constant.plus(other));
  }

  public Index plus(long other) {
    return plus(Dim.of(other));
  }

  public Index times(Dim factor) {
    if (factor.is(0)) {
      return ZERO;
    }
    Map<Atom, Dim> product = new LinkedHashMap<>();
    terms.forEach((atom, old) -> product.put(atom, old.times(factor)));
    return new Index(product, constant.times(factor));
  }

  public Index times(long factor) {
    return times(Dim.of(factor));
  }

  public Index minus(Index other) {
    return plus(other.times(-1));
  }

  /** This with another position in place of a counter. */
  Index with(Axis axis, Index replacement) {
    Index result = of(constant);
    for (Map.Entry<Atom, Dim> term : terms.entrySet()) {
      result = result.plus(with(term.getKey(), axis, replacement).times(term.getValue()));
    }
    return result;
  }

  private static Index with(Atom atom, Axis axis, Index replacement) {
    if (atom instanceof Counter counter) {
      return counter.axis().equals(axis) ? replacement : of(atom);
    } else if (atom instanceof Quotient quotient) {
      return quotient.dividend().with(axis, replacement).quotient(quotient.divisor());
    } else if (atom instanceof Remainder remainder) {
      return remainder.dividend().with(axis, replacement).remainder(remainder.divisor());
    }
    return of(atom);
  }

  /** The floor of this divided by a positive number. */
  public Index quotient(Dim divisor) {
    Split split = split(divisor);
    return split.within(divisor) ? split.whole : split.whole.plus(split.rest.quotientAtom(divisor));
  }

  /** What is left of the division by a positive number; never negative. */
  public Index remainder(Dim divisor) {
    Split split = split(divisor);
    return split.within(divisor) ? split.rest : split.rest.remainderAtom(divisor);
  }

  /** This as {@code whole * divisor + rest}, where the rest is not negative where this is not. */
  private record Split(Index whole, Index rest) {
    boolean within(Dim divisor) {
      return rest.isAtLeastZero() && rest.isBelow(divisor);
    }
  }

  private Split split(Dim divisor) {
    Map<Atom, Dim> whole = new LinkedHashMap<>();
    Map<Atom, Dim> rest = new LinkedHashMap<>();
    for (Map.Entry<Atom, Dim> term : terms.entrySet()) {
      Optional<Dim> quotient = term.getValue().dividedExactlyBy(divisor);
      if (quotient.isPresent()) {
        whole.put(term.getKey(), quotient.get());
      } else {
        rest.put(term.getKey(), term.getValue());
      }
    }
    Dim wholeConstant = constant.floorDividedBy(divisor);
    if (!constant.isConstant() || !divisor.isConstant()) {
      wholeConstant = constant.dividedExactlyBy(divisor).orElse(Dim.ZERO);
    }
    Index left = new Index(rest, constant.minus(wholeConstant.times(divisor)));
    return left.isAtLeastZero()
        ? new Split(new Index(whole, wholeConstant), left)
        : new Split(ZERO, this);
  }

  private Index quotientAtom(Dim divisor) {
    Optional<Atom> only = onlyAtom();
    if (only.isPresent() && only.get() instanceof Quotient inner) {
      return inner.dividend().quotient(inner.divisor().times(divisor));
    }
    if (only.isPresent() && only.get() instanceof Remainder inner) {
      Optional<Dim> parts = inner.divisor().dividedExactlyBy(divisor);
      if (parts.isPresent()) {
        return inner.dividend().quotient(divisor).remainder(parts.get());
      }
    }
    Dim limit =
        greatest()
            .map(greatest -> greatest.floorDividedBy(divisor).plus(1))
            .orElse(Dim.of(Integer.MAX_VALUE));
    return of(new Quotient(this, divisor, limit));
  }

  private Index remainderAtom(Dim divisor) {
    Optional<Atom> only = onlyAtom();
    if (only.isPresent()
        && only.get() instanceof Remainder inner
        && inner.divisor().dividedExactlyBy(divisor).isPresent()) {
      return inner.dividend().remainder(divisor);
    }
    return of(new Remainder(this, divisor));
  }

  private Optional<Atom> onlyAtom() {
    return constant.is(0) && terms.size() == 1 && terms.values().iterator().next().is(1)
        ? Optional.of(terms.keySet().iterator().next())
        : Optional.empty();
  }

  /** Puts {@code k * (e % d) + k * d * (e / d)} together to {@code k * e}. */
  private Index joined() {
    for (Map.Entry<Atom, Dim> term : terms.entrySet()) {
      if (!(term.getKey() instanceof Remainder remainder)) {
        continue;
      }
      Dim wanted = term.getValue().times(remainder.divisor());
      if (!terms.containsValue(wanted)) {
        continue;
      }
      Optional<Atom> quotient = remainder.dividend().quotient(remainder.divisor()).onlyAtom();
      if (quotient.isPresent() && factor(quotient.get()).equals(wanted)) {
        Map<Atom, Dim> rest = new LinkedHashMap<>(terms);
        rest.remove(remainder);
        rest.remove(quotient.get());
        return new Index(rest, constant).plus(remainder.dividend().times(term.getValue()));
      }
    }
    return this;
  }

  /** Whether this is never negative. */
  public boolean isAtLeastZero() {
    return times(-1).greatest().filter(greatest -> greatest.negated().isAtLeast(0)).isPresent();
  }

  /** Whether this is always less than {@code bound}. */
  public boolean isBelow(Dim bound) {
    return greatest().filter(greatest -> bound.minus(greatest).isAtLeast(1)).isPresent();
  }

  /** The greatest value, if the signs of all factors are known. */
  private Optional<Dim> greatest() {
    Dim greatest = constant;
    for (Map.Entry<Atom, Dim> term : terms.entrySet()) {
      Dim factor = term.getValue();
      if (factor.isAtLeast(0)) {
        greatest = greatest.plus(term.getKey().limit().plus(-1).times(factor));
      } else if (!factor.negated().isAtLeast(0)) {
        return Optional.empty();
      }
    }
    return Optional.of(greatest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Index index
        && terms.equals(index.terms)
        && constant.equals(index.constant);
  }

  @Override
  public int hashCode() {
    return 31 * terms.hashCode() + constant.hashCode();
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    terms.forEach(
        (atom, factor) -> parts.add(factor.is(1) ? text(atom) : factor + "*" + text(atom)));
    if (!constant.is(0) || parts.isEmpty()) {
      parts.add(constant.toString());
    }
    return String.join(" + ", parts);
  }

  private static String text(Atom atom) {
    if (atom instanceof Counter counter) {
      return counter.axis().toString();
    } else if (atom instanceof Quotient quotient) {
      return "(" + quotient.dividend() + ") / " + quotient.divisor();
    } else if (atom instanceof Remainder remainder) {
      return "(" + remainder.dividend() + ") % " + remainder.divisor();
    }
    return "[" + ((Read) atom).value() + "]";
  }
}
