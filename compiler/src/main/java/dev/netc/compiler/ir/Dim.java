package dev.netc.compiler.ir;

import java.util.ArrayList;
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
import java.util.stream.Collectors;
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

  /** What a product is made of. */
  private sealed interface Atom extends Comparable<Atom> {
    /** How many names and numbers it is made of. */
    int parts();

    /** A lower bound, if one is known. */
    OptionalLong minimum();

    long evaluate(Map<String, Long> sizes);

    Dim with(Map<String, Long> sizes);

    @Override
    default int compareTo(Atom other) {
      return toString().compareTo(other.toString());
    }
  }

  private record Free(String name) implements Atom {
    @Override
    public int parts() {
      return 1;
    }

    @Override
    public OptionalLong minimum() {
      return OptionalLong.of(1);
    }

    @Override
    public long evaluate(Map<String, Long> sizes) {
      Long size = sizes.get(name);
      if (size == null) {
        throw new IllegalArgumentException("no size given for " + name);
      }
      return size;
    }

    @Override
    public Dim with(Map<String, Long> sizes) {
      Long size = sizes.get(name);
      return size == null ? free(name) : of(size);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The floor of a quotient; the denominator is positive. */
  private record Floor(Dim numerator, Dim denominator) implements Atom {
    @Override
    public int parts() {
      return numerator.parts + denominator.parts;
    }

    @Override
    public OptionalLong minimum() {
      OptionalLong least = numerator.minimum();
      if (denominator.isConstant() && least.isPresent()) {
        return OptionalLong.of(Math.floorDiv(least.getAsLong(), denominator.constant()));
      }
      return least.isPresent() && least.getAsLong() >= 0
          ? OptionalLong.of(0)
          : OptionalLong.empty();
    }

    @Override
    public long evaluate(Map<String, Long> sizes) {
      return Math.floorDiv(numerator.evaluate(sizes), denominator.evaluate(sizes));
    }

    @Override
    public Dim with(Map<String, Long> sizes) {
      return numerator.with(sizes).floorDividedBy(denominator.with(sizes));
    }

    @Override
    public String toString() {
      return "floor(" + numerator.grouped() + " / " + denominator.grouped() + ")";
    }
  }

  /**
   * A product of atoms in sorted order; the empty product is one.
   *
   * @param text what it is ordered by among those of its degree
   * @param parts how many names and numbers it is made of
   */
  private record Product(List<Atom> atoms, String text, int parts) implements Comparable<Product> {
    static final Product UNIT = new Product(List.of());

    Product(List<Atom> atoms) {
      this(
          atoms,
          atoms.stream().map(Atom::toString).collect(Collectors.joining("*")),
          1 + atoms.stream().mapToInt(Atom::parts).sum());
    }

    Product times(Product other) {
      if (atoms.isEmpty() || other.atoms.isEmpty()) {
        return atoms.isEmpty() ? other : this;
      }
      List<Atom> all = new ArrayList<>(atoms);
      all.addAll(other.atoms);
      Collections.sort(all);
      return new Product(List.copyOf(all));
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public int compareTo(Product other) {
      int byDegree = Integer.compare(other.atoms.size(), atoms.size());
      return byDegree != 0 ? byDegree : text.compareTo(other.text);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Of a size that is known: its value. Most are, so they are kept without terms. */
  private final long value;

  /** Null if the size is known. */
  private final @Nullable SortedMap<Product, Long> unknown;

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

  private Dim(SortedMap<Product, Long> unknown) {
    this.value = 0;
    this.unknown = Collections.unmodifiableSortedMap(unknown);
    int sum = 0;
    for (Product product : unknown.keySet()) {
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
    return of(new Free(name));
  }

  private static Dim of(Product product, long count) {
    SortedMap<Product, Long> terms = new TreeMap<>();
    terms.put(product, count);
    return of(terms);
  }

  private static Dim of(SortedMap<Product, Long> terms) {
    if (terms.isEmpty()) {
      return ZERO;
    }
    // The unit is the last in the order of products.
    boolean known = terms.firstKey().atoms().isEmpty();
    return known ? of(terms.getOrDefault(Product.UNIT, 0L)) : new Dim(terms);
  }

  /** The terms of the sum, none of them zero. */
  private SortedMap<Product, Long> terms() {
    if (unknown != null) {
      return unknown;
    }
    SortedMap<Product, Long> terms = new TreeMap<>();
    if (value != 0) {
      terms.put(Product.UNIT, value);
    }
    return terms;
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
    SortedMap<Product, Long> sum = new TreeMap<>(terms());
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
    SortedMap<Product, Long> result = new TreeMap<>();
    SortedMap<Product, Long> factors = other.terms();
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
    SortedMap<Product, Long> result = new TreeMap<>(terms());
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
    if (other.unknown == null) {
      return dividedExactlyBy(other.value);
    }
    Product first = other.terms().firstKey();
    Dim leading = of(first, other.count(first));
    Dim quotient = ZERO;
    Dim rest = this;
    while (!rest.is(0)) {
      Product next = rest.terms().firstKey();
      Optional<Dim> part = leading.divide(next, rest.count(next));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      quotient = quotient.plus(part.get());
      rest = rest.minus(part.get().times(other));
      if (!rest.is(0) && rest.terms().firstKey().compareTo(next) <= 0) {
        return Optional.empty();
      }
    }
    return Optional.of(quotient);
  }

  private Optional<Dim> dividedExactlyBy(long divisor) {
    for (long count : terms().values()) {
      if (count % divisor != 0) {
        return Optional.empty();
      }
    }
    SortedMap<Product, Long> result = new TreeMap<>(terms());
    result.replaceAll((product, count) -> count / divisor);
    return Optional.of(of(result));
  }

  /** What a product is multiplied with; zero if it is no term. */
  private long count(Product product) {
    if (unknown != null) {
      return unknown.getOrDefault(product, 0L);
    }
    return product.atoms().isEmpty() ? value : 0;
  }

  /** One term divided by this dim, which is a single term. */
  private Optional<Dim> divide(Product product, long count) {
    Product divisor = terms().firstKey();
    long divisorCount = count(divisor);
    List<Atom> rest = new ArrayList<>(product.atoms());
    for (Atom atom : divisor.atoms()) {
      if (!rest.remove(atom)) {
        return Optional.empty();
      }
    }
    if (count % divisorCount != 0) {
      return Optional.empty();
    }
    return Optional.of(of(new Product(List.copyOf(rest)), count / divisorCount));
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
    if (exact.isPresent()) {
      return exact.get();
    }
    Dim whole = ZERO;
    Dim rest = ZERO;
    for (Map.Entry<Product, Long> term : terms().entrySet()) {
      Dim part = of(term.getKey(), term.getValue());
      Optional<Dim> quotient = part.dividedExactlyBy(divisor);
      whole = whole.plus(quotient.orElse(ZERO));
      rest = quotient.isPresent() ? rest : rest.plus(part);
    }
    if (rest.isConstant() && divisor.isConstant()) {
      return whole.plus(Math.floorDiv(rest.constant(), divisor.constant()));
    }
    if (rest.is(0)) {
      return whole;
    }
    return divisor.isConstant()
        ? whole.plus(rest.floorDividedBy(divisor.constant()))
        : whole.plus(of(new Floor(rest, divisor)));
  }

  /**
   * The floor in the one form that equal ones share: the constant is from 0 to below the divisor,
   * and a floor of a floor is one floor.
   */
  private Dim floorDividedBy(long divisor) {
    long constant = count(Product.UNIT);
    Dim rest = plus(-constant);
    SortedMap<Product, Long> terms = rest.terms();
    if (terms.size() == 1
        && rest.count(terms.firstKey()) == 1
        && terms.firstKey().atoms().size() == 1
        && terms.firstKey().atoms().get(0) instanceof Floor floor
        && floor.denominator().isConstant()) {
      long inner = floor.denominator().constant();
      return floor
          .numerator()
          .plus(Math.multiplyExact(constant, inner))
          .floorDividedBy(of(Math.multiplyExact(divisor, inner)));
    }
    return of(new Floor(rest.plus(Math.floorMod(constant, divisor)), of(divisor)))
        .plus(Math.floorDiv(constant, divisor));
  }

  private static Dim of(Atom atom) {
    return of(new Product(List.of(atom)), 1);
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
  private OptionalLong minimum() {
    if (unknown == null) {
      return OptionalLong.of(value);
    }
    if (minimum == null) {
      minimum = growsWithNames() ? OptionalLong.of(sumOfCounts()) : minimumWithFloors();
    }
    return minimum;
  }

  /** Whether nothing is taken away but a number, and nothing divided: all names are one, then. */
  private boolean growsWithNames() {
    for (Map.Entry<Product, Long> term : terms().entrySet()) {
      for (Atom atom : term.getKey().atoms()) {
        if (term.getValue() < 0 || !(atom instanceof Free)) {
          return false;
        }
      }
    }
    return true;
  }

  private long sumOfCounts() {
    long sum = 0;
    for (long count : terms().values()) {
      sum = Math.addExact(sum, count);
    }
    return sum;
  }

  private OptionalLong minimumWithFloors() {
    OptionalLong plain = minimumOfTerms();
    OptionalLong bounded = minimumWithoutFloors();
    return plain.isPresent() && bounded.isPresent()
        ? OptionalLong.of(Math.max(plain.getAsLong(), bounded.getAsLong()))
        : plain.isPresent() ? plain : bounded;
  }

  /**
   * With each atom as its least value and something more, of at least zero: where nothing more
   * makes the sum less, all least values together are the least of all.
   */
  private OptionalLong minimumOfTerms() {
    Dim shifted = ZERO;
    for (Map.Entry<Product, Long> term : terms().entrySet()) {
      Dim product = of(term.getValue());
      for (Atom atom : term.getKey().atoms()) {
        OptionalLong least = atom.minimum();
        if (least.isEmpty()) {
          return least;
        }
        product = product.times(of(atom).plus(least.getAsLong()));
      }
      shifted = shifted.plus(product);
    }
    long least = shifted.count(Product.UNIT);
    boolean grows = shifted.plus(-least).terms().values().stream().allMatch(count -> count > 0);
    return grows ? OptionalLong.of(least) : OptionalLong.empty();
  }

  /**
   * As {@code x - d + 1 <= d * floor(x / d) <= x}, a floor is replaced by its bound, which may
   * cancel other terms: {@code H - 2*floor(H / 2)} is at least 0.
   */
  private OptionalLong minimumWithoutFloors() {
    for (Map.Entry<Product, Long> term : terms().entrySet()) {
      List<Atom> atoms = term.getKey().atoms();
      if (atoms.size() == 1
          && atoms.get(0) instanceof Floor floor
          && floor.denominator().isConstant()) {
        long divisor = floor.denominator().constant();
        long count = term.getValue();
        Dim bound = floor.numerator().plus(count < 0 ? 0 : 1 - divisor).times(count);
        Dim others = minus(of(floor).times(count)).times(divisor);
        OptionalLong least = others.plus(bound).minimum();
        return least.isEmpty()
            ? least
            : OptionalLong.of(-Math.floorDiv(-least.getAsLong(), divisor));
      }
    }
    return OptionalLong.empty();
  }

  /** The value for given sizes of the free names. */
  public long evaluate(Map<String, Long> sizes) {
    long sum = 0;
    for (Map.Entry<Product, Long> term : terms().entrySet()) {
      long product = term.getValue();
      for (Atom atom : term.getKey().atoms()) {
        product = Math.multiplyExact(product, atom.evaluate(sizes));
      }
      sum = Math.addExact(sum, product);
    }
    return sum;
  }

  /** This dim where some of the free names have known sizes. */
  public Dim with(Map<String, Long> sizes) {
    Dim sum = ZERO;
    for (Map.Entry<Product, Long> term : terms().entrySet()) {
      Dim product = of(term.getValue());
      for (Atom atom : term.getKey().atoms()) {
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
    for (Product product : terms().keySet()) {
      for (Atom atom : product.atoms()) {
        if (atom instanceof Free free) {
          names.add(free.name());
        } else if (atom instanceof Floor floor) {
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
    return toJava(name, "");
  }

  /** As {@link #toJava}, of type {@code long}, for names that are. */
  public String toJavaLong(UnaryOperator<String> name) {
    return toJava(name, "L");
  }

  private String toJava(UnaryOperator<String> name, String suffix) {
    List<String> sum = new ArrayList<>();
    for (Map.Entry<Product, Long> term : terms().entrySet()) {
      List<String> factors = new ArrayList<>();
      if (term.getValue() != 1 || term.getKey().atoms().isEmpty()) {
        factors.add(term.getValue() + suffix);
      }
      for (Atom atom : term.getKey().atoms()) {
        if (atom instanceof Floor floor) {
          factors.add(
              "Math.floorDiv(%s, %s)"
                  .formatted(
                      floor.numerator().toJava(name, suffix),
                      floor.denominator().toJava(name, suffix)));
        } else {
          factors.add(name.apply(atom.toString()));
        }
      }
      sum.add(String.join(" * ", factors));
    }
    return sum.isEmpty() ? "0" + suffix : String.join(" + ", sum).replace("+ -", "- ");
  }

  private String grouped() {
    return terms().size() > 1 ? "(" + this + ")" : toString();
  }

  private static void add(SortedMap<Product, Long> terms, Product product, long count) {
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
    if (unknown == null) {
      return Long.toString(value);
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Product, Long> term : terms().entrySet()) {
      long count = term.getValue();
      text.append(text.isEmpty() ? (count < 0 ? "-" : "") : (count < 0 ? " - " : " + "));
      String product = term.getKey().toString();
      if (product.isEmpty()) {
        text.append(Math.abs(count));
      } else {
        text.append(Math.abs(count) == 1 ? product : Math.abs(count) + "*" + product);
      }
    }
    return text.toString();
  }
}
