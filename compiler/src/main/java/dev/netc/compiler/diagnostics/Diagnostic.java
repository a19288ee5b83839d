package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One finding: what is wrong, where, why, and what to do. All that is said of it in words is here,
 * and all that a machine may want to read of it.
 *
 * @param severity error or warning
 * @param code stable name of this kind of finding, such as {@code E0301}
 * @param message states the problem and stands alone: lower case, no full stop
 * @param labels places with remarks; the first is the primary one, there is at least one
 * @param path the author's own declarations that the primary place lies in, the innermost first
 * @param mismatch what should be and what is, where two things do not meet
 * @param notes further facts
 * @param traces what led to each of the shapes that do not fit
 * @param suggestions fixes, the likeliest first
 */
public record Diagnostic(
    Severity severity,
    String code,
    String message,
    List<Label> labels,
    List<Enclosing> path,
    Optional<Mismatch> mismatch,
    List<String> notes,
    List<Chain> traces,
    List<Suggestion> suggestions) {

  /** By the place of the primary label, errors before warnings, then by code and message. */
  public static final Comparator<Diagnostic> BY_POSITION =
      Comparator.comparing(Diagnostic::span)
          .thenComparing(Diagnostic::severity)
          .thenComparing(Diagnostic::code)
          .thenComparing(Diagnostic::message);

  /** Keeps its own copies of the lists. */
  public Diagnostic {
    labels = List.copyOf(labels);
    path = List.copyOf(path);
    notes = List.copyOf(notes);
    traces = List.copyOf(traces);
    suggestions = List.copyOf(suggestions);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("a diagnostic needs a place: " + code + " " + message);
    }
  }

  /** The primary place. */
  public Span span() {
    return labels.get(0).span();
  }

  /** Whether it stops the compilation. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The advice to show: all but guesses. */
  public List<Suggestion> advice() {
    return suggestions.stream().filter(Suggestion::isPresentable).toList();
  }

  /** What tools may apply: edits whose effect has been tried. */
  public Optional<Suggestion> fix() {
    return suggestions.stream().filter(Suggestion::isChecked).findFirst();
  }

  /** The same finding with another weight. */
  public Diagnostic withSeverity(Severity other) {
    return new Diagnostic(other, code, message, labels, path, mismatch, notes, traces, suggestions);
  }

  /** The same finding with other advice. */
  public Diagnostic withSuggestions(List<Suggestion> others) {
    return new Diagnostic(severity, code, message, labels, path, mismatch, notes, traces, others);
  }

  /** Starts an error. */
  public static Unplaced error(String code, String message) {
    return new Unplaced(Severity.ERROR, code, message);
  }

  /** Starts a warning. */
  public static Unplaced warning(String code, String message) {
    return new Unplaced(Severity.WARNING, code, message);
  }

  /**
   * A diagnostic that still lacks its primary place.
   *
   * @param severity error or warning
   * @param code stable name of this kind of finding
   * @param message states the problem
   */
  public record Unplaced(Severity severity, String code, String message) {

    /** Sets the primary place. */
    public Builder at(Span span) {
      return at(span, "");
    }

    /** Sets the primary place and says why it is wrong there. */
    public Builder at(Span span, String text) {
      return new Builder(this, new Label(span, text));
    }
  }

  /** Collects the optional parts of a diagnostic. */
  public static final class Builder {
    private final Unplaced head;
    private final List<Label> labels = new ArrayList<>();
    private final List<Enclosing> path = new ArrayList<>();
    private Optional<Mismatch> mismatch = Optional.empty();
    private final List<String> notes = new ArrayList<>();
    private final List<Chain> traces = new ArrayList<>();
    private final List<Suggestion> suggestions = new ArrayList<>();

    private Builder(Unplaced head, Label primary) {
      this.head = head;
      labels.add(primary);
    }

    /** Adds a secondary place. */
    public Builder also(Span span, String text) {
      labels.add(new Label(span, text));
      return this;
    }

    /** Adds a declaration of the author's own around all that have been added before. */
    public Builder in(Enclosing enclosing) {
      path.add(enclosing);
      return this;
    }

    /** Says what should be and what is, for machines; the message says it to people. */
    public Builder mismatch(String expected, String actual) {
      mismatch = Optional.of(new Mismatch(expected, actual));
      return this;
    }

    /** Adds a fact. */
    public Builder note(String note) {
      notes.add(note);
      return this;
    }

    /** Says what led to a shape that does not fit. */
    public Builder trace(Chain chain) {
      traces.add(chain);
      return this;
    }

    /**
     * Adds advice, with the edits that follow it where a tool could make them. Edits that do not
     * stand their trial are dropped; the words stay.
     */
    public Builder help(String message, Edit... edits) {
      suggestions.add(new Suggestion(message, List.of(edits), Suggestion.Standing.ADVICE));
      return this;
    }

    /** Adds a guess: it is only shown if a trial of its edits shows that it helps. */
    public Builder guess(String message, Edit first, Edit... more) {
      List<Edit> edits = new ArrayList<>(List.of(first));
      edits.addAll(List.of(more));
      suggestions.add(new Suggestion(message, edits, Suggestion.Standing.GUESS));
      return this;
    }

    /** The finished diagnostic. */
    public Diagnostic build() {
      return new Diagnostic(
          head.severity(),
          head.code(),
          head.message(),
          labels,
          path,
          mismatch,
          notes,
          traces,
          suggestions);
    }
  }
}
