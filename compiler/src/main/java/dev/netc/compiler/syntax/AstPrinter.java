package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.ElementName;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.ast.Import;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Prints a syntax tree as text that parses to the same tree. Layout is canonical: four spaces, one
 * statement a line, {@code = expression} for a body that only returns. Comments are no part of the
 * tree, so only documentation survives.
 */
public final class AstPrinter {
  private final StatementPrinter statements = new StatementPrinter();

  /** The text of a file, with a line end after its last line; empty for an empty file. */
  public String print(File file) {
    String packageClause = file.packageName().map(name -> "package " + name + "\n").orElse("");
    String imports = file.imports().stream().map(this::print).collect(Collectors.joining());
    String declarations =
        file.declarations().stream().map(this::print).collect(Collectors.joining("\n"));
    return List.of(packageClause, imports, declarations).stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private String print(Import imported) {
    return "import " + statements.expressions().print(imported.path()) + "\n";
  }

  private String print(Declaration declaration) {
    return statements.doc(declaration.doc()) + declaration.accept(new Declarations()) + "\n";
  }

  private final class Declarations implements Declaration.Visitor<String> {

    @Override
    public String visitNetwork(Declaration.Network network) {
      String start = "network " + network.name();
      String parameters =
          network.parameters().isEmpty() ? "" : parameters(start, network.parameters());
      return start + parameters + " " + statements.block(network.body());
    }

    @Override
    public String visitNetworkAlias(Declaration.NetworkAlias alias) {
      String arguments = statements.expressions().arguments(alias.arguments());
      String list = arguments.isEmpty() ? "" : "(" + arguments + ")";
      return "network " + alias.name() + " = " + alias.base() + list;
    }

    @Override
    public String visitFunction(Declaration.Function function) {
      String start = function.kind().word() + " " + function.name();
      return start + lists(start, function) + body(function);
    }
  }

  private String lists(String start, Declaration.Function function) {
    return switch (function.kind()) {
      case SCHEDULE ->
          parameters(start, function.statics())
              + (function.tensors().isEmpty() ? "" : " " + parameters(start, function.tensors()));
      case FN, LAYER, LOSS, GRADIENT, OPTIMIZER, METRIC ->
          (function.statics().isEmpty() ? "" : parameters(start, function.statics()) + " ")
              + parameters(start, function.tensors());
    };
  }

  private String body(Declaration.Function function) {
    List<Statement> body = function.body().statements();
    if (body.size() == 1 && body.get(0) instanceof Statement.Return only) {
      Expression value = only.value();
      return statements.line(" = ", value);
    }
    return " " + statements.block(function.body());
  }

  /** A list of parameters, on one line if it fits and none of them is documented. */
  private String parameters(String start, List<Parameter> parameters) {
    String line = "(" + ExpressionPrinter.list(parameters, this::parameter) + ")";
    boolean fits = start.length() + line.length() <= StatementPrinter.WIDTH;
    if (fits && parameters.stream().allMatch(parameter -> parameter.doc().isEmpty())) {
      return line;
    }
    return parameters.stream().map(this::documented).collect(Collectors.joining("", "(\n", ")"));
  }

  private String documented(Parameter parameter) {
    String indent = StatementPrinter.INDENT;
    String doc = statements.doc(parameter.doc()).replace("\n", "\n" + indent);
    return indent + doc + parameter(parameter) + ",\n";
  }

  private String parameter(Parameter parameter) {
    Name name = parameter.name();
    Optional<String> shape = parameter.shape().map(statements.expressions()::shape);
    String type = shape.map(s -> ": " + element(parameter) + s).orElse("");
    String value =
        parameter
            .defaultValue()
            .map(v -> spaced(type) + statements.expressions().print(v))
            .orElse("");
    return name + type + value;
  }

  private static String element(Parameter parameter) {
    return parameter.element().map(ElementName::word).orElse("");
  }

  private static String spaced(String type) {
    return type.isEmpty() ? "=" : " = ";
  }
}
