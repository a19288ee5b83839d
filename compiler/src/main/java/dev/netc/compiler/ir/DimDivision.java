package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Division of sizes of which one at least is not known. */
final class DimDivision {
  private DimDivision() {}

  /** The quotient, if it is whole for every value of the free names. */
  static Optional<Dim> byPolynomial(Dim dividend, Dim divisor) {
    DimProduct first = divisor.terms().firstKey();
    Dim leading = Dim.of(first, divisor.count(first));
    Dim quotient = Dim.ZERO;
    Dim rest = dividend;
    while (!rest.is(0)) {
      DimProduct next = rest.terms().firstKey();
      Optional<Dim> part = divide(leading, next, rest.count(next));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      quotient = quotient.plus(part.get());
      rest = rest.minus(part.get().times(divisor));
      if (!rest.is(0) && rest.terms().firstKey().compareTo(next) <= 0) {
        return Optional.empty();
      }
    }
    return Optional.of(quotient);
  }

  /** The same for a divisor that is known. */
  static Optional<Dim> byNumber(Dim dividend, long divisor) {
    for (long count : dividend.terms().values()) {
      if (count % divisor != 0) {
        return Optional.empty();
      }
    }
    SortedMap<DimProduct, Long> result = new TreeMap<>(dividend.terms());
    result.replaceAll((product, count) -> count / divisor);
    return Optional.of(Dim.of(result));
  }

  /** One term divided by a dim that is a single term. */
  private static Optional<Dim> divide(Dim term, DimProduct product, long count) {
    DimProduct divisor = term.terms().firstKey();
    long divisorCount = term.count(divisor);
    List<DimAtom> rest = new ArrayList<>(product.atoms());
    for (DimAtom atom : divisor.atoms()) {
      if (!rest.remove(atom)) {
        return Optional.empty();
      }
    }
    if (count % divisorCount != 0) {
      return Optional.empty();
    }
    return Optional.of(Dim.of(new DimProduct(List.copyOf(rest)), count / divisorCount));
  }

  /** The floor of a quotient that is not whole; terms that the divisor divides leave the floor. */
  static Dim floor(Dim dividend, Dim divisor) {
    Dim whole = Dim.ZERO;
    Dim rest = Dim.ZERO;
    for (Map.Entry<DimProduct, Long> term : dividend.terms().entrySet()) {
      Dim part = Dim.of(term.getKey(), term.getValue());
      Optional<Dim> quotient = part.dividedExactlyBy(divisor);
      whole = whole.plus(quotient.orElse(Dim.ZERO));
      rest = quotient.isPresent() ? rest : rest.plus(part);
    }
    if (rest.isConstant() && divisor.isConstant()) {
      return whole.plus(Math.floorDiv(rest.constant(), divisor.constant()));
    }
    if (rest.is(0)) {
      return whole;
    }
    return divisor.isConstant()
        ? whole.plus(floor(rest, divisor.constant()))
        : whole.plus(Dim.of(new DimAtom.Floor(rest, divisor)));
  }

  /**
   * The floor in the one form that equal ones share: the constant is from 0 to below the divisor,
   * and a floor of a floor is one floor.
   */
  private static Dim floor(Dim dividend, long divisor) {
    long constant = dividend.count(DimProduct.UNIT);
    Dim rest = dividend.plus(-constant);
    SortedMap<DimProduct, Long> terms = rest.terms();
    if (terms.size() == 1
        && rest.count(terms.firstKey()) == 1
        && terms.firstKey().atoms().size() == 1
        && terms.firstKey().atoms().get(0) instanceof DimAtom.Floor floor
        && floor.denominator().isConstant()) {
      long inner = floor.denominator().constant();
      return floor
          .numerator()
          .plus(Math.multiplyExact(constant, inner))
          .floorDividedBy(Dim.of(Math.multiplyExact(divisor, inner)));
    }
    return Dim.of(new DimAtom.Floor(rest.plus(Math.floorMod(constant, divisor)), Dim.of(divisor)))
        .plus(Math.floorDiv(constant, divisor));
  }
}
