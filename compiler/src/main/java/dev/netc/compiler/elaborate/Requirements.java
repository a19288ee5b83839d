package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;

/**
 * Checks {@code require}, and explains a failure: it points at the argument that the condition is
 * about, tells where the sizes come from, and proposes what may mend it. The first line of the
 * message states the problem, the others are advice.
 */
final class Requirements {
  private static final java.util.regex.Pattern WORD =
      java.util.regex.Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  private final Session session;
  private final Evaluator evaluator;

  Requirements(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
  }

  void check(Frame frame, Statement.Require require) {
    boolean met =
        session.reporter.decided(
            () -> evaluator.truth(frame, require.condition()),
            undecided -> explain(frame, require, undecided));
    if (met) {
      return;
    }
    Set<String> words = words(frame, require);
    Optional<Blame> blamed = blamed(frame, words);
    Failure failure = session.reporter.fail(explain(frame, require, words, blamed));
    // A size that is only asserted is known better: what comes behind is checked with that.
    Blame asserted =
        blamed
            .filter(blame -> blame.called() == frame && isInferred(blame.parameter()))
            .orElseThrow(() -> failure);
    frame.bind(
        asserted.parameter().name().text(),
        evaluator.evaluate(frame, asserted.parameter().defaultValue().orElseThrow()));
  }

  private static Optional<Blame> blamed(Frame frame, Set<String> words) {
    return Blame.of(frame, words).or(() -> Blame.ofTensor(frame, words));
  }

  /** What the condition names, each followed by what the lines before it have made that of. */
  private static Set<String> words(Frame frame, Statement.Require require) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : words(require.condition())) {
      words.add(word);
      if (frame.declaration() instanceof Declaration.Function function) {
        for (Statement statement : function.body().statements()) {
          if (statement instanceof Statement.Binding binding
              && binding.span().end() <= require.span().start()
              && binding.target() instanceof Pattern.Bind bind
              && bind.name().equals(word)) {
            words.addAll(words(binding.value()));
          }
        }
      }
    }
    return words;
  }

  /** What an expression names, in its order. */
  static List<String> words(Expression expression) {
    return WORD.matcher(expression.span().text()).results().map(MatchResult::group).toList();
  }

  /** The lines of the message: the problem, and then advice. */
  private List<String> lines(Frame frame, Statement.Require require) {
    return require
        .message()
        .map(text -> evaluator.text(frame, text, Texts.LANGUAGE).lines().toList())
        .orElse(List.of());
  }

  /** A failed requirement of a declaration is its caller's mistake. */
  private static Site site(Frame frame, Statement.Require require) {
    Optional<Frame.Call> call = frame.call();
    return call.isPresent()
        ? Site.of(call.get().caller(), call.get().span())
        : Site.of(frame, require.span());
  }

  private Diagnostic explain(
      Frame frame, Statement.Require require, Set<String> words, Optional<Blame> blamed) {
    List<String> lines = lines(frame, require);
    String message =
        lines.isEmpty()
            ? "requirement not met: " + require.condition().span().text()
            : lines.get(0);
    Site site = site(frame, require);
    Diagnostic.Builder error =
        blamed
            .map(blame -> site.errorAt(blame.argument(), "E0301", message, label(blame)))
            .orElseGet(() -> site.error("E0301", message, ""));
    List<Value> values = trace(frame, require, words, site, error);
    Optional<Value> first = values.stream().findFirst();
    lines.stream().skip(1).forEach(error::help);
    Remedies remedies = new Remedies(session, site, error);
    blamed.ifPresent(blame -> remedies.forArgument(blame, isInferred(blame.parameter()), first));
    Frame called = site.libraryCall().orElse(frame);
    remedies.forInputSizeInFront(called);
    if (blamed.isEmpty()) {
      remedies.forTensors(called);
    }
    return error.build();
  }

  /** For a requirement that is met for some sizes and not for others, if it has a message. */
  private Optional<Diagnostic> explain(
      Frame frame, Statement.Require require, Undecided undecided) {
    List<String> lines = lines(frame, require);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Set<String> words = words(frame, require);
    Site site = site(frame, require);
    Span place = blamed(frame, words).map(Blame::argument).orElse(site.span());
    String names = OpenSizes.list(undecided.names());
    Diagnostic.Builder error =
        site.errorAt(
            place,
            "E0308",
            "for some sizes of %s, %s".formatted(names, lines.get(0)),
            "not for every %s: `%s`".formatted(names, undecided.condition()));
    trace(frame, require, words, site, error);
    new OpenSizes(frame, error).explain(undecided);
    new Remedies(session, site, error).forInputSizeInFront(site.libraryCall().orElse(frame));
    return Optional.of(error.build());
  }

  /** Says what the tensors are that a condition is about, and what led to them. */
  private List<Value> trace(
      Frame frame,
      Statement.Require require,
      Set<String> words,
      Site site,
      Diagnostic.Builder error) {
    List<Value> values =
        isAboutTensors(frame, words(require.condition()))
            ? facts(frame, words, site, error)
            : List.of();
    values.forEach(value -> session.trace.chain(value).ifPresent(error::trace));
    return values;
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

  /** Whether a condition is about more than what the user wrote as arguments. */
  private static boolean isAboutTensors(Frame frame, List<String> words) {
    if (!(frame.declaration() instanceof Declaration.Function function)) {
      return false;
    }
    Set<String> sizes =
        function.tensors().stream()
            .flatMap(parameter -> parameter.shape().stream())
            .flatMap(shape -> shape.dimensions().stream())
            .filter(ShapePattern.Dimension.Named.class::isInstance)
            .map(dimension -> ((ShapePattern.Dimension.Named) dimension).name())
            .collect(Collectors.toSet());
    return words.stream()
        .anyMatch(
            word ->
                sizes.contains(word)
                    || frame.lookup(word).filter(Datum.Tensor.class::isInstance).isPresent()
                    || isComputed(frame, word));
  }

  /** Whether a declaration of the library hands something on that no argument of the user's is. */
  private static boolean isComputed(Frame frame, String word) {
    return frame.call().isPresent()
        && frame.call().get().caller().isLibrary()
        && frame.call().get().arguments().get(word).isPresent()
        && !(frame.lookup(word).orElseThrow() instanceof Datum.Text)
        && Blame.of(frame, Set.of(word)).isEmpty();
  }

  /**
   * Labels the tensors that the declaration got that the user applied, and derives the sizes that
   * the condition names.
   */
  private List<Value> facts(Frame frame, Set<String> words, Site site, Diagnostic.Builder error) {
    Declaration.Function function = (Declaration.Function) frame.declaration();
    // A number of an optimizer is wrong for every parameter, whichever shows it.
    boolean step = function.kind() == FunctionKind.OPTIMIZER;
    List<Value> values =
        Operands.label(
            session,
            site,
            step ? frame : site.libraryCall().orElse(frame),
            parameter -> !step || words.contains(parameter.name().text()),
            error);
    for (Parameter parameter : function.tensors()) {
      frame
          .lookup(parameter.name().text())
          .filter(Datum.Tensor.class::isInstance)
          .map(datum -> ((Datum.Tensor) datum).value())
          .ifPresent(
              value -> parameter.shape().ifPresent(shape -> derive(shape, words, value, error)));
    }
    return values;
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
