package dev.netc.cli;

/** Descriptions of commands and options without picocli's markup. */
final class Text {
  private Text() {}

  /** One line of plain text. */
  static String plain(String... description) {
    return String.join(" ", description).replace("%n", " ").replace("%%", "%").strip();
  }
}
