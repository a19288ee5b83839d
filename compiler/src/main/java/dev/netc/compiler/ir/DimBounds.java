package dev.netc.compiler.ir;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Lower bounds of sizes over all values of the free names, each of which is at least one. */
final class DimBounds {
  private DimBounds() {}

  /** The greatest lower bound that is known of a size that is not. */
  static OptionalLong least(Dim dim) {
    return growsWithNames(dim) ? OptionalLong.of(sumOfCounts(dim)) : leastWithFloors(dim);
  }

  /** Whether nothing is taken away but a number, and nothing divided: all names are one, then. */
  private static boolean growsWithNames(Dim dim) {
    for (Map.Entry<DimProduct, Long> term : dim.terms().entrySet()) {
      for (DimAtom atom : term.getKey().atoms()) {
        if (term.getValue() < 0 || !(atom instanceof DimAtom.Free)) {
          return false;
        }
      }
    }
    return true;
  }

  private static long sumOfCounts(Dim dim) {
    long sum = 0;
    for (long count : dim.terms().values()) {
      sum = Math.addExact(sum, count);
    }
    return sum;
  }

  private static OptionalLong leastWithFloors(Dim dim) {
    OptionalLong plain = leastOfTerms(dim);
    OptionalLong bounded = leastWithoutFloors(dim);
    return plain.isPresent() && bounded.isPresent()
        ? OptionalLong.of(Math.max(plain.getAsLong(), bounded.getAsLong()))
        : plain.isPresent() ? plain : bounded;
  }

  /**
   * With each atom as its least value and something more, of at least zero: where nothing more
   * makes the sum less, all least values together are the least of all.
   */
  private static OptionalLong leastOfTerms(Dim dim) {
    Dim shifted = Dim.ZERO;
    for (Map.Entry<DimProduct, Long> term : dim.terms().entrySet()) {
      Dim product = Dim.of(term.getValue());
      for (DimAtom atom : term.getKey().atoms()) {
        OptionalLong least = atom.minimum();
        if (least.isEmpty()) {
          return least;
        }
        product = product.times(Dim.of(atom).plus(least.getAsLong()));
      }
      shifted = shifted.plus(product);
    }
    long least = shifted.count(DimProduct.UNIT);
    boolean grows = shifted.plus(-least).terms().values().stream().allMatch(count -> count > 0);
    return grows ? OptionalLong.of(least) : OptionalLong.empty();
  }

  /**
   * As {@code x - d + 1 <= d * floor(x / d) <= x}, a floor is replaced by its bound, which may
   * cancel other terms: {@code H - 2*floor(H / 2)} is at least 0.
   */
  private static OptionalLong leastWithoutFloors(Dim dim) {
    for (Map.Entry<DimProduct, Long> term : dim.terms().entrySet()) {
      List<DimAtom> atoms = term.getKey().atoms();
      if (atoms.size() == 1
          && atoms.get(0) instanceof DimAtom.Floor floor
          && floor.denominator().isConstant()) {
        long divisor = floor.denominator().constant();
        long count = term.getValue();
        Dim bound = floor.numerator().plus(count < 0 ? 0 : 1 - divisor).times(count);
        Dim others = dim.minus(Dim.of(floor).times(count)).times(divisor);
        OptionalLong least = others.plus(bound).minimum();
        return least.isEmpty()
            ? least
            : OptionalLong.of(-Math.floorDiv(-least.getAsLong(), divisor));
      }
    }
    return OptionalLong.empty();
  }
}
