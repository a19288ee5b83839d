package dev.netc.frontend.drawing;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a picture is written as. */
public enum GraphFormat {
  /** A picture for browsers and documents, light and dark. */
  SVG("svg"),
  /** A page with the picture and the source beside it, which needs nothing else. */
  HTML("html"),
  /** Text that GitHub and GitLab show as a picture. */
  MERMAID("mmd"),
  /** Text for Graphviz. */
  DOT("dot");

  private final String extension;

  GraphFormat(String extension) {
    this.extension = extension;
  }

  /** The format that a file's name tells of. */
  public static Optional<GraphFormat> of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(format -> name.endsWith("." + format.extension)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
