package dev.netc.compiler;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.Suggestion;
import dev.netc.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries the edits that diagnostics propose before anybody sees them: makes them in the text in
 * memory, and analyses that. A fix is offered if the finding is gone and nothing new is wrong.
 *
 * <p>The number of trials in one file is bounded, and how much work they make: not their time, so
 * that the outcome is the same on every machine. What is left over keeps its words and edits, and
 * is not called checked.
 */
final class Fixes {
  private static final int MOST_TRIALS = 64;
  private static final String UNKNOWN_NAME = "E0201";

  /** Of all trials; a few seconds. */
  private static final long MOST_WORK = 1_000_000;

  private final List<Diagnostic> found;
  private final Trials analysis;
  private int trials;
  private long work;

  /** What finds diagnostics, where one of the files has another text. */
  @FunctionalInterface
  interface Trials {
    /**
     * What is found then.
     *
     * @param original the file that is compiled, or one that it imports
     * @param changed its new text, of the same name
     */
    Trial analyze(SourceFile original, SourceFile changed);
  }

  /**
   * What came of the analysis of a changed text.
   *
   * @param diagnostics what is wrong with it
   * @param work how much it was to analyse: steps of the elaboration, and characters
   */
  record Trial(List<Diagnostic> diagnostics, long work) {}

  private Fixes(List<Diagnostic> found, Trials analysis) {
    this.found = found;
    this.analysis = analysis;
  }

  /**
   * The diagnostics with advice that has been tried.
   *
   * @param found all that was found
   * @param analysis what finds it, in a changed text; edits of more than one file are not tried
   */
  static List<Diagnostic> checked(List<Diagnostic> found, Trials analysis) {
    Fixes fixes = new Fixes(found, analysis);
    return found.stream().map(fixes::checked).toList();
  }

  /** The diagnostics with what needs no trial. */
  static List<Diagnostic> unchecked(List<Diagnostic> found) {
    return found.stream().map(d -> d.withSuggestions(d.advice())).toList();
  }

  private Diagnostic checked(Diagnostic diagnostic) {
    List<Suggestion> kept = new ArrayList<>();
    for (Suggestion suggestion : diagnostic.suggestions()) {
      checked(diagnostic, suggestion).ifPresent(kept::add);
    }
    return diagnostic.withSuggestions(kept);
  }

  private Optional<Suggestion> checked(Diagnostic diagnostic, Suggestion suggestion) {
    if (suggestion.edits().isEmpty()) {
      return Optional.of(suggestion);
    }
    if (!canBeTried(suggestion)) {
      return Optional.of(suggestion).filter(Suggestion::isPresentable);
    }
    trials++;
    if (helps(diagnostic, suggestion)) {
      return Optional.of(suggestion.checked());
    }
    return Optional.of(suggestion).filter(Suggestion::isPresentable).map(Suggestion::withoutEdits);
  }

  private boolean canBeTried(Suggestion suggestion) {
    return suggestion.edits().stream().map(edit -> edit.span().file()).distinct().count() == 1
        && trials < MOST_TRIALS
        && work < MOST_WORK;
  }

  /**
   * An error may uncover warnings when it goes; a warning that goes may uncover nothing. An unknown
   * name also hides the errors of the lines behind it: whether they are there does not depend on
   * what the name is put right to.
   */
  private boolean helps(Diagnostic diagnostic, Suggestion suggestion) {
    List<Edit> edits = suggestion.edits();
    boolean hides = diagnostic.code().equals(UNKNOWN_NAME) && suggestion.isPresentable();
    int line = diagnostic.span().line();
    SourceFile source = edits.get(0).span().file();
    SourceFile changed = new SourceFile(source.name(), Edit.apply(source.text(), edits));
    Trial trial = analysis.analyze(source, changed);
    work += trial.work();
    List<Diagnostic> left = trial.diagnostics();
    Shift shift = new Shift(source, edits);
    return left.stream().noneMatch(d -> shift.isSame(diagnostic, d))
        && left.stream()
            .filter(d -> d.isError() || !diagnostic.isError())
            .filter(d -> !(hides && d.span().line() > line))
            .allMatch(d -> found.stream().anyMatch(known -> shift.isSame(known, d)));
  }

  /** Finds places of the old text in the new one. */
  private record Shift(SourceFile source, List<Edit> edits) {

    boolean isSame(Diagnostic before, Diagnostic after) {
      if (!before.code().equals(after.code())
          || !before.span().file().name().equals(after.span().file().name())) {
        return false;
      }
      int place = before.span().start();
      int now = after.span().start();
      return before.span().file() == source
          ? first(place) <= now && now <= last(place)
          : place == now;
    }

    private int first(int offset) {
      int shifted = offset;
      for (Edit edit : edits) {
        if (edit.span().start() < offset) {
          shifted += growth(edit, offset);
        }
      }
      return shifted;
    }

    /** Behind what replaces the text around a place. */
    private int last(int offset) {
      int shifted = offset;
      for (Edit edit : edits) {
        if (edit.span().start() <= offset) {
          shifted +=
              edit.span().end() > offset ? edit.replacement().length() : growth(edit, offset);
        }
      }
      return shifted;
    }

    /** How far a place moves that an edit lies before or around. */
    private static int growth(Edit edit, int offset) {
      int removed = Math.min(edit.span().end(), offset) - edit.span().start();
      return edit.span().end() > offset ? -removed : edit.replacement().length() - removed;
    }
  }
}
