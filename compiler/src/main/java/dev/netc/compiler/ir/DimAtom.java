package dev.netc.compiler.ir;

import java.util.Map;
import java.util.OptionalLong;

/** What a product is made of. */
sealed interface DimAtom extends Comparable<DimAtom> {
  /** How many names and numbers it is made of. */
  int parts();

  /** A lower bound, if one is known. */
  OptionalLong minimum();

  long evaluate(Map<String, Long> sizes);

  Dim with(Map<String, Long> sizes);

  @Override
  default int compareTo(DimAtom other) {
    return toString().compareTo(other.toString());
  }

  /** A size that is known at run time only. */
  record Free(String name) implements DimAtom {
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
      return size == null ? Dim.free(name) : Dim.of(size);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The floor of a quotient; the denominator is positive. */
  record Floor(Dim numerator, Dim denominator) implements DimAtom {
    @Override
    public int parts() {
      return numerator.parts() + denominator.parts();
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
      return "floor(" + DimText.grouped(numerator) + " / " + DimText.grouped(denominator) + ")";
    }
  }
}
