package dev.netc.compiler.diagnostics;

import java.util.ArrayList;
import java.util.List;

/** Says in sentences what a diagnostic holds as facts, for every format that shows text. */
public final class Prose {
  private static final int MOST_ENCLOSING = 6;

  private Prose() {}

  /** Where the finding lies, the facts, and what led there, a note each. */
  public static List<String> notes(Diagnostic diagnostic) {
    List<String> notes = new ArrayList<>(enclosing(diagnostic.path()));
    notes.addAll(diagnostic.notes());
    diagnostic.traces().forEach(chain -> notes.add(chain.toString()));
    return notes;
  }

  /** The innermost and the outermost, of a way that is too long to be read. */
  private static List<String> enclosing(List<Enclosing> path) {
    List<String> steps = path.stream().map(Enclosing::toString).toList();
    int left = steps.size() - MOST_ENCLOSING;
    if (left <= 0) {
      return steps;
    }
    List<String> shown = new ArrayList<>(steps.subList(0, MOST_ENCLOSING - 1));
    shown.add("… and " + left + " more between");
    shown.add(steps.get(steps.size() - 1));
    return shown;
  }
}
