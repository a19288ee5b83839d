package dev.netc.compiler.source;

import java.util.Comparator;

/**
 * A stretch of one file, from {@code start} (inclusive) to {@code end} (exclusive), in UTF-16
 * units. It may be empty: a place between two characters.
 *
 * @param file the file it lies in
 * @param start offset of its first character
 * @param end offset behind its last character
 */
public record Span(SourceFile file, int start, int end) implements Comparable<Span> {

  private static final Comparator<Span> BY_POSITION =
      Comparator.<Span, String>comparing(span -> span.file().name())
          .thenComparingInt(Span::start)
          .thenComparingInt(Span::end);

  /** Checks that the span lies in its file. */
  public Span {
    if (start < 0 || end < start || end > file.length()) {
      throw new IllegalArgumentException(
          "span " + start + ".." + end + " is outside " + file + " of " + file.length());
    }
  }

  /** The line of the first character, from 1. */
  public int line() {
    return file.line(start);
  }

  /** The column of the first character, from 1. */
  public int column() {
    return file.column(start);
  }

  /** The characters it covers. */
  public String text() {
    return file.text().substring(start, end);
  }

  /**
   * The smallest span that covers this one and another of the same file.
   *
   * @throws IllegalArgumentException if the other lies in a different file
   */
  public Span to(Span other) {
    if (other.file != file) {
      throw new IllegalArgumentException("spans of two files: " + this + " and " + other);
    }
    return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
  }

  /** Whether the other lies within this one. */
  public boolean contains(Span other) {
    return other.file == file && start <= other.start && other.end <= end;
  }

  /** The empty span right behind this one. */
  public Span after() {
    return new Span(file, end, end);
  }

  /** By file name, then by position. */
  @Override
  public int compareTo(Span other) {
    return BY_POSITION.compare(this, other);
  }

  /** {@code file:line:column}, the form that editors and terminals link. */
  @Override
  public String toString() {
    return file.name() + ":" + line() + ":" + column();
  }
}
