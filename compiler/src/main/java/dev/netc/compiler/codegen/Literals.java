package dev.netc.compiler.codegen;

import dev.netc.compiler.ir.ElementType;

/** Numbers as Java text. */
final class Literals {
  private Literals() {}

  static Text of(ElementType type, double value) {
    return switch (type) {
      case BOOL -> Text.primary(value == 0 ? "false" : "true");
      case INT -> signed(Integer.toString((int) value));
      case FLOAT -> floating("Float", (float) value, shortest((float) value) + "f");
      case DOUBLE -> floating("Double", value, shortest(value));
    };
  }

  private static Text floating(String type, double value, String digits) {
    if (Double.isNaN(value)) {
      return Text.primary(type + ".NaN");
    } else if (Double.isInfinite(value)) {
      return Text.primary(type + (value > 0 ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY"));
    }
    return signed(digits);
  }

  private static String shortest(float value) {
    String text = Float.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String shortest(double value) {
    return Double.toString(value);
  }

  private static Text signed(String digits) {
    return new Text(digits, digits.startsWith("-") ? Text.PREFIX : Text.PRIMARY);
  }
}
