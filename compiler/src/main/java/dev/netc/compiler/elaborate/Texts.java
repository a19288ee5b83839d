package dev.netc.compiler.elaborate;

import dev.netc.compiler.ir.Dim;
import java.util.List;
import java.util.stream.Collectors;

/** Data as text. */
enum Texts {
  /** As the language writes them: for messages. */
  LANGUAGE("true", "false", "none") {
    @Override
    String quote(String text) {
      // What stands in backquotes is the name of something, not a string.
      return text.startsWith("`") && text.endsWith("`") ? text : "\"" + text + "\"";
    }
  },
  /** As parts of names: strings as they are. */
  NAME("true", "false", "none") {
    @Override
    String quote(String text) {
      return text;
    }
  },
  /** As Python prints them: for what PyTorch shows of a module. */
  PYTHON("True", "False", "None") {
    @Override
    String quote(String text) {
      return text;
    }
  };

  private final String yes;
  private final String no;
  private final String nothing;

  Texts(String yes, String no, String nothing) {
    this.yes = yes;
    this.no = no;
    this.nothing = nothing;
  }

  abstract String quote(String text);

  String of(Datum datum) {
    if (datum instanceof Datum.Whole whole) {
      return whole.value().toString();
    }
    if (datum instanceof Datum.Ratio ratio) {
      return ratio.numerator().isConstant() && ratio.denominator().isConstant()
          ? real((double) ratio.numerator().constant() / ratio.denominator().constant())
          : operand(ratio.numerator()) + " / " + operand(ratio.denominator());
    }
    if (datum instanceof Datum.Real real) {
      return real(real.value());
    }
    if (datum instanceof Datum.Adjustable adjustable) {
      return real(adjustable.initial());
    }
    if (datum instanceof Datum.Truth truth) {
      return truth.value() ? yes : no;
    }
    if (datum instanceof Datum.Text text) {
      return quote(text.value());
    }
    if (datum instanceof Datum.Items items) {
      return items(items.brackets(), items.items());
    }
    if (datum instanceof Datum.Tensor tensor) {
      return tensor.value().type().toString();
    }
    return datum == Datum.Nothing.NONE ? nothing : datum.kind();
  }

  private static String operand(Dim dim) {
    String text = dim.toString();
    return text.matches("\\w+") ? text : "(" + text + ")";
  }

  private String items(Datum.Items.Brackets brackets, List<Datum> items) {
    String inner = items.stream().map(this::of).collect(Collectors.joining(", "));
    if (brackets == Datum.Items.Brackets.SQUARE) {
      return "[" + inner + "]";
    }
    return "(" + inner + (items.size() == 1 ? ",)" : ")");
  }

  /** As Python's {@code repr}: the shortest digits, with an exponent below 1e-4 and from 1e16. */
  static String real(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e16)) {
      java.math.BigDecimal exact =
          new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros();
      String digits = exact.unscaledValue().abs().toString();
      int exponent = digits.length() - 1 - exact.scale();
      String mantissa =
          digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
      return (value < 0 ? "-" : "")
          + mantissa
          + "e"
          + (exponent < 0 ? "-" : "+")
          + (Math.abs(exponent) < 10 ? "0" : "")
          + Math.abs(exponent);
    }
    String plain = new java.math.BigDecimal(Double.toString(value)).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}
