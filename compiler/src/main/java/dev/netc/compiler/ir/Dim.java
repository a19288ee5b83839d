package dev.netc.compiler.ir;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The size of one axis: a known number, or a polynomial with whole coefficients over free names
 * such as {@code N} and over floors of quotients, such as {@code floor((H - 3) / 2)}.
 *
 * <p>Two dims that are {@linkplain #equals equal} have the same value for every value of the free
 * names; two for which {@link #differsFrom} holds never have. Between the two nothing is known, and
 * a caller must refuse. Free names stand for sizes of at least one.
 */
public final class Dim {
  private static final Dim[] SMALL = new Dim[1025];

  static {
    Arrays.setAll(SMALL, Dim::new);
  }

  public static final Dim ZERO = of(0);
  public static final Dim ONE = of(1);

  /** How many names and numbers a size may be made of. */
  private static final int MOST_PARTS = 400;

  /** A size is made of so many parts that nobody could read it, or wait for what is made of it. */
  public static final class TooLongException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    private TooLongException() {
      super("the formula of a size here has more than " + MOST_PARTS + " parts");
    }
  }

  /** Of a size that is known: its value. Most are, so they are kept without terms. */
  private final long value;

  /** Null if the size is known. */
  private final @Nullable SortedMap<DimProduct, Long> unknown;

  /** Computed when first asked for; bounds of floors are bounds of what is in them. */
  private @Nullable OptionalLong minimum;

  private final int parts;

  /** Zero until it is asked for. */
  private int hash;

  private Dim(long value) {
    this.value = value;
    this.unknown = null;
    this.parts = 1;
  }

  private Dim(SortedMap<DimProduct, Long> unknown) {
    this.value = 0;
    this.unknown = Collections.unmodifiableSortedMap(unknown);
    int sum = 0;
    for (DimProduct product : unknown.keySet()) {
      sum += product.parts();
    }
    this.parts = sum;
    if (parts > MOST_PARTS) {
      throw new TooLongException();
    }
  }

  /** The known size {@code value}. */
  public static Dim of(long value) {
    return value >= 0 && value < SMALL.length ? SMALL[(int) value] : new Dim(value);
  }

  /** A size that is known at run time only. */
  public static Dim free(String name) {
    return of(new DimAtom.Free(name));
  }

  static Dim of(DimProduct product, long count) {
    SortedMap<DimProduct, Long> terms = new TreeMap<>();
    terms.put(product, count);
    return of(terms);
  }

  static Dim of(SortedMap<DimProduct, Long> terms) {
    if (terms.isEmpty()) {
      return ZERO;
    }
    // The unit is the last in the order of products.
    boolean known = terms.firstKey().atoms().isEmpty();
    return known ? of(terms.getOrDefault(DimProduct.UNIT, 0L)) : new Dim(terms);
  }

  /** The terms of the sum, none of them zero. */
  SortedMap<DimProduct, Long> terms() {
    if (unknown != null) {
      return unknown;
    }
    SortedMap<DimProduct, Long> terms = new TreeMap<>();
    if (value != 0) {
      terms.put(DimProduct.UNIT, value);
    }
    return terms;
  }

  /** How many names and numbers this is made of. */
  int parts() {
    return parts;
  }

  public boolean isConstant() {
    return unknown == null;
  }

  /** The value of a known size; {@link IllegalStateException} if it has free names. */
  public long constant() {
    if (!isConstant()) {
      throw new IllegalStateException(this + " is not known at compile time");
    }
    return value;
  }

  public boolean is(long size) {
    return unknown == null && value == size;
  }

  public Dim plus(Dim other) {
    if (unknown == null && other.unknown == null) {
      return of(Math.addExact(value, other.value));
    }
    if (is(0) || other.is(0)) {
      return is(0) ? other : this;
    }
    SortedMap<DimProduct, Long> sum = new TreeMap<>(terms());
    other.terms().forEach((product, count) -> add(sum, product, count));
    return of(sum);
  }

  public Dim plus(long other) {
    return plus(of(other));
  }

  public Dim negated() {
    return times(of(-1));
  }

  public Dim minus(Dim other) {
    return plus(other.negated());
  }

  public Dim times(Dim other) {
    if (unknown == null && other.unknown == null) {
      return of(Math.multiplyExact(value, other.value));
    }
    if (is(1) || other.is(1)) {
      return is(1) ? other : this;
    }
    if (unknown == null || other.unknown == null) {
      return unknown == null ? other.scaled(value) : scaled(other.value);
    }
    SortedMap<DimProduct, Long> result = new TreeMap<>();
    SortedMap<DimProduct, Long> factors = other.terms();
    terms()
        .forEach(
            (a, m) -> factors.forEach((b, n) -> add(result, a.times(b), Math.multiplyExact(m, n))));
    return of(result);
  }

  public Dim times(long other) {
    return times(of(other));
  }

  private Dim scaled(long factor) {
    if (factor == 0) {
      return ZERO;
    }
    SortedMap<DimProduct, Long> result = new TreeMap<>(terms());
    result.replaceAll((product, count) -> Math.multiplyExact(count, factor));
    return of(result);
  }

  /**
   * The quotient, if it is whole for every value of the free names: {@code 6*N / 2*N} is {@code 3}.
   */
  public Optional<Dim> dividedExactlyBy(Dim other) {
    if (other.is(0)) {
      return Optional.empty();
    }
    if (unknown == null && other.unknown == null) {
      return value % other.value == 0 ? Optional.of(of(value / other.value)) : Optional.empty();
    }
    if (unknown == null) {
      return value == 0 ? Optional.of(ZERO) : Optional.empty();
    }
    return other.unknown == null
        ? DimDivision.byNumber(this, other.value)
        : DimDivision.byPolynomial(this, other);
  }

  /** What a product is multiplied with; zero if it is no term. */
  long count(DimProduct product) {
    if (unknown != null) {
      return unknown.getOrDefault(product, 0L);
    }
    return product.atoms().isEmpty() ? value : 0;
  }

  /**
   * {@code floor(this / divisor)}; terms that the divisor divides leave the floor. The divisor is
   * positive.
   */
  public Dim floorDividedBy(Dim divisor) {
    if (divisor.is(0)) {
      throw new ArithmeticException("division by zero");
    }
    if (isConstant() && divisor.isConstant()) {
      return of(Math.floorDiv(constant(), divisor.constant()));
    }
    Optional<Dim> exact = dividedExactlyBy(divisor);
    return exact.isPresent() ? exact.get() : DimDivision.floor(this, divisor);
  }

  static Dim of(DimAtom atom) {
    return of(new DimProduct(List.of(atom)), 1);
  }

  /** Whether the two have different values for every value of the free names. */
  public boolean differsFrom(Dim other) {
    if (unknown == null && other.unknown == null) {
      return value != other.value;
    }
    Dim difference = minus(other);
    return difference.isAtLeast(1) || difference.negated().isAtLeast(1);
  }

  /** Whether this is at least {@code bound} for every value of the free names. */
  public boolean isAtLeast(long bound) {
    OptionalLong least = minimum();
    return least.isPresent() && least.getAsLong() >= bound;
  }

  /** A lower bound over all values of the free names, if one is known. */
  OptionalLong minimum() {
    if (unknown == null) {
      return OptionalLong.of(value);
    }
    if (minimum == null) {
      minimum = DimBounds.least(this);
    }
    return minimum;
  }

  /** The value for given sizes of the free names. */
  public long evaluate(Map<String, Long> sizes) {
    long sum = 0;
    for (Map.Entry<DimProduct, Long> term : terms().entrySet()) {
      long product = term.getValue();
      for (DimAtom atom : term.getKey().atoms()) {
        product = Math.multiplyExact(product, atom.evaluate(sizes));
      }
      sum = Math.addExact(sum, product);
    }
    return sum;
  }

  /** This dim where some of the free names have known sizes. */
  public Dim with(Map<String, Long> sizes) {
    Dim sum = ZERO;
    for (Map.Entry<DimProduct, Long> term : terms().entrySet()) {
      Dim product = of(term.getValue());
      for (DimAtom atom : term.getKey().atoms()) {
        product = product.times(atom.with(sizes));
      }
      sum = sum.plus(product);
    }
    return sum;
  }

  /**
   * By how much this grows when a free name grows by one; empty if that is not the same everywhere,
   * or not more than zero.
   */
  public OptionalLong factorOf(String name) {
    Dim rest = with(Map.of(name, 0L));
    Dim growth = with(Map.of(name, 1L)).minus(rest);
    boolean even = equals(rest.plus(free(name).times(growth)));
    return even && growth.isConstant() && growth.constant() > 0
        ? OptionalLong.of(growth.constant())
        : OptionalLong.empty();
  }

  /** The free names this depends on, sorted. */
  public SortedSet<String> freeNames() {
    if (unknown == null) {
      return Collections.emptySortedSet();
    }
    SortedSet<String> names = new TreeSet<>();
    for (DimProduct product : terms().keySet()) {
      for (DimAtom atom : product.atoms()) {
        if (atom instanceof DimAtom.Free free) {
          names.add(free.name());
        } else if (atom instanceof DimAtom.Floor floor) {
          names.addAll(floor.numerator().freeNames());
          names.addAll(floor.denominator().freeNames());
        }
      }
    }
    return names;
  }

  /**
   * This dim as a Java expression of type {@code int}, with each free name as {@code
   * name.apply(it)}.
   */
  public String toJava(UnaryOperator<String> name) {
    return DimText.java(this, name, "");
  }

  /** As {@link #toJava}, of type {@code long}, for names that are. */
  public String toJavaLong(UnaryOperator<String> name) {
    return DimText.java(this, name, "L");
  }

  private static void add(SortedMap<DimProduct, Long> terms, DimProduct product, long count) {
    long sum = Math.addExact(terms.getOrDefault(product, 0L), count);
    if (sum == 0) {
      terms.remove(product);
    } else {
      terms.put(product, sum);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof Dim dim
            && value == dim.value
            && hashCode() == dim.hashCode()
            && Objects.equals(unknown, dim.unknown));
  }

  @Override
  public int hashCode() {
    if (unknown == null) {
      return Long.hashCode(value);
    }
    if (hash == 0) {
      hash = unknown.hashCode();
    }
    return hash;
  }

  /** As a user would write it: {@code 1350}, {@code N}, {@code 2*N + 1}. */
  @Override
  public String toString() {
    return unknown == null ? Long.toString(value) : DimText.of(this);
  }
}
