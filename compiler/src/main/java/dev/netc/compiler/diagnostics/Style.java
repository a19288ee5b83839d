package dev.netc.compiler.diagnostics;

/** How a piece of rendered text looks on a terminal. */
enum Style {
  ERROR("\u001B[1;31m"),
  WARNING("\u001B[1;33m"),
  MESSAGE("\u001B[1m"),
  GUTTER("\u001B[1;34m"),
  SECONDARY("\u001B[1;34m");

  private static final String RESET = "\u001B[0m";

  private final String escape;

  Style(String escape) {
    this.escape = escape;
  }

  /** The text in this style, or as it is without colours. */
  String paint(String text, Colors colors) {
    return colors == Colors.NONE || text.isEmpty() ? text : escape + text + RESET;
  }

  static Style of(Severity severity) {
    return switch (severity) {
      case ERROR -> ERROR;
      case WARNING -> WARNING;
    };
  }
}
