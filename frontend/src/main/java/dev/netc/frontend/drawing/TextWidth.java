package dev.netc.frontend.drawing;

/**
 * How wide a text is, about: the fonts of the reader are not known here, so letters are taken as
 * wide as the wider ones of the usual fonts have them.
 */
final class TextWidth {
  private static final double NARROW = 0.32;
  private static final double MEDIUM = 0.58;
  private static final double WIDE = 0.9;
  private static final double CAPITAL = 0.72;
  private static final double OTHER = 1.05;

  private TextWidth() {}

  /** In pixels, for a size of the font in pixels. */
  static double of(String text, double size) {
    return size * text.codePoints().mapToDouble(TextWidth::of).sum();
  }

  private static double of(int c) {
    if ("iljtfrI.,:;'|![]() ".indexOf(c) >= 0) {
      return NARROW;
    }
    if ("mwMW@%".indexOf(c) >= 0) {
      return WIDE;
    }
    if (c >= 'A' && c <= 'Z') {
      return CAPITAL;
    }
    return c < 0x250 || c == '–' || c == '…' ? MEDIUM : OTHER;
  }
}
