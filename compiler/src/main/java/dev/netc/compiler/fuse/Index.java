package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
  public static final Index ZERO = new Index(List.of(), Dim.ZERO);

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

  /** An atom with its factor, which is not zero. */
  public record Term(Atom atom, Dim factor) {}

  /**
   * What a position divided by one number is; positions are divided by the same again and again.
   */
  private record Division(Dim divisor, Index result) {}

  private final List<Term> terms;
  private final Dim constant;

  /** Zero until it is asked for. */
  private int hash;

  private @Nullable Split lastSplit;
  private @Nullable Division lastQuotient;
  private @Nullable Division lastRemainder;

  private Index(List<Term> terms, Dim constant) {
    this.terms = terms;
    this.constant = constant;
  }

  public static Index of(Axis axis) {
    return axis.extent().is(1) ? ZERO : of(new Counter(axis));
  }

  public static Index of(Atom atom) {
    return new Index(List.of(new Term(atom, Dim.ONE)), Dim.ZERO);
  }

  public static Index of(Dim constant) {
    return new Index(List.of(), constant);
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
  public List<Term> terms() {
    return terms;
  }

  public Dim constant() {
    return constant;
  }

  /** The factor of an atom; zero if it has no part in this. */
  public Dim factor(Atom atom) {
    int at = find(terms, atom);
    return at < 0 ? Dim.ZERO : terms.get(at).factor();
  }

  /** There are a handful of terms, so they are gone through. */
  private static int find(List<Term> terms, Atom atom) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).atom().equals(atom)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether this is the counter of {@code axis} and nothing else. */
  public boolean is(Axis axis) {
    return equals(of(axis));
  }

  /** Whether all atoms are counters. */
  public boolean isAffine() {
    for (int i = 0; i < terms.size(); i++) {
      if (!(terms.get(i).atom() instanceof Counter)) {
        return false;
      }
    }
    return true;
  }

  /** Whether this, or what it is made of, has an atom of the given kind. */
  public boolean contains(Predicate<Atom> kind) {
    for (int i = 0; i < terms.size(); i++) {
      Atom atom = terms.get(i).atom();
      if (kind.test(atom) || within(atom, kind)) {
        return true;
      }
    }
    return false;
  }

  private static boolean within(Atom atom, Predicate<Atom> kind) {
    if (atom instanceof Quotient quotient) {
      return quotient.dividend().contains(kind);
    }
    return atom instanceof Remainder remainder && remainder.dividend().contains(kind);
  }

  public Index plus(Index other) {
    if (terms.isEmpty() || other.terms.isEmpty()) {
      return terms.isEmpty() ? other.plus(constant) : plus(other.constant);
    }
    List<Term> sum = new ArrayList<>(terms.size() + other.terms.size());
    sum.addAll(terms);
    for (Term term : other.terms) {
      int at = find(sum, term.atom());
      if (at < 0) {
        sum.add(term);
      } else {
        sum.set(at, new Term(term.atom(), sum.get(at).factor().plus(term.factor())));
      }
    }
    sum.removeIf(term -> term.factor().is(0));
    return new Index(List.copyOf(sum), constant.plus(other.constant)).joined();
  }

  public Index plus(Dim other) {
    return other.is(0) ? this : new Index(terms, constant.plus(other));
  }

  public Index plus(long other) {
    return plus(Dim.of(other));
  }

  public Index times(Dim factor) {
    if (factor.is(0)) {
      return ZERO;
    }
    if (factor.is(1)) {
      return this;
    }
    List<Term> product = new ArrayList<>(terms.size());
    for (Term term : terms) {
      product.add(new Term(term.atom(), term.factor().times(factor)));
    }
    return new Index(List.copyOf(product), constant.times(factor));
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
    for (Term term : terms) {
      result = result.plus(with(term.atom(), axis, replacement).times(term.factor()));
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
    Division last = lastQuotient;
    if (last == null || !last.divisor.equals(divisor)) {
      Split split = split(divisor);
      Index quotient =
          split.within ? split.whole : split.whole.plus(split.rest.quotientAtom(divisor));
      last = new Division(divisor, quotient);
      lastQuotient = last;
    }
    return last.result;
  }

  /** What is left of the division by a positive number; never negative. */
  public Index remainder(Dim divisor) {
    Division last = lastRemainder;
    if (last == null || !last.divisor.equals(divisor)) {
      Split split = split(divisor);
      last = new Division(divisor, split.within ? split.rest : split.rest.remainderAtom(divisor));
      lastRemainder = last;
    }
    return last.result;
  }

  /**
   * This as {@code whole * divisor + rest}, where the rest is not negative where this is not.
   *
   * @param within whether the rest is known to be less than the divisor
   */
  private record Split(Dim divisor, Index whole, Index rest, boolean within) {
    Split(Dim divisor, Index whole, Index rest) {
      this(divisor, whole, rest, rest.isAtLeastZero() && rest.isBelow(divisor));
    }
  }

  private Split split(Dim divisor) {
    Split last = lastSplit;
    if (last == null || !last.divisor.equals(divisor)) {
      last = splitAnew(divisor);
      lastSplit = last;
    }
    return last;
  }

  private Split splitAnew(Dim divisor) {
    List<Term> whole = new ArrayList<>(terms.size());
    List<Term> rest = new ArrayList<>(terms.size());
    for (Term term : terms) {
      Optional<Dim> quotient = term.factor().dividedExactlyBy(divisor);
      if (quotient.isPresent()) {
        whole.add(new Term(term.atom(), quotient.get()));
      } else {
        rest.add(term);
      }
    }
    Dim wholeConstant =
        constant.isConstant() && divisor.isConstant()
            ? constant.floorDividedBy(divisor)
            : constant.dividedExactlyBy(divisor).orElse(Dim.ZERO);
    if (whole.isEmpty() && wholeConstant.is(0)) {
      return new Split(divisor, ZERO, this);
    }
    Index left = new Index(List.copyOf(rest), constant.minus(wholeConstant.times(divisor)));
    return left.isAtLeastZero()
        ? new Split(divisor, new Index(List.copyOf(whole), wholeConstant), left)
        : new Split(divisor, ZERO, this);
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
    return constant.is(0) && terms.size() == 1 && terms.get(0).factor().is(1)
        ? Optional.of(terms.get(0).atom())
        : Optional.empty();
  }

  /** Puts {@code k * (e % d) + k * d * (e / d)} together to {@code k * e}. */
  private Index joined() {
    for (Term term : terms) {
      if (!(term.atom() instanceof Remainder remainder)) {
        continue;
      }
      Dim wanted = term.factor().times(remainder.divisor());
      if (!hasFactor(wanted)) {
        continue;
      }
      Optional<Atom> quotient = remainder.dividend().quotient(remainder.divisor()).onlyAtom();
      if (quotient.isPresent() && factor(quotient.get()).equals(wanted)) {
        List<Term> rest = new ArrayList<>(terms);
        rest.removeIf(part -> part.atom().equals(remainder) || part.atom().equals(quotient.get()));
        return new Index(List.copyOf(rest), constant)
            .plus(remainder.dividend().times(term.factor()));
      }
    }
    return this;
  }

  private boolean hasFactor(Dim factor) {
    for (Term term : terms) {
      if (term.factor().equals(factor)) {
        return true;
      }
    }
    return false;
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
    for (Term term : terms) {
      Dim factor = term.factor();
      if (factor.isAtLeast(0)) {
        greatest = greatest.plus(term.atom().limit().plus(-1).times(factor));
      } else if (!factor.negated().isAtLeast(0)) {
        return Optional.empty();
      }
    }
    return Optional.of(greatest);
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof Index index
            && hashCode() == index.hashCode()
            && terms.size() == index.terms.size()
            && constant.equals(index.constant)
            && terms.stream().allMatch(term -> index.factor(term.atom()).equals(term.factor())));
  }

  /** The order of terms counts for nothing. */
  @Override
  public int hashCode() {
    if (hash == 0) {
      int sum = 31 * constant.hashCode();
      for (Term term : terms) {
        sum += term.hashCode();
      }
      hash = sum;
    }
    return hash;
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (Term term : terms) {
      String atom = text(term.atom());
      parts.add(term.factor().is(1) ? atom : term.factor() + "*" + atom);
    }
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
