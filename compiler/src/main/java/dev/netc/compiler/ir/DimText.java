package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Sizes as text. */
final class DimText {
  private DimText() {}

  /**
   * A dim as a Java expression, with each free name as {@code name.apply(it)}.
   *
   * @param suffix of numbers
   */
  static String java(Dim dim, UnaryOperator<String> name, String suffix) {
    List<String> sum = new ArrayList<>();
    for (Map.Entry<DimProduct, Long> term : dim.terms().entrySet()) {
      List<String> factors = new ArrayList<>();
      if (term.getValue() != 1 || term.getKey().atoms().isEmpty()) {
        factors.add(term.getValue() + suffix);
      }
      for (DimAtom atom : term.getKey().atoms()) {
        if (atom instanceof DimAtom.Floor floor) {
          factors.add(
              "Math.floorDiv(%s, %s)"
                  .formatted(
                      java(floor.numerator(), name, suffix),
                      java(floor.denominator(), name, suffix)));
        } else {
          factors.add(name.apply(atom.toString()));
        }
      }
      sum.add(String.join(" * ", factors));
    }
    return sum.isEmpty() ? "0" + suffix : String.join(" + ", sum).replace("+ -", "- ");
  }

  /** A dim as an operand of a division. */
  static String grouped(Dim dim) {
    return dim.terms().size() > 1 ? "(" + dim + ")" : dim.toString();
  }

  /** A dim that is not known as a user would write it. */
  static String of(Dim dim) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<DimProduct, Long> term : dim.terms().entrySet()) {
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
