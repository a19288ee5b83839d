package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;

/**
 * An identifier where it is written.
 *
 * @param span its characters
 * @param text the identifier; dotted only for a package
 */
public record Name(Span span, String text) implements Node {

  /** Whether it stays private to its file, as names with a leading underscore do. */
  public boolean isPrivate() {
    return text.startsWith("_");
  }

  /** The identifier alone. */
  @Override
  public String toString() {
    return text;
  }
}
