package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Elaborates all networks of a program. */
public final class Elaborator {
  /**
   * Names that the network's class cannot have: of the classes in it, and of Java's own that its
   * text uses.
   */
  private static final Set<String> JAVA_NAMES =
      Set.of(
          "Predictor",
          "Evaluator",
          "Trainer",
          "Kernels",
          "Boolean",
          "Double",
          "Float",
          "Integer",
          "Long",
          "Math",
          "Object",
          "Override",
          "StrictMath",
          "String",
          "System");

  private final Program program;
  private final Map<String, String> arguments;
  private final Reporter reporter = new Reporter();

  /**
   * What came of a program.
   *
   * @param networks those without an error, in the order of the file
   * @param diagnostics what was found
   * @param steps how many the elaboration took
   */
  public record Elaboration(List<Network> networks, List<Diagnostic> diagnostics, long steps) {}

  private Elaborator(Program program, Map<String, String> arguments) {
    this.program = program;
    this.arguments = arguments;
  }

  /**
   * Elaborates every network of a program.
   *
   * @param arguments values for the networks' parameters by name, or by network and name ({@code
   *     LeNet.classes}), as text: numbers, {@code true}, {@code false}, or strings
   */
  public static Elaboration elaborate(Program program, Map<String, String> arguments) {
    Elaborator elaborator = new Elaborator(program, arguments);
    List<Network> networks = new ArrayList<>();
    program.networks().forEach(network -> elaborator.exactly(network).ifPresent(networks::add));
    return new Elaboration(
        networks, elaborator.reporter.diagnostics(), elaborator.reporter.effort.all());
  }

  /** Lines of the body that lead to a size which cannot be computed have been reported by then. */
  private Optional<Network> exactly(Declaration declaration) {
    Span span = declaration.span();
    reporter.effort.begin(span.file().line(span.end()) - span.line() + 1);
    try {
      return elaborate(declaration);
    } catch (ArithmeticException overflow) {
      Frame frame = Frame.outermost(declaration, Optional.empty(), program.scope(declaration));
      reporter.overflow(frame, declaration.name().span(), overflow);
      return Optional.empty();
    }
  }

  private Optional<Network> elaborate(Declaration declaration) {
    checkName(declaration.name());
    List<Declaration.NetworkAlias> aliases = new ArrayList<>();
    Map<String, Arguments.Given> given = new LinkedHashMap<>();
    Declaration.Network network;
    try {
      network = made(declaration, aliases);
      for (Declaration.NetworkAlias alias : aliases) {
        collect(alias, network.parameters(), given);
      }
    } catch (Failure reported) {
      return Optional.empty();
    }
    for (Parameter parameter : network.parameters()) {
      String name = parameter.name().text();
      String option = option(declaration, name);
      String text = arguments.get(option);
      if (text != null) {
        Datum value = parse(text);
        Optional<String> wanted = ValueKind.of(parameter).refusesOption(value);
        if (wanted.isPresent()) {
          refuse(network, parameter, wanted.get(), option + "=" + text);
          return Optional.empty();
        }
        given.put(name, new Arguments.Given(value, Optional.empty()));
      }
    }
    return new NetworkElaborator(
            program, reporter, network, declaration.name(), new Arguments(given))
        .elaborate();
  }

  private void checkName(Name name) {
    if (JAVA_NAMES.contains(name.text())) {
      reporter.report(
          Diagnostic.error(
                  "E0324",
                  "a network cannot be called `" + name.text() + "`: its Java needs that name")
              .at(name.span(), "choose another name")
              .build());
    }
  }

  /** What is said of one network goes before what is said of all. */
  private String option(Declaration declaration, String parameter) {
    String own = declaration.name().text() + "." + parameter;
    return arguments.containsKey(own) ? own : parameter;
  }

  private void refuse(
      Declaration.Network network, Parameter parameter, String wanted, String option) {
    String value = option.substring(option.indexOf('=') + 1);
    reporter.report(
        Diagnostic.error(
                "E0310",
                "the `%s` of `%s` is %s, not `%s`"
                    .formatted(parameter.name().text(), network.name().text(), wanted, value))
            .at(parameter.span(), "given as `-D " + option + "`")
            .build());
  }

  /** The network that an alias is made from, through {@code aliases}, the outermost first. */
  private Declaration.Network made(
      Declaration declaration, List<Declaration.NetworkAlias> aliases) {
    Declaration at = declaration;
    while (at instanceof Declaration.NetworkAlias alias) {
      if (aliases.contains(alias)) {
        throw reporter.fail(
            frame(alias),
            alias.base().span(),
            "E0207",
            "`" + alias.name().text() + "` is made from itself");
      }
      aliases.add(alias);
      at = base(alias);
    }
    return (Declaration.Network) at;
  }

  private Frame frame(Declaration.NetworkAlias alias) {
    return Frame.outermost(alias, Optional.empty(), program.scope(alias));
  }

  private Declaration base(Declaration.NetworkAlias alias) {
    String name = alias.base().text();
    return program
        .scope(alias)
        .declaration(name)
        .filter(base -> !(base instanceof Declaration.Function))
        .orElseThrow(
            () ->
                reporter.fail(
                    frame(alias), alias.base().span(), "E0201", "unknown network `" + name + "`"));
  }

  /** An outer alias wins over an inner one. */
  private void collect(
      Declaration.NetworkAlias alias,
      List<Parameter> parameters,
      Map<String, Arguments.Given> given) {
    Frame frame = frame(alias);
    Evaluator evaluator = new Evaluator(new Session(program, Session.Mode.INFERENCE, reporter));
    int position = 0;
    for (Argument argument : alias.arguments()) {
      if (argument.name().isEmpty() && position >= parameters.size()) {
        throw reporter.fail(
            frame,
            argument.span(),
            "E0203",
            "too many arguments for `" + alias.base().text() + "`");
      }
      String name =
          argument.name().isPresent()
              ? argument.name().get().text()
              : parameters.get(position++).name().text();
      if (parameters.stream().noneMatch(p -> p.name().text().equals(name))) {
        throw reporter.fail(
            frame,
            argument.span(),
            "E0202",
            "`" + alias.base().text() + "` has no argument `" + name + "`");
      }
      given.putIfAbsent(
          name,
          new Arguments.Given(evaluator.evaluate(frame, argument.value()), Optional.of(argument)));
    }
  }

  /** A value given on the command line. */
  private static Datum parse(String text) {
    if (text.equals("true") || text.equals("false")) {
      return new Datum.Truth(text.equals("true"));
    }
    try {
      return new Datum.Whole(Dim.of(Long.parseLong(text)));
    } catch (NumberFormatException notWhole) {
      try {
        return new Datum.Real(Double.parseDouble(text));
      } catch (NumberFormatException notReal) {
        return new Datum.Text(text);
      }
    }
  }
}
