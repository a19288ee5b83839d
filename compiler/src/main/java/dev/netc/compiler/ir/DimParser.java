package dev.netc.compiler.ir;

/** Reads the text of a {@link Dim} back: {@code 2*N + 1}, {@code floor((H - 3) / 2)}. */
final class DimParser {
  private final String text;
  private int position;

  private DimParser(String text) {
    this.text = text.replace(" ", "");
  }

  static Dim parse(String text) {
    DimParser parser = new DimParser(text);
    Dim dim = parser.sum();
    if (parser.position < parser.text.length()) {
      throw parser.error();
    }
    return dim;
  }

  private Dim sum() {
    Dim sum = take('-') ? product().negated() : product();
    while (true) {
      if (take('+')) {
        sum = sum.plus(product());
      } else if (take('-')) {
        sum = sum.minus(product());
      } else {
        return sum;
      }
    }
  }

  private Dim product() {
    Dim product = factor();
    while (take('*')) {
      product = product.times(factor());
    }
    return product;
  }

  private Dim factor() {
    if (take('(')) {
      Dim inner = sum();
      expect(')');
      return inner;
    }
    int start = position;
    while (position < text.length() && Character.isJavaIdentifierPart(text.charAt(position))) {
      position++;
    }
    String word = text.substring(start, position);
    if (word.isEmpty()) {
      throw error();
    }
    if (Character.isDigit(word.charAt(0))) {
      return Dim.of(Long.parseLong(word));
    }
    return word.equals("floor") && take('(') ? floor() : Dim.free(word);
  }

  private Dim floor() {
    Dim numerator = sum();
    expect('/');
    Dim denominator = sum();
    expect(')');
    return numerator.floorDividedBy(denominator);
  }

  private boolean take(char expected) {
    boolean found = position < text.length() && text.charAt(position) == expected;
    position += found ? 1 : 0;
    return found;
  }

  private void expect(char expected) {
    if (!take(expected)) {
      throw error();
    }
  }

  private IllegalArgumentException error() {
    return new IllegalArgumentException("not a size at offset " + position + ": " + text);
  }
}
