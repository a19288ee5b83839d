package dev.netc.runtime;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.DoubleFunction;

/** How PyTorch prints the numbers of one tensor: all in the same notation, in columns. */
final class NumberText {
  private static final int PRECISION = 4;

  private final DoubleFunction<String> notation;
  private final int width;

  private NumberText(DoubleFunction<String> notation, int width) {
    this.notation = notation;
    this.width = width;
  }

  /** The notation for a tensor of which {@code shown} are the numbers that will be printed. */
  static NumberText of(ElementType type, double[] shown) {
    return switch (type) {
      case FLOAT, DOUBLE -> ofFloating(shown);
      case INT -> ofExact(value -> Integer.toString((int) value), shown);
      case BOOL -> ofExact(value -> value == 0 ? "False" : "True", shown);
    };
  }

  private static NumberText ofFloating(double[] shown) {
    double[] sizes = Arrays.stream(shown).filter(v -> v != 0 && Double.isFinite(v)).toArray();
    if (sizes.length == 0) {
      return new NumberText(NumberText::whole, 1);
    }
    double least = Arrays.stream(sizes).map(Math::abs).min().orElseThrow();
    double greatest = Arrays.stream(sizes).map(Math::abs).max().orElseThrow();
    boolean allWhole = Arrays.stream(sizes).allMatch(value -> value == Math.ceil(value));
    boolean spread = greatest / least > 1000 || greatest > 1e8 || (!allWhole && least < 1e-4);
    if (spread) {
      return ofExact(NumberText::scientific, sizes);
    }
    return ofExact(allWhole ? NumberText::whole : NumberText::fixed, sizes);
  }

  private static NumberText ofExact(DoubleFunction<String> notation, double[] values) {
    int width = 1;
    for (double value : values) {
      width = Math.max(width, notation.apply(value).length());
    }
    return new NumberText(notation, width);
  }

  /** The width of the columns; NaN and infinities may exceed it. */
  int width() {
    return width;
  }

  /** A number, padded on the left to the width. */
  String format(double value) {
    String text = notation.apply(value);
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  /** {@code 3.}, as {@code "%.0f."} in C. */
  private static String whole(double value) {
    return Double.isFinite(value) ? decimal(value, 0) + "." : notFinite(value);
  }

  /** {@code 0.1234}, as {@code "%.4f"} in C: {@link String#format} rounds otherwise. */
  private static String fixed(double value) {
    return Double.isFinite(value) ? decimal(value, PRECISION) : notFinite(value);
  }

  /** {@code 1.2340e-05}, as {@code "%.4e"} in C. */
  private static String scientific(double value) {
    if (!Double.isFinite(value)) {
      return notFinite(value);
    }
    String sign = isNegative(value) ? "-" : "";
    if (value == 0) {
      return sign + "0.0000e+00";
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value))
            .round(new MathContext(PRECISION + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal mantissa =
        rounded.movePointLeft(exponent).setScale(PRECISION, RoundingMode.UNNECESSARY);
    String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return sign + mantissa.toPlainString() + "e" + (exponent < 0 ? "-" : "+") + power;
  }

  private static String decimal(double value, int places) {
    String sign = isNegative(value) ? "-" : "";
    return sign
        + new BigDecimal(Math.abs(value)).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static boolean isNegative(double value) {
    return Double.doubleToRawLongBits(value) < 0;
  }

  private static String notFinite(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return value > 0 ? "inf" : "-inf";
  }
}
