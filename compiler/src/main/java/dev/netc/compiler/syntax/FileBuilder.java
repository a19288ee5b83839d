package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Import;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns ANTLR's tree of a file into ours: the package, the imports, the declarations. */
final class FileBuilder {
  private final Span part;
  private final List<Diagnostic> diagnostics;
  private final TreeReader reader;
  private final ExpressionBuilder expressions;
  private final StatementBuilder statements;

  FileBuilder(Span part, TokenList tokens, List<Diagnostic> diagnostics) {
    this.part = part;
    this.diagnostics = diagnostics;
    this.reader = new TreeReader(part.file(), tokens, diagnostics);
    this.expressions = new ExpressionBuilder(reader, diagnostics);
    this.statements = expressions.statements();
  }

  /** The file, without what ANTLR could not read. */
  File build(NetParser.FileContext tree) {
    boolean complete = diagnostics.isEmpty();
    Optional<Name> packageName =
        Optional.ofNullable(tree.packageClause())
            .filter(clause -> clause.exception == null)
            .map(this::packageName);
    List<Import> imports = new ArrayList<>();
    for (NetParser.ImportClauseContext clause : tree.importClause()) {
      if (clause.exception == null) {
        imports.add(importOf(clause));
      }
    }
    List<Declaration> declarations = new ArrayList<>();
    for (NetParser.DeclarationContext declaration : tree.declaration()) {
      if (isWhole(declaration)) {
        declarations.add(declaration(declaration));
      }
    }
    if (complete) {
      reader.reportDanglingDocs();
    }
    return new File(
        part, packageName, imports, declarations, complete ? Set.of() : unreadable(declarations));
  }

  private Set<String> unreadable(List<Declaration> read) {
    Set<String> names = new TreeSet<>();
    reader.guessedNames().declared().forEach(token -> names.add(token.getText()));
    read.forEach(declaration -> names.remove(declaration.name().text()));
    return names;
  }

  private static boolean isWhole(NetParser.DeclarationContext tree) {
    return tree.exception == null
        && tree.getRuleContexts(NetParser.ParameterListContext.class).stream()
            .allMatch(list -> list.exception == null);
  }

  private Name packageName(NetParser.PackageClauseContext clause) {
    return joined(clause.identifier());
  }

  private Name functionName(NetParser.FunctionNameContext name) {
    return joined(name.identifier());
  }

  private Name joined(List<NetParser.IdentifierContext> parts) {
    Span span = reader.span(parts.get(0)).to(reader.span(parts.get(parts.size() - 1)));
    return new Name(
        span,
        parts.stream().map(NetParser.IdentifierContext::getText).collect(Collectors.joining(".")));
  }

  private Import importOf(NetParser.ImportClauseContext clause) {
    return new Import(reader.span(clause), expressions.string(clause.STRING().getSymbol()));
  }

  private Declaration declaration(NetParser.DeclarationContext tree) {
    Optional<Doc> doc = reader.doc(tree);
    if (tree instanceof NetParser.NetworkContext network) {
      return new Declaration.Network(
          reader.span(network),
          doc,
          reader.name(network.identifier()),
          Optional.ofNullable(network.parameterList()).map(this::parameters).orElse(List.of()),
          statements.block(network.block()));
    } else if (tree instanceof NetParser.NetworkAliasContext alias) {
      List<Argument> arguments = expressions.arguments(alias.arguments());
      return new Declaration.NetworkAlias(
          reader.span(alias), doc, reader.name(alias.name), reader.name(alias.base), arguments);
    } else if (tree instanceof NetParser.FunctionContext function) {
      return function(function, doc);
    }
    throw new IllegalStateException("no such declaration: " + tree.getText());
  }

  private Declaration.Function function(NetParser.FunctionContext tree, Optional<Doc> doc) {
    FunctionKind kind = kind(tree.functionKind());
    List<List<Parameter>> lists = new ArrayList<>();
    tree.parameterList().forEach(list -> lists.add(parameters(list)));
    boolean onlyStatics = lists.size() == 1 && kind == FunctionKind.SCHEDULE;
    if (lists.size() == 1) {
      lists.add(onlyStatics ? 1 : 0, List.of());
    }
    return new Declaration.Function(
        reader.span(tree),
        doc,
        kind,
        functionName(tree.functionName()),
        lists.get(0),
        lists.get(1),
        body(tree));
  }

  private Block body(NetParser.FunctionContext tree) {
    if (tree.block() != null) {
      return statements.block(tree.block());
    }
    Expression value = expressions.build(tree.expression());
    return new Block(value.span(), List.of(new Statement.Return(value.span(), value)));
  }

  private static FunctionKind kind(NetParser.FunctionKindContext tree) {
    return switch (tree.getStart().getType()) {
      case NetLexer.FN -> FunctionKind.FN;
      case NetLexer.LAYER -> FunctionKind.LAYER;
      case NetLexer.LOSS -> FunctionKind.LOSS;
      case NetLexer.GRADIENT -> FunctionKind.GRADIENT;
      case NetLexer.OPTIMIZER -> FunctionKind.OPTIMIZER;
      case NetLexer.SCHEDULE -> FunctionKind.SCHEDULE;
      case NetLexer.METRIC -> FunctionKind.METRIC;
      default -> throw new IllegalStateException("no such kind: " + tree.getText());
    };
  }

  private List<Parameter> parameters(NetParser.ParameterListContext list) {
    List<Parameter> parameters = new ArrayList<>();
    for (NetParser.ParameterContext tree : list.parameter()) {
      parameters.add(
          new Parameter(
              reader.span(tree),
              reader.doc(tree),
              reader.name(tree.identifier()),
              tree.ELLIPSIS() != null ? Parameter.Rest.ALL : Parameter.Rest.ONE,
              Optional.ofNullable(tree.elementType()).map(ShapeBuilder::element),
              Optional.ofNullable(tree.shapePattern()).map(expressions.shapes()::pattern),
              Optional.ofNullable(tree.expression()).map(expressions::build)));
    }
    return parameters;
  }
}
