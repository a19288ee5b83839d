package dev.netc.compiler.elaborate;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects diagnostics. What is found again in another elaboration of the same body is kept once.
 */
final class Reporter {
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private int reports;
  private @Nullable Undecided undecided;

  /** Of all elaborations that report here. */
  final Effort effort = new Effort();

  void report(Diagnostic diagnostic) {
    reports++;
    if (diagnostics.stream().noneMatch(known -> isSame(known, diagnostic))) {
      diagnostics.add(diagnostic);
    }
  }

  private static boolean isSame(Diagnostic a, Diagnostic b) {
    return a.code().equals(b.code())
        && a.span().equals(b.span())
        && a.message().equals(b.message());
  }

  /** Reports, and gives the exception that ends the statement. */
  Failure fail(Diagnostic diagnostic) {
    report(diagnostic);
    return new Failure();
  }

  /** Reports an error found in a frame; see {@link Site} for where it is shown. */
  Failure fail(Frame frame, Span span, String code, String message) {
    return fail(Site.of(frame, span).error(code, message, "").build());
  }

  /** The same, with a remark at the place. */
  Failure fail(Frame frame, Span span, String code, String message, String label) {
    return fail(Site.of(frame, span).error(code, message, label).build());
  }

  /**
   * Reports that a size cannot be computed: dims are exact, and refuse what a long does not hold.
   */
  void overflow(Frame frame, Span span, ArithmeticException overflow) {
    fail(
        frame,
        span,
        "E0321",
        overflow instanceof Dim.TooLongException
            ? requireNonNull(overflow.getMessage())
            : "a size here is beyond what a whole number can hold");
  }

  /** How often something has been reported, whether or not it was known already. */
  int reports() {
    return reports;
  }

  /** The same for what cannot be decided. */
  Failure fail(Diagnostic diagnostic, Undecided what) {
    undecided = what;
    return fail(diagnostic);
  }

  /**
   * What a step gives; where it fails since something cannot be decided, another error is reported
   * in the place of that, if there is one.
   */
  <T> T decided(Supplier<T> step, Function<Undecided, Optional<Diagnostic>> instead) {
    int before = diagnostics.size();
    undecided = null;
    try {
      return step.get();
    } catch (Failure failure) {
      Undecided what = undecided;
      List<Diagnostic> added = List.copyOf(diagnostics.subList(before, diagnostics.size()));
      if (what == null || added.size() > 1) {
        throw failure;
      }
      diagnostics.subList(before, diagnostics.size()).clear();
      Optional<Diagnostic> other = quietly(() -> instead.apply(what)).flatMap(each -> each);
      other.ifPresentOrElse(this::report, () -> diagnostics.addAll(added));
      throw failure;
    }
  }

  /** What a step gives, or nothing where it fails; then nothing is reported. */
  private <T> Optional<T> quietly(Supplier<T> step) {
    int before = diagnostics.size();
    int reportsBefore = reports;
    try {
      return Optional.of(step.get());
    } catch (Failure failure) {
      diagnostics.subList(before, diagnostics.size()).clear();
      reports = reportsBefore;
      return Optional.empty();
    }
  }

  /** What a step gives, or nothing where it fails with that code; then nothing is reported. */
  <T> Optional<T> attempt(String code, Supplier<T> step) {
    int before = diagnostics.size();
    int reportsBefore = reports;
    try {
      return Optional.of(step.get());
    } catch (Failure failure) {
      List<Diagnostic> added = diagnostics.subList(before, diagnostics.size());
      if (added.isEmpty() || added.stream().anyMatch(d -> !d.code().equals(code))) {
        throw failure;
      }
      added.clear();
      reports = reportsBefore;
      return Optional.empty();
    }
  }

  List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }
}
