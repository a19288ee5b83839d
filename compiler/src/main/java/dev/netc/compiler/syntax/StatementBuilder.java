package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.ElementName;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Initializer;
import dev.netc.compiler.ast.Message;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.NetParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.RuleNode;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Turns ANTLR's trees of statements into ours. */
final class StatementBuilder extends NetParserBaseVisitor<Statement> {
  private final TreeReader reader;
  private final ExpressionBuilder expressions;
  private int scans;

  StatementBuilder(TreeReader reader, ExpressionBuilder expressions) {
    this.reader = reader;
    this.expressions = expressions;
  }

  /** A block; of the statements that ANTLR could not read it has the names. */
  Block block(NetParser.BlockContext tree) {
    List<Statement> statements = new ArrayList<>();
    for (NetParser.StatementContext statement : tree.statement()) {
      statements.add(statement.exception == null ? visit(statement) : unreadable(statement));
    }
    return new Block(reader.span(tree), statements);
  }

  private Statement unreadable(NetParser.StatementContext tree) {
    return new Statement.Unreadable(
        reader.span(tree),
        reader.guessedNames().boundBy(tree).stream()
            .map(token -> new Name(reader.span(token), token.getText()))
            .toList());
  }

  /** The body of a scan, in which a value may be yielded. */
  Block scanBody(NetParser.BlockContext tree) {
    scans++;
    Block body = block(tree);
    scans--;
    return body;
  }

  @Override
  public Statement visitChildren(RuleNode node) {
    throw new IllegalStateException("no such statement: " + node.getText());
  }

  @Override
  public Statement visitPort(NetParser.PortContext tree) {
    return new Statement.Port(
        reader.span(tree),
        reader.doc(tree),
        tree.INPUT() != null ? Statement.PortKind.INPUT : Statement.PortKind.TARGET,
        reader.name(tree.identifier()),
        ShapeBuilder.element(tree.elementType()),
        expressions.shapes().pattern(tree.shapePattern()));
  }

  @Override
  public Statement visitParam(NetParser.ParamContext tree) {
    Optional<Doc> doc = reader.doc(tree);
    Name name = reader.name(tree.identifier());
    Optional<Message> stored = message(tree.STRING());
    Optional<ElementName> element = element(tree.storedShape());
    Expression shape = shape(tree.storedShape());
    return new Statement.Param(
        reader.span(tree), doc, name, stored, element, shape, initializer(tree.initialValue()));
  }

  private Optional<Message> message(@Nullable TerminalNode string) {
    return Optional.ofNullable(string).map(node -> expressions.message(node.getSymbol()));
  }

  private Initializer initializer(NetParser.InitialValueContext tree) {
    if (tree.invocation() != null) {
      Expression.Call call = expressions.call(tree.invocation());
      return new Initializer.Called(call.span(), call);
    }
    Expression value = expressions.build(tree.expression());
    return new Initializer.Fixed(value.span(), value);
  }

  private static Optional<ElementName> element(NetParser.StoredShapeContext tree) {
    return Optional.ofNullable(tree.elementType()).map(ShapeBuilder::element);
  }

  private Expression shape(NetParser.StoredShapeContext tree) {
    return tree.listLiteral() != null
        ? expressions.list(tree.listLiteral())
        : expressions.operand(tree.operand());
  }

  @Override
  public Statement visitBuffer(NetParser.BufferContext tree) {
    Optional<Doc> doc = reader.doc(tree);
    Name name = reader.name(tree.identifier());
    Optional<Message> stored = message(tree.STRING());
    Optional<ElementName> element = element(tree.storedShape());
    Expression shape = shape(tree.storedShape());
    return new Statement.Buffer(
        reader.span(tree), doc, name, stored, element, shape, initializer(tree.initialValue()));
  }

  @Override
  public Statement visitInit(NetParser.InitContext tree) {
    List<Expression.StringLiteral> globs = new ArrayList<>();
    tree.STRING().forEach(glob -> globs.add(expressions.string(glob.getSymbol())));
    return new Statement.Init(reader.span(tree), globs, initializer(tree.initialValue()));
  }

  @Override
  public Statement visitUpdate(NetParser.UpdateContext tree) {
    Expression value = expressions.build(tree.expression());
    return new Statement.Update(reader.span(tree), reader.name(tree.identifier()), value);
  }

  @Override
  public Statement visitState(NetParser.StateContext tree) {
    return new Statement.State(
        reader.span(tree),
        reader.doc(tree),
        reader.name(tree.identifier()),
        Optional.ofNullable(tree.operand()).map(expressions::operand),
        expressions.build(tree.expression()));
  }

  @Override
  public Statement visitRequire(NetParser.RequireContext tree) {
    return new Statement.Require(
        reader.span(tree),
        expressions.operand(tree.operand()),
        Optional.ofNullable(tree.STRING()).map(string -> expressions.message(string.getSymbol())));
  }

  @Override
  public Statement visitExpect(NetParser.ExpectContext tree) {
    return new Statement.Expect(
        reader.span(tree),
        expressions.operand(tree.operand()),
        Optional.ofNullable(tree.STRING()).map(string -> expressions.message(string.getSymbol())));
  }

  @Override
  public Statement visitRepr(NetParser.ReprContext tree) {
    return new Statement.Repr(reader.span(tree), expressions.message(tree.STRING().getSymbol()));
  }

  @Override
  public Statement visitReturn(NetParser.ReturnContext tree) {
    return new Statement.Return(reader.span(tree), expressions.build(tree.expression()));
  }

  @Override
  public Statement visitYield(NetParser.YieldContext tree) {
    if (scans == 0) {
      reader.report(
          Diagnostic.error("E0109", "`yield` stands only in the body of a `scan`")
              .at(reader.span(tree))
              .help("a declaration gives its result with `return`")
              .build());
    }
    return new Statement.Yield(reader.span(tree), expressions.build(tree.expression()));
  }

  @Override
  public Statement visitIf(NetParser.IfContext tree) {
    List<Statement.If.Branch> branches = new ArrayList<>();
    for (int i = 0; i < tree.operand().size(); i++) {
      Expression condition = expressions.operand(tree.operand(i));
      Block body = block(tree.block(i));
      Span span = condition.span().to(body.span());
      branches.add(new Statement.If.Branch(span, condition, body));
    }
    Optional<Block> otherwise =
        tree.block().size() > branches.size()
            ? Optional.of(block(tree.block(branches.size())))
            : Optional.empty();
    return new Statement.If(reader.span(tree), branches, otherwise);
  }

  @Override
  public Statement visitFor(NetParser.ForContext tree) {
    return new Statement.For(
        reader.span(tree),
        reader.name(tree.identifier()),
        expressions.sequence(tree.sequence()),
        block(tree.block()));
  }

  @Override
  public Statement visitOutput(NetParser.OutputContext tree) {
    Optional<Doc> doc = reader.doc(tree);
    List<Statement.Output.Item> items = new ArrayList<>();
    for (NetParser.OutputItemContext item : tree.outputItem()) {
      Optional<Expression> value = Optional.ofNullable(item.expression()).map(expressions::build);
      items.add(
          new Statement.Output.Item(reader.span(item), reader.name(item.identifier()), value));
    }
    return new Statement.Output(reader.span(tree), doc, items);
  }

  @Override
  public Statement visitLoss(NetParser.LossContext tree) {
    return new Statement.Loss(reader.span(tree), expressions.build(tree.expression()));
  }

  @Override
  public Statement visitOptimizer(NetParser.OptimizerContext tree) {
    Expression.Call call = expressions.call(tree.invocation());
    List<Statement.Optimizer.ParameterGroup> groups = new ArrayList<>();
    if (tree.parameterGroups() != null) {
      tree.parameterGroups().parameterGroup().forEach(group -> groups.add(group(group)));
    }
    return new Statement.Optimizer(reader.span(tree), call, groups);
  }

  private Statement.Optimizer.ParameterGroup group(NetParser.ParameterGroupContext tree) {
    List<Expression.StringLiteral> globs = new ArrayList<>();
    tree.STRING().forEach(glob -> globs.add(expressions.string(glob.getSymbol())));
    List<Argument> options = new ArrayList<>();
    for (NetParser.NamedArgumentContext option : tree.namedArgument()) {
      options.add(
          new Argument(
              reader.span(option),
              Optional.of(reader.name(option.identifier())),
              expressions.build(option.expression())));
    }
    return new Statement.Optimizer.ParameterGroup(
        reader.span(tree),
        globs,
        options,
        Optional.ofNullable(tree.invocation()).map(expressions::call));
  }

  @Override
  public Statement visitSchedule(NetParser.ScheduleContext tree) {
    return new Statement.Schedule(reader.span(tree), expressions.call(tree.invocation()));
  }

  @Override
  public Statement visitMetric(NetParser.MetricContext tree) {
    return new Statement.Metric(
        reader.span(tree),
        Optional.ofNullable(tree.identifier()).map(reader::name),
        expressions.build(tree.expression()));
  }

  @Override
  public Statement visitBudget(NetParser.BudgetContext tree) {
    return new Statement.Budget(reader.span(tree), tree.limit().stream().map(this::limit).toList());
  }

  private Statement.Budget.Limit limit(NetParser.LimitContext tree) {
    Span most = reader.span(tree.quantity());
    List<Statement.Budget.Size> sizes = new ArrayList<>();
    for (NetParser.SizeContext size : tree.size()) {
      sizes.add(
          new Statement.Budget.Size(
              reader.span(size),
              reader.name(size.identifier()),
              expressions.integer(size.INTEGER().getSymbol())));
    }
    return new Statement.Budget.Limit(
        reader.span(tree),
        reader.name(tree.identifier()),
        new Statement.Budget.Quantity(most, most.text()),
        sizes);
  }

  @Override
  public Statement visitBinding(NetParser.BindingContext tree) {
    return new Statement.Binding(
        reader.span(tree),
        reader.doc(tree),
        new PatternBuilder(reader).build(tree.bindingTarget()),
        expressions.build(tree.expression()));
  }

  @Override
  public Statement visitEvaluateCall(NetParser.EvaluateCallContext tree) {
    Expression callee = expressions.trailed(tree.identifier(), tree.trailer());
    List<Argument> arguments = expressions.arguments(tree.arguments());
    Span span = reader.span(tree);
    return new Statement.Evaluate(span, new Expression.Call(span, callee, arguments));
  }

  @Override
  public Statement visitEvaluateChain(NetParser.EvaluateChainContext tree) {
    Expression head =
        tree.lineTuple() != null
            ? expressions.tuple(tree.lineTuple())
            : expressions.trailed(tree.identifier(), tree.trailer());
    Span span = reader.span(tree);
    return new Statement.Evaluate(
        span, new Expression.Chain(span, head, expressions.stages().build(tree.stage())));
  }
}
