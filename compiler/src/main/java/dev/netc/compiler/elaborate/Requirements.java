package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks {@code require}, and explains a failure: it points at the argument that the condition is
 * about, tells where the sizes come from, and proposes to leave out what is inferred.
 */
final class Requirements {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  private final Session session;
  private final Evaluator evaluator;

  Requirements(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  void check(Frame frame, Statement.Require require) {
    if (evaluator.truth(frame, require.condition())) {
      return;
    }
    Optional<Blame> blamed = Blame.of(frame, words(require));
    Failure failure = session.reporter.fail(explain(frame, require, blamed));
    // A size that is only asserted is known better: what comes behind is checked with that.
    Blame asserted =
        blamed
            .filter(blame -> blame.called() == frame && isInferred(blame.parameter()))
            .orElseThrow(() -> failure);
    frame.bind(
        asserted.parameter().name().text(),
        evaluator.evaluate(frame, asserted.parameter().defaultValue().orElseThrow()));
  }

  private static Set<String> words(Statement.Require require) {
    return WORD.matcher(require.condition().span().text())
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Diagnostic explain(Frame frame, Statement.Require require, Optional<Blame> blamed) {
    String message =
        require
            .message()
            .map(text -> evaluator.text(frame, text, Texts.LANGUAGE))
            .orElseGet(() -> "requirement not met: " + require.condition().span().text());
    Set<String> words = words(require);
    // A failed requirement of a declaration is its caller's mistake.
    Optional<Frame.Call> call = frame.call();
    Site site =
        call.isPresent()
            ? Site.of(call.get().caller(), call.get().span())
            : Site.of(frame, require.span());
    Diagnostic.Builder error =
        blamed
            .map(blame -> site.errorAt(blame.argument(), "E0301", message, label(blame)))
            .orElseGet(() -> site.error("E0301", message, ""));
    List<Value> values = facts(frame, words, site, error);
    values.stream().findFirst().flatMap(session.trace::chain).ifPresent(error::trace);
    blamed
        .filter(blame -> isInferred(blame.parameter()))
        .ifPresent(
            blame ->
                error.help(
                    "leave `" + blame.parameter().name().text() + "` out: the size is inferred",
                    removal(blame.argument())));
    return error.build();
  }

  private static String label(Blame blame) {
    Parameter parameter = blame.parameter();
    String value =
        blame.called().lookup(parameter.name().text()).map(Texts.LANGUAGE::of).orElse("");
    return isInferred(parameter) ? value + " is asserted here" : "";
  }

  /** Whether the default is a size that the input has: then an argument only asserts it. */
  private static boolean isInferred(Parameter parameter) {
    return parameter
        .defaultValue()
        .filter(value -> value instanceof Expression.Reference)
        .isPresent();
  }

  /** The argument with the comma that goes with it. */
  private static Edit removal(Span argument) {
    String text = argument.file().text();
    int start = argument.start();
    while (start > 0
        && (Character.isWhitespace(text.charAt(start - 1)) || text.charAt(start - 1) == ',')) {
      start--;
    }
    if (start > 0 && text.charAt(start - 1) == '(') {
      int end = argument.end();
      while (end < text.length()
          && (Character.isWhitespace(text.charAt(end)) || text.charAt(end) == ',')) {
        end++;
      }
      return new Edit(new Span(argument.file(), argument.start(), end), "");
    }
    return new Edit(new Span(argument.file(), start, argument.end()), "");
  }

  /**
   * Labels the tensors that the declaration got, and derives the sizes that the condition names.
   */
  private List<Value> facts(Frame frame, Set<String> words, Site site, Diagnostic.Builder error) {
    List<Value> values = new ArrayList<>();
    if (!(frame.declaration() instanceof Declaration.Function function)) {
      return values;
    }
    for (Parameter parameter : function.tensors()) {
      // A number of an optimizer is wrong for every parameter, whichever shows it.
      if (function.kind() == FunctionKind.OPTIMIZER && !words.contains(parameter.name().text())) {
        continue;
      }
      Optional<Datum> datum =
          frame
              .call()
              .flatMap(call -> call.arguments().get(parameter.name().text()))
              .map(Arguments.Given::value);
      if (datum.isPresent() && datum.get() instanceof Datum.Tensor tensor) {
        Value value = tensor.value();
        values.add(value);
        session
            .trace
            .definition(value)
            .filter(d -> !overlap(d.span(), site.span()))
            .ifPresent(d -> error.also(d.span(), session.trace.describe(value)));
        parameter.shape().ifPresent(shape -> derive(shape, words, value, error));
      }
    }
    return values;
  }

  private static boolean overlap(Span a, Span b) {
    return a.file() == b.file() && a.start() < b.end() && b.start() < a.end();
  }

  private void derive(
      ShapePattern shape, Set<String> words, Value value, Diagnostic.Builder error) {
    int count = shape.dimensions().size();
    for (int i = 0; i < count; i++) {
      if (shape.dimensions().get(i) instanceof ShapePattern.Dimension.Named named
          && words.contains(named.name())) {
        boolean fromEnd =
            shape.dimensions().subList(0, i).stream()
                .anyMatch(d -> d instanceof ShapePattern.Dimension.Rest);
        int axis = fromEnd ? value.rank() - count + i : i;
        session.trace.derivation(value, axis).ifPresent(error::note);
      }
    }
  }
}
