package dev.netc.compiler.diagnostics;

import java.util.List;

/**
 * What the author could write instead.
 *
 * @param message the advice, lower case and without a full stop
 * @param edits the changes that follow it, for tools to apply; empty if it takes a human
 * @param standing what speaks for it
 */
public record Suggestion(String message, List<Edit> edits, Standing standing) {

  /** What speaks for a suggestion. */
  public enum Standing {
    /** The words hold by themselves; edits, if there are any, have not been tried. */
    ADVICE,
    /** A guess, to be shown only if a trial of its edits shows that it helps. */
    GUESS,
    /** The edits have been tried: with them the finding is gone, and no new one appears. */
    CHECKED
  }

  /** Keeps its own copy of the edits. */
  public Suggestion {
    edits = List.copyOf(edits);
    if (edits.isEmpty() && standing != Standing.ADVICE) {
      throw new IllegalArgumentException("nothing to try: " + message);
    }
  }

  /** Whether it may be shown: a guess may not. */
  public boolean isPresentable() {
    return standing != Standing.GUESS;
  }

  /** Whether a tool may make the edits without asking. */
  public boolean isChecked() {
    return standing == Standing.CHECKED;
  }

  /** The same after a trial that went well. */
  public Suggestion checked() {
    return new Suggestion(message, edits, Standing.CHECKED);
  }

  /** The words alone. */
  public Suggestion withoutEdits() {
    return new Suggestion(message, List.of(), Standing.ADVICE);
  }
}
