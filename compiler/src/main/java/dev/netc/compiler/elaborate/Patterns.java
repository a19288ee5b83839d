package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.ShapePattern.Dimension;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Matches shapes with patterns: binds the names that are new, checks the others. */
final class Patterns {
  private final Session session;
  private final Evaluator evaluator;

  /**
   * Where a pattern is matched: the error shown, and the words before the shape.
   *
   * @param caller the body that the error is shown in, if the pattern is that of a call in it
   */
  record Subject(Span span, String code, String name, Value value, Optional<Frame> caller) {
    Subject(Span span, String code, String name, Value value) {
      this(span, code, name, value, Optional.empty());
    }
  }

  Patterns(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  void match(Frame frame, ShapePattern pattern, Subject subject) {
    List<Dimension> dimensions = pattern.dimensions();
    int rest = rest(dimensions);
    int rank = subject.value().rank();
    int fixed = rest < 0 ? dimensions.size() : dimensions.size() - 1;
    if (rest < 0 ? rank != fixed : rank < fixed) {
      throw mismatch(
          frame,
          pattern,
          subject,
          rank
              + (rank == 1 ? " axis" : " axes")
              + " instead of "
              + (rest < 0 ? "" : "at least ")
              + fixed);
    }
    subject
        .caller()
        .filter(caller -> !caller.isLibrary())
        .ifPresent(
            caller -> session.trace.nameAxes(subject.value(), names(dimensions, rest, rank)));
    for (int i = 0; i < dimensions.size(); i++) {
      if (i != rest) {
        int axis = rest >= 0 && i > rest ? rank - dimensions.size() + i : i;
        dimension(frame, pattern, dimensions.get(i), subject, axis);
      }
    }
  }

  private static int rest(List<Dimension> dimensions) {
    for (int i = 0; i < dimensions.size(); i++) {
      if (dimensions.get(i) instanceof Dimension.Rest) {
        return i;
      }
    }
    return -1;
  }

  private static List<Optional<String>> names(List<Dimension> dimensions, int rest, int rank) {
    List<Optional<String>> names = new ArrayList<>(Collections.nCopies(rank, Optional.empty()));
    for (int i = 0; i < dimensions.size(); i++) {
      if (dimensions.get(i) instanceof Dimension.Named named) {
        int axis = rest >= 0 && i > rest ? rank - dimensions.size() + i : i;
        names.set(axis, Optional.of(named.name()));
      }
    }
    return names;
  }

  private void dimension(
      Frame frame, ShapePattern pattern, Dimension dimension, Subject subject, int axis) {
    Dim actual = subject.value().dim(axis);
    Optional<Dim> expected =
        dimension.accept(
            new ShapePattern.DimensionVisitor<Optional<Dim>>() {
              @Override
              public Optional<Dim> visitNamed(Dimension.Named named) {
                Optional<Datum> known = frame.lookup(named.name());
                if (known.isEmpty()) {
                  frame.bind(named.name(), new Datum.Whole(actual));
                  return Optional.empty();
                }
                return Optional.of(evaluator.dim(frame, named.span(), known.get()));
              }

              @Override
              public Optional<Dim> visitComputed(Dimension.Computed computed) {
                return Optional.of(
                    evaluator.dim(
                        frame, computed.span(), evaluator.evaluate(frame, computed.size())));
              }

              @Override
              public Optional<Dim> visitAny(Dimension.Any any) {
                return Optional.empty();
              }

              @Override
              public Optional<Dim> visitRest(Dimension.Rest dots) {
                return Optional.empty();
              }
            });
    if (expected.isPresent() && !expected.get().equals(actual)) {
      String text = dimension.span().text();
      String value = text.equals(expected.get().toString()) ? "" : " = " + expected.get();
      throw mismatch(
          frame, pattern, subject, "axis " + axis + " is " + actual + ", not " + text + value);
    }
  }

  private Failure mismatch(Frame frame, ShapePattern pattern, Subject subject, String why) {
    Value value = subject.value();
    String message =
        subject.name() + " the shape " + pattern.span().text() + ", this is " + value.shape();
    Site site = Site.of(subject.caller().orElse(frame), subject.span());
    Diagnostic.Builder error = site.error(subject.code(), message, why);
    error.mismatch(pattern.span().text(), value.shape().toString());
    Optional<Trace.Definition> definition = session.trace.definition(site.frame(), value);
    definition
        .filter(d -> !d.span().equals(site.span()))
        .ifPresent(d -> error.also(d.span(), session.trace.describe(definition, value)));
    if (subject.caller().isPresent() && !frame.isLibrary()) {
      error.also(pattern.span(), "the shape that is asked for");
    }
    session.trace.chain(value).ifPresent(error::trace);
    if (subject.caller().isPresent()) {
      new Remedies(session, site, error).forRank(value, pattern.dimensions().size());
    }
    return session.reporter.fail(error.build());
  }
}
