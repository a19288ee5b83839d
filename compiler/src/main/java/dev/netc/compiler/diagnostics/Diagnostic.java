package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One finding: what is wrong, where, why, and what to do.
 *
 * @param severity error or warning
 * @param code stable name of this kind of finding, such as {@code E0301}
 * @param message states the problem and stands alone: lower case, no full stop
 * @param labels places with remarks; the first is the primary one, there is at least one
 * @param notes further facts
 * @param suggestions fixes
 */
public record Diagnostic(
    Severity severity,
    String code,
    String message,
    List<Label> labels,
    List<String> notes,
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
    notes = List.copyOf(notes);
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
    private final List<String> notes = new ArrayList<>();
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

    /** Adds a fact. */
    public Builder note(String note) {
      notes.add(note);
      return this;
    }

    /** Adds advice, with the edits that follow it where a tool could make them. */
    public Builder help(String message, Edit... edits) {
      suggestions.add(new Suggestion(message, List.of(edits)));
      return this;
    }

    /** The finished diagnostic. */
    public Diagnostic build() {
      return new Diagnostic(
          head.severity(), head.code(), head.message(), labels, notes, suggestions);
    }
  }
}
