package dev.netc.frontend.drawing;

import java.util.Locale;

/** Names and texts of users, in the languages of pictures. */
final class Escapes {
  private Escapes() {}

  /** In the text and in the attributes of XML and HTML. */
  static String xml(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /** Whether XML 1.0 has a character. */
  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c < 0xD800)
        || (c >= 0xE000 && c < 0xFFFE)
        || c >= 0x10000;
  }

  /** In a string of DOT. */
  static String dot(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
  }

  /** In a string of Mermaid, where most punctuation means something. */
  static String mermaid(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c < 0x20 || c == 0x7F) {
                escaped.append(' ');
              } else if (Character.isLetterOrDigit(c) || " _.,:=()+-[]".indexOf(c) >= 0) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append(String.format(Locale.ROOT, "#%d;", c));
              }
            });
    return escaped.toString();
  }
}
