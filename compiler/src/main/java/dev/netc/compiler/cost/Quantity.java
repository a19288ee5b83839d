package dev.netc.compiler.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of things or bytes, as people write it: {@code 12M}, {@code 64MiB}, {@code 1.5G}. K, M,
 * G and T are powers of 1000, with an i of 1024; B says bytes.
 *
 * @param value all of it
 * @param unit what people would write it in, without the B: {@code Mi}, or empty
 * @param bytes whether it has a B
 */
public record Quantity(long value, String unit, boolean bytes) {
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE]\\+?[0-9]{1,2})?|\\.[0-9]+)\\s*(?:([kKmMgGtT])([iI]?))?([bB]?)");
  private static final List<String> PREFIXES = List.of("", "K", "M", "G", "T");

  /** Reads a quantity; empty if it is none, or larger than a {@code long}. */
  public static Optional<Quantity> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String prefix = matcher.group(2) == null ? "" : matcher.group(2).toUpperCase(Locale.ROOT);
    String unit = matcher.group(3) == null || matcher.group(3).isEmpty() ? prefix : prefix + "i";
    BigDecimal value = new BigDecimal(matcher.group(1).replace("_", "")).multiply(factor(unit));
    if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    // A limit of 1.5 things lets one through.
    return Optional.of(
        new Quantity(
            value.setScale(0, RoundingMode.FLOOR).longValueExact(),
            unit,
            !matcher.group(4).isEmpty()));
  }

  private static BigDecimal factor(String unit) {
    if (unit.isEmpty()) {
      return BigDecimal.ONE;
    }
    int power = PREFIXES.indexOf(unit.substring(0, 1));
    return BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000).pow(power);
  }

  /** {@code 61,706}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Bytes in the unit of the decimal system that suits them: {@code 4.21 MB}. */
  public static String bytes(long value) {
    int power = 0;
    for (long rest = value; rest >= 1000 && power < PREFIXES.size() - 1; rest /= 1000) {
      power++;
    }
    return bytes(value, PREFIXES.get(power));
  }

  /** Bytes in a unit, rounded to three digits or so: {@code 64.3 MiB}. */
  public static String bytes(long value, String unit) {
    if (unit.isEmpty()) {
      return count(value) + " bytes";
    }
    BigDecimal shown = BigDecimal.valueOf(value).divide(factor(unit), 12, RoundingMode.HALF_UP);
    int digits =
        shown.compareTo(BigDecimal.TEN) < 0
            ? 2
            : shown.compareTo(BigDecimal.valueOf(100)) < 0 ? 1 : 0;
    return String.format(Locale.ROOT, "%,." + digits + "f", shown) + " " + unit + "B";
  }
}
