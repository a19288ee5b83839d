package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.Span;
import java.util.Comparator;
import java.util.List;

/**
 * A change of text.
 *
 * @param span what is replaced; empty to insert
 * @param replacement the new text; empty to delete
 */
public record Edit(Span span, String replacement) {

  /** Whether both change the same character, or insert at the same place. */
  public boolean overlaps(Edit other) {
    if (span.file() != other.span.file()) {
      return false;
    }
    return span.equals(other.span)
        || (span.start() < other.span.end() && other.span.start() < span.end());
  }

  /**
   * The text with the changes made.
   *
   * @param text what the spans of the edits refer to
   * @param edits in any order; no two overlap
   */
  public static String apply(String text, List<Edit> edits) {
    List<Edit> ordered =
        edits.stream()
            .sorted(
                Comparator.comparingInt((Edit edit) -> edit.span().start())
                    .thenComparing(edit -> edit.span().end()))
            .toList();
    StringBuilder changed = new StringBuilder();
    int done = 0;
    for (Edit edit : ordered) {
      if (edit.span().start() < done) {
        throw new IllegalArgumentException("edits overlap at " + edit.span());
      }
      changed.append(text, done, edit.span().start()).append(edit.replacement());
      done = edit.span().end();
    }
    return changed.append(text, done, text.length()).toString();
  }
}
