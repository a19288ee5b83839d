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

  /**
   * All that is said of a finding but its place, for formats that show a message and no source: a
   * line for the message and its remark, one for each note and each advice.
   */
  public static String text(Diagnostic diagnostic) {
    List<String> lines = new ArrayList<>();
    String remark = diagnostic.labels().get(0).text();
    lines.add(diagnostic.message() + (remark.isEmpty() ? "" : ": " + remark));
    notes(diagnostic).forEach(note -> lines.add("note: " + note));
    diagnostic.advice().forEach(help -> lines.add("help: " + help.message()));
    return String.join("\n", lines);
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
