package dev.netc.compiler.lint;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.elaborate.Unmet;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a declaration says with {@code expect} and does not find: a loss of logits is given
 * probabilities, a layer the number of its input channels in front.
 */
final class UnmetExpectation extends GraphLint {
  private static final Pattern FORM = Pattern.compile("`([^`…]*\\()…([^`…]*)`");

  @Override
  public String code() {
    return "W0401";
  }

  @Override
  public String name() {
    return "unexpected";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    flow.network().observed().unmet().forEach(unmet -> found.add(diagnostic(flow, unmet, written)));
  }

  private Diagnostic diagnostic(Flow flow, Unmet unmet, Written written) {
    Diagnostic.Builder warning =
        Diagnostic.warning(code(), unmet.message()).at(unmet.place(), label(flow, unmet));
    unmet.path().forEach(warning::in);
    for (Value value : unmet.tensors()) {
      place(value)
          .filter(span -> !overlap(span, unmet.place()))
          .ifPresent(span -> warning.also(span, "it comes from here"));
    }
    unmet.advice().forEach(advice -> warning.help(advice, edits(advice, unmet, written)));
    withoutFirst(unmet, written)
        .ifPresent(
            edit ->
                warning.guess(
                    "the size of the input is inferred: leave `" + unmet.place().text() + "` out",
                    edit));
    for (Value value : unmet.tensors()) {
      bypass(flow, value, written)
          .ifPresent(edit -> warning.guess("leave " + name(value) + " out", edit));
    }
    return warning.build();
  }

  /** Advice that says {@code `sigmoid(…)`} puts that around the argument. */
  private static Edit[] edits(String advice, Unmet unmet, Written written) {
    Matcher form = FORM.matcher(advice);
    boolean argument = unmet.tensors().size() == 1 && written.isArgument(unmet.place());
    return form.find() && argument
        ? new Edit[] {new Edit(unmet.place(), form.group(1) + unmet.place().text() + form.group(2))}
        : new Edit[0];
  }

  private static String label(Flow flow, Unmet unmet) {
    return unmet.tensors().stream()
        .findFirst()
        .flatMap(value -> flow.trace().definition(value).map(d -> flow.trace().describe(value)))
        .orElse("");
  }

  /** Leaves out the first of several arguments, if it is the one that is wrong. */
  private static Optional<Edit> withoutFirst(Unmet unmet, Written written) {
    return written
        .callWithFirst(unmet.place())
        .filter(call -> call.arguments().size() > 1)
        .filter(call -> call.arguments().get(0).name().isEmpty())
        .filter(call -> call.arguments().get(1).name().isEmpty())
        .map(
            call -> {
              Argument second = call.arguments().get(1);
              Span first = unmet.place();
              return new Edit(new Span(first.file(), first.start(), second.span().start()), "");
            });
  }

  /** Leaves out what makes a value of another, unless the value itself is asked for elsewhere. */
  private static Optional<Edit> bypass(Flow flow, Value value, Written written) {
    return flow.isOutput(value) ? Optional.empty() : place(value).flatMap(written::removal);
  }

  private static boolean overlap(Span a, Span b) {
    return a.file() == b.file() && a.start() < b.end() && b.start() < a.end();
  }
}
