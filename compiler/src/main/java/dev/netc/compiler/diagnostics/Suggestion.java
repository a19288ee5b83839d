package dev.netc.compiler.diagnostics;

import java.util.List;

/**
 * What the author could write instead.
 *
 * @param message the advice, lower case and without a full stop
 * @param edits the changes that follow it, for tools to apply; empty if it takes a human
 */
public record Suggestion(String message, List<Edit> edits) {

  /** Keeps its own copy of the edits. */
  public Suggestion {
    edits = List.copyOf(edits);
  }
}
