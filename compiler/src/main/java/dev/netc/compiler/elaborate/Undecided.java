package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.BinaryOperator;
import dev.netc.compiler.ir.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A comparison that holds for some sizes and not for others, where it must be known which. */
record Undecided(BinaryOperator operator, Datum left, Datum right) {
  private static final long MOST_SEEN = 256;
  private static final long LARGEST_DIVISOR = 64;

  /** What is left of a division, as it is computed. */
  private static final Pattern REMAINDER =
      Pattern.compile("(\\w+) - (\\d+)\\*floor\\(\\1 / \\2\\)");

  /** {@code 3 <= H}. */
  String condition() {
    return text(left) + " " + operator.symbol() + " " + text(right);
  }

  private static String text(Datum datum) {
    return REMAINDER.matcher(Texts.LANGUAGE.of(datum)).replaceAll("$1 % $2");
  }

  /** The names of the sizes that it depends on. */
  List<String> names() {
    SortedSet<String> names = new TreeSet<>();
    dims(left).forEach(dim -> names.addAll(dim.freeNames()));
    dims(right).forEach(dim -> names.addAll(dim.freeNames()));
    return List.copyOf(names);
  }

  private static List<Dim> dims(Datum datum) {
    List<Dim> dims = new ArrayList<>();
    if (datum instanceof Datum.Whole whole) {
      dims.add(whole.value());
    } else if (datum instanceof Datum.Ratio ratio) {
      dims.addAll(List.of(ratio.numerator(), ratio.denominator()));
    } else if (datum instanceof Datum.Items items) {
      items.items().forEach(item -> dims.addAll(dims(item)));
    }
    return dims;
  }

  /**
   * What to take for the only name, so that it holds for every value that is left: one from which
   * on it holds, or a multiple of what it holds for the multiples of.
   */
  Optional<Dim> formThatHolds() {
    if (names().size() != 1
        || !(left instanceof Datum.Whole a)
        || !(right instanceof Datum.Whole b)) {
      return Optional.empty();
    }
    String name = names().get(0);
    long last = 0;
    for (long value = 1; value <= MOST_SEEN; value++) {
      last = holds(name, value, a.value(), b.value()) ? last : value;
    }
    Dim free = Dim.free(name);
    if (last < MOST_SEEN / 2) {
      return Optional.of(free.plus(last));
    }
    for (long divisor = 2; divisor <= LARGEST_DIVISOR; divisor++) {
      if (holdsForMultiplesOf(divisor, name, a.value(), b.value())) {
        return Optional.of(free.times(divisor));
      }
    }
    return Optional.empty();
  }

  private boolean holdsForMultiplesOf(long divisor, String name, Dim a, Dim b) {
    for (long value = 1; value <= MOST_SEEN; value++) {
      if (holds(name, value, a, b) != (value % divisor == 0)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(String name, long value, Dim a, Dim b) {
    Map<String, Long> sizes = Map.of(name, value);
    return Numbers.holds(operator, Long.compare(a.evaluate(sizes), b.evaluate(sizes)));
  }
}
