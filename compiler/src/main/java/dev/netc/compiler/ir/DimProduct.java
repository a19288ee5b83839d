package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A product of atoms in sorted order; the empty product is one.
 *
 * @param text what it is ordered by among those of its degree
 * @param parts how many names and numbers it is made of
 */
record DimProduct(List<DimAtom> atoms, String text, int parts) implements Comparable<DimProduct> {
  static final DimProduct UNIT = new DimProduct(List.of());

  DimProduct(List<DimAtom> atoms) {
    this(
        atoms,
        atoms.stream().map(DimAtom::toString).collect(Collectors.joining("*")),
        1 + atoms.stream().mapToInt(DimAtom::parts).sum());
  }

  DimProduct times(DimProduct other) {
    if (atoms.isEmpty() || other.atoms.isEmpty()) {
      return atoms.isEmpty() ? other : this;
    }
    List<DimAtom> all = new ArrayList<>(atoms);
    all.addAll(other.atoms);
    Collections.sort(all);
    return new DimProduct(List.copyOf(all));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public int compareTo(DimProduct other) {
    int byDegree = Integer.compare(other.atoms.size(), atoms.size());
    return byDegree != 0 ? byDegree : text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
