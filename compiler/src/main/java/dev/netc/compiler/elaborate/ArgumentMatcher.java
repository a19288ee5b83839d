package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Matches arguments with the parameters that they are for. */
final class ArgumentMatcher {
  /**
   * Arguments of PyTorch's that say where and by which of its loops it computes, and never what.
   * The library takes no heed of them.
   */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("foreach", "fused", "capturable", "differentiable", "device", "verbose");

  private final Session session;

  ArgumentMatcher(Session session) {
    this.session = session;
  }

  /** What a layer is made with: its static list. */
  Arguments statics(CallSite site, Declaration.Function function, List<Actual> arguments) {
    Arguments matched = options(site, function, arguments);
    for (Parameter parameter : function.statics()) {
      if (parameter.defaultValue().isEmpty() && matched.get(parameter.name().text()).isEmpty()) {
        throw missing(site, function, parameter);
      }
    }
    return matched;
  }

  /** Some of the static list: what a group of parameters has of its own. */
  Arguments options(CallSite site, Declaration.Function function, List<Actual> arguments) {
    return match(site, function, function.statics(), List.of(), arguments);
  }

  /** What a layer that exists is applied to. */
  Arguments tensors(
      CallSite site, Declaration.Function function, List<Datum> flow, List<Actual> arguments) {
    return match(site, function, function.tensors(), flow, arguments);
  }

  /**
   * A declaration that is applied at once: what flows in fills the tensors; without a flow the
   * tensors come first.
   */
  Arguments application(
      CallSite site, Declaration.Function function, List<Datum> flow, List<Actual> arguments) {
    if (function.statics().isEmpty()) {
      return match(site, function, function.tensors(), flow, arguments);
    }
    if (flow.isEmpty()) {
      List<Parameter> order = new ArrayList<>(function.tensors());
      order.addAll(function.statics());
      return match(site, function, order, flow, arguments);
    }
    List<Parameter> open =
        new ArrayList<>(
            function.tensors().subList(0, Math.min(flow.size(), function.tensors().size())));
    List<Parameter> rest = new ArrayList<>(function.statics());
    rest.addAll(function.tensors().subList(open.size(), function.tensors().size()));
    open.addAll(rest);
    return match(site, function, open, flow, arguments);
  }

  private Arguments match(
      CallSite site,
      Declaration.Function function,
      List<Parameter> order,
      List<Datum> flow,
      List<Actual> arguments) {
    Map<String, Arguments.Given> given = new LinkedHashMap<>();
    boolean fits = true;
    int position = 0;
    for (Datum datum : flow) {
      if (position >= Math.min(order.size(), function.tensors().size())
          || (position > 0 && isOption(order.get(position)))) {
        throw tooManyFlow(site, function, flow);
      }
      given.put(order.get(position).name().text(), new Arguments.Given(datum, Optional.empty()));
      position++;
    }
    for (Actual actual : arguments) {
      Argument argument = actual.written();
      if (argument.name().isEmpty() && takesRest(order, position)) {
        String rest = order.get(position).name().text();
        Arguments.Given before = given.get(rest);
        List<Datum> items = new ArrayList<>();
        if (before != null && before.value() instanceof Datum.Items list) {
          items.addAll(list.items());
        }
        items.add(actual.value());
        given.put(rest, new Arguments.Given(Datum.Items.list(items), Optional.of(argument)));
        continue;
      }
      if (argument.name().isEmpty() && position >= order.size()) {
        throw tooMany(site, function, order, argument);
      }
      boolean named = argument.name().isPresent();
      String name = named ? argument.name().get().text() : order.get(position++).name().text();
      if (named && order.stream().noneMatch(parameter -> parameter.name().text().equals(name))) {
        if (WITHOUT_EFFECT.contains(name) && session.program.scope(function).isLibrary()) {
          continue;
        }
        session.reporter.report(unknown(site, function, order, argument, name));
        fits = false;
        continue;
      }
      Arguments.Given before =
          given.put(name, new Arguments.Given(actual.value(), Optional.of(argument)));
      if (before != null) {
        session.reporter.report(twice(site, function, arguments, actual, name, before));
        fits = false;
      }
    }
    if (!site.frame().isLibrary()) {
      for (Parameter parameter : order) {
        Arguments.Given argument = given.get(parameter.name().text());
        fits &= argument == null || checkKind(site, function, arguments, parameter, argument);
      }
    }
    for (Arguments.Given each : given.values()) {
      fits &= each.value() != Datum.Poison.POISON;
    }
    if (!fits) {
      throw new Failure();
    }
    return new Arguments(given);
  }

  private static Diagnostic twice(
      CallSite site,
      Declaration.Function function,
      List<Actual> arguments,
      Actual actual,
      String name,
      Arguments.Given before) {
    Argument argument = actual.written();
    String whose = "`" + function.name().text() + "` gets `" + name + "` twice";
    Diagnostic.Builder error =
        Site.of(site.frame(), argument.span()).error("E0205", whose, "the second time");
    before
        .span()
        .ifPresentOrElse(
            span -> error.also(span, "the first time"),
            () -> error.note("what comes through `->` is its `" + name + "`"));
    error.note(signature(function));
    if (before.value().equals(actual.value())) {
      error.guess(
          "it is the same: leave `" + argument.span().text() + "` out",
          Remedies.removal(argument.span()));
    } else {
      proposeWithoutInputSizes(function, arguments, error);
    }
    return error.build();
  }

  /** A truth value is given where the default is one, and not where that is a number. */
  private boolean checkKind(
      CallSite site,
      Declaration.Function function,
      List<Actual> arguments,
      Parameter parameter,
      Arguments.Given given) {
    Optional<String> wanted = ValueKind.of(parameter).refuses(given.value());
    if (wanted.isEmpty() || given.span().isEmpty()) {
      return true;
    }
    Datum value = given.value();
    boolean shown = Numbers.isNumber(value) || value instanceof Datum.Truth;
    Diagnostic.Builder error =
        Site.of(site.frame(), given.span().get())
            .error(
                "E0310",
                "the `%s` of `%s` is %s, not %s"
                    .formatted(
                        parameter.name().text(),
                        function.name().text(),
                        wanted.get(),
                        shown ? Texts.LANGUAGE.of(value) : value.kind()),
                "");
    error.note(signature(function));
    proposeWithoutInputSizes(function, arguments, error);
    session.reporter.report(error.build());
    return false;
  }

  /** Whoever writes sizes of inputs, which are inferred, has shifted all other arguments. */
  private static void proposeWithoutInputSizes(
      Declaration.Function function, List<Actual> arguments, Diagnostic.Builder error) {
    long inferred =
        function.statics().stream()
            .flatMap(parameter -> parameter.defaultValue().stream())
            .filter(value -> value instanceof Expression.Reference)
            .count();
    int sizes = 0;
    while (sizes < arguments.size()
        && arguments.get(sizes).written().name().isEmpty()
        && Numbers.isNumber(arguments.get(sizes).value())) {
      sizes++;
    }
    for (int count = (int) Math.min(inferred, sizes); count > 0; count--) {
      if (count < arguments.size()) {
        Span first = arguments.get(0).written().span();
        Span last = arguments.get(count - 1).written().span();
        Span next = arguments.get(count).written().span();
        String written = first.file().text().substring(first.start(), last.end());
        error.guess(
            "the size of the input is inferred: leave `" + written + "` out",
            new Edit(new Span(first.file(), first.start(), next.start()), ""));
      }
    }
  }

  private static boolean takesRest(List<Parameter> order, int position) {
    return position < order.size() && order.get(position).rest() == Parameter.Rest.ALL;
  }

  /**
   * Whether a parameter is a choice such as {@code start_dim=1}, which no tensor is meant for that
   * comes through a chain.
   */
  private static boolean isOption(Parameter parameter) {
    return parameter
        .defaultValue()
        .filter(
            value ->
                value instanceof Expression.IntegerLiteral
                    || value instanceof Expression.Unary
                    || value instanceof Expression.BooleanLiteral
                    || value instanceof Expression.StringLiteral)
        .isPresent();
  }

  Failure missing(CallSite site, Declaration.Function function, Parameter parameter) {
    return session.reporter.fail(
        Site.of(site.frame(), site.span())
            .error(
                "E0204",
                "`" + function.name().text() + "` needs `" + parameter.name().text() + "`",
                "`" + parameter.name().text() + "=…` is missing")
            .note(signature(function))
            .build());
  }

  /** What comes through a chain is a tuple, and the declaration takes fewer. */
  private Failure tooManyFlow(CallSite site, Declaration.Function function, List<Datum> flow) {
    String name = "`" + function.name().text() + "`";
    long taken = function.tensors().stream().filter(parameter -> !isOption(parameter)).count();
    Site place = Site.of(site.frame(), site.span());
    Diagnostic.Builder error =
        place.error(
            "E0203",
            "%s takes %s, and a tuple of %d comes to it"
                .formatted(name, taken == 1 ? "one tensor" : "at most " + taken, flow.size()),
            "");
    error.note("the tuple is " + Texts.LANGUAGE.of(Datum.Items.tuple(flow)));
    site.before()
        .ifPresent(
            before -> {
              String text = before.text();
              boolean bare = text.matches("\\w+|\\([^>]*\\)");
              String first = (bare ? text : "(" + text + ")") + "[0]";
              error.guess("take its first: `" + first + " -> …`", new Edit(before, first));
            });
    if (flow.size() == 2) {
      error.help("take it apart: `(first, second) = …`");
    }
    return session.reporter.fail(error.build());
  }

  private Failure tooMany(
      CallSite site, Declaration.Function function, List<Parameter> order, Argument argument) {
    boolean made = order == function.tensors() && !function.statics().isEmpty();
    Diagnostic.Builder error =
        Site.of(site.frame(), argument.span())
            .error("E0203", "too many arguments for `" + function.name().text() + "`", "");
    error.note(
        made
            ? "the layer is made already, and is applied to `" + listed(order) + "`"
            : signature(function));
    return session.reporter.fail(error.build());
  }

  private static Diagnostic unknown(
      CallSite site,
      Declaration.Function function,
      List<Parameter> order,
      Argument argument,
      String name) {
    Diagnostic.Builder error =
        Site.of(site.frame(), argument.span())
            .error("E0202", "`" + function.name().text() + "` has no argument `" + name + "`", "")
            .note(signature(function));
    TreeSet<String> names =
        order.stream().map(p -> p.name().text()).collect(Collectors.toCollection(TreeSet::new));
    NearNames.of(name, names).stream()
        .findFirst()
        .or(() -> NearNames.withWord(name, names))
        .ifPresent(
            near ->
                error.help(
                    "did you mean `" + near + "`?",
                    new Edit(argument.name().orElseThrow().span(), near)));
    return error.build();
  }

  /** {@code Conv2d(out_channels, kernel_size, stride=1, …)}. */
  private static String signature(Declaration.Function function) {
    List<Parameter> shown = function.statics().isEmpty() ? function.tensors() : function.statics();
    return "it is `" + function.name().text() + listed(shown) + "`";
  }

  private static String listed(List<Parameter> parameters) {
    return parameters.stream()
        .map(
            p ->
                p.name().text()
                    + p.defaultValue().map(value -> "=" + value.span().text()).orElse(""))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
