package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.BinaryOperator;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Message;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.ast.Subscript;
import dev.netc.compiler.ast.UnaryOperator;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.NetParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.RuleNode;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Turns ANTLR's trees of expressions into ours. */
final class ExpressionBuilder extends NetParserBaseVisitor<Expression> {
  private final TreeReader reader;
  private final List<Diagnostic> diagnostics;
  private final LiteralReader literals;
  private final ShapeBuilder shapes;
  private final StageBuilder stages;
  private final StatementBuilder statements;
  private final SubscriptBuilder subscripts;

  ExpressionBuilder(TreeReader reader, List<Diagnostic> diagnostics) {
    this.reader = reader;
    this.diagnostics = diagnostics;
    this.literals = new LiteralReader(reader);
    this.shapes = new ShapeBuilder(reader, this);
    this.stages = new StageBuilder(reader, this);
    this.statements = new StatementBuilder(reader, this);
    this.subscripts = new SubscriptBuilder(reader, this);
  }

  ShapeBuilder shapes() {
    return shapes;
  }

  StageBuilder stages() {
    return stages;
  }

  StatementBuilder statements() {
    return statements;
  }

  /** An expression, chains included. */
  Expression build(NetParser.ExpressionContext tree) {
    Expression head = operand(tree.operand());
    if (tree.shapePattern() != null) {
      ShapePattern shape = shapes.pattern(tree.shapePattern());
      Span span = reader.span(tree.operand()).to(shape.span());
      head = new Expression.Assertion(span, head, shape);
    }
    return tree.stage().isEmpty()
        ? head
        : new Expression.Chain(reader.span(tree), head, stages.build(tree.stage()));
  }

  /** An expression that is no chain. */
  Expression operand(NetParser.OperandContext tree) {
    return visit(tree);
  }

  @Override
  public Expression visitChildren(RuleNode node) {
    throw new IllegalStateException("no such expression: " + node.getText());
  }

  // ---- Names, calls, members

  Expression.Reference reference(NetParser.IdentifierContext tree) {
    return new Expression.Reference(reader.span(tree), tree.getText());
  }

  Expression member(Expression value, NetParser.IdentifierContext name) {
    Span span = value.span().to(reader.span(name));
    return new Expression.Member(span, value, reader.name(name));
  }

  Expression index(Expression value, NetParser.SubscriptsContext tree) {
    List<Subscript> places = subscripts.build(tree);
    return new Expression.Index(value.span().to(reader.span(tree)), value, places);
  }

  @Override
  public Expression visitReference(NetParser.ReferenceContext tree) {
    return reference(tree.identifier());
  }

  @Override
  public Expression visitTrailed(NetParser.TrailedContext tree) {
    return trailed(operand(tree.operand()), reader.span(tree), tree.trailer());
  }

  /** A name with what follows it. */
  Expression trailed(NetParser.IdentifierContext name, List<NetParser.TrailerContext> trailers) {
    Expression value = reference(name);
    for (NetParser.TrailerContext trailer : trailers) {
      value = trailed(value, value.span().to(reader.span(trailer)), trailer);
    }
    return value;
  }

  private Expression trailed(Expression value, Span span, NetParser.TrailerContext trailer) {
    if (trailer instanceof NetParser.MemberTrailerContext member) {
      return new Expression.Member(span, value, reader.name(member.identifier()));
    } else if (trailer instanceof NetParser.CallTrailerContext call) {
      return new Expression.Call(span, value, arguments(call.arguments()));
    } else if (trailer instanceof NetParser.IndexTrailerContext index) {
      return new Expression.Index(span, value, subscripts.build(index.subscripts()));
    }
    throw new IllegalStateException("no such trailer: " + trailer.getText());
  }

  /** A call whose empty parentheses may have been left out. */
  Expression.Call call(NetParser.InvocationContext tree) {
    Expression callee = reference(tree.identifier(0));
    for (int i = 1; i < tree.identifier().size(); i++) {
      callee = member(callee, tree.identifier(i));
    }
    return new Expression.Call(reader.span(tree), callee, arguments(tree.arguments()));
  }

  /**
   * Arguments, none where the parentheses were left out; reports those without a name that follow
   * one with a name.
   */
  List<Argument> arguments(NetParser.@Nullable ArgumentsContext tree) {
    if (tree == null) {
      return List.of();
    }
    List<Argument> arguments = new ArrayList<>();
    for (NetParser.ArgumentContext argument : tree.argument()) {
      arguments.add(
          new Argument(
              reader.span(argument),
              Optional.ofNullable(argument.identifier()).map(reader::name),
              build(argument.expression())));
    }
    for (int i = 1; i < arguments.size(); i++) {
      Argument before = arguments.get(i - 1);
      if (before.name().isPresent() && arguments.get(i).name().isEmpty()) {
        reader.report(
            Diagnostic.error("E0111", "an argument without a name follows one with a name")
                .at(arguments.get(i).span(), "which parameter is this for?")
                .also(before.span(), "the first with a name")
                .build());
        return arguments.subList(0, i);
      }
    }
    return arguments;
  }

  // ---- Operators

  @Override
  public Expression visitPower(NetParser.PowerContext tree) {
    return binary(tree, BinaryOperator.POWER, tree.operand());
  }

  @Override
  public Expression visitProduct(NetParser.ProductContext tree) {
    return binary(tree, operator(tree.op), tree.operand());
  }

  @Override
  public Expression visitSum(NetParser.SumContext tree) {
    return binary(tree, operator(tree.op), tree.operand());
  }

  @Override
  public Expression visitComparison(NetParser.ComparisonContext tree) {
    if (tree.operand(0) instanceof NetParser.ComparisonContext first) {
      Span middle = reader.span(first.operand(1));
      reader.report(
          Diagnostic.error("E0108", "comparisons do not follow one another")
              .at(reader.span(tree.op), "the second comparison")
              .also(reader.span(first.op), "the first one")
              .help(
                  "write `and` between two comparisons",
                  new Edit(middle.after(), " and " + middle.text()))
              .build());
    }
    return binary(tree, operator(tree.op), tree.operand());
  }

  @Override
  public Expression visitConjunction(NetParser.ConjunctionContext tree) {
    return binary(tree, BinaryOperator.AND, tree.operand());
  }

  @Override
  public Expression visitDisjunction(NetParser.DisjunctionContext tree) {
    return binary(tree, BinaryOperator.OR, tree.operand());
  }

  private Expression binary(
      NetParser.OperandContext tree,
      BinaryOperator operator,
      List<NetParser.OperandContext> operands) {
    Expression left = operand(operands.get(0));
    return new Expression.Binary(reader.span(tree), operator, left, operand(operands.get(1)));
  }

  private static BinaryOperator operator(Token token) {
    return switch (token.getType()) {
      case NetLexer.STAR -> BinaryOperator.MULTIPLY;
      case NetLexer.SLASH -> BinaryOperator.DIVIDE;
      case NetLexer.PERCENT -> BinaryOperator.REMAINDER;
      case NetLexer.AT -> BinaryOperator.MATMUL;
      case NetLexer.PLUS -> BinaryOperator.ADD;
      case NetLexer.MINUS -> BinaryOperator.SUBTRACT;
      case NetLexer.EQUAL -> BinaryOperator.EQUAL;
      case NetLexer.NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
      case NetLexer.LESS -> BinaryOperator.LESS;
      case NetLexer.LESS_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
      case NetLexer.GREATER -> BinaryOperator.GREATER;
      case NetLexer.GREATER_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      default -> throw new IllegalStateException("no such operator: " + token.getText());
    };
  }

  @Override
  public Expression visitNegation(NetParser.NegationContext tree) {
    Expression operand = operand(tree.operand());
    return new Expression.Unary(reader.span(tree), UnaryOperator.NEGATE, operand);
  }

  @Override
  public Expression visitInversion(NetParser.InversionContext tree) {
    Expression operand = operand(tree.operand());
    return new Expression.Unary(reader.span(tree), UnaryOperator.NOT, operand);
  }

  // ---- What has braces

  @Override
  public Expression visitConditionalOperand(NetParser.ConditionalOperandContext tree) {
    return visit(tree.conditional());
  }

  @Override
  public Expression visitConditional(NetParser.ConditionalContext tree) {
    Expression otherwise =
        tree.conditional() != null ? visit(tree.conditional()) : build(tree.expression(1));
    return new Expression.Conditional(
        reader.span(tree), operand(tree.operand()), build(tree.expression(0)), otherwise);
  }

  @Override
  public Expression visitSequenceOperand(NetParser.SequenceOperandContext tree) {
    return composite(stages.sequence(tree.stageSequence()));
  }

  @Override
  public Expression visitRepeatOperand(NetParser.RepeatOperandContext tree) {
    return composite(stages.repeat(tree.repeat()));
  }

  private static Expression composite(StageBody body) {
    return new Expression.Composite(body.span(), body);
  }

  @Override
  public Expression visitScanOperand(NetParser.ScanOperandContext tree) {
    NetParser.ScanContext scan = tree.scan();
    List<Expression.Scan.ScanSource> sources = new ArrayList<>();
    for (NetParser.ScanSourceContext source : scan.scanSource()) {
      Expression sequence = sequence(source.sequence());
      sources.add(
          new Expression.Scan.ScanSource(
              reader.span(source), reader.name(source.identifier()), sequence));
    }
    List<Expression.Scan.Carry> carries = new ArrayList<>();
    for (NetParser.CarryContext carry : scan.carry()) {
      carries.add(
          new Expression.Scan.Carry(
              reader.span(carry), reader.name(carry.identifier()), operand(carry.operand())));
    }
    return new Expression.Scan(
        reader.span(scan),
        sources,
        Optional.ofNullable(scan.operand()).map(this::operand),
        carries,
        statements.scanBody(scan.block()));
  }

  /** What a loop goes through: a range or a value. */
  Expression sequence(NetParser.SequenceContext tree) {
    Expression from = operand(tree.operand(0));
    return tree.RANGE() == null
        ? from
        : new Expression.Range(reader.span(tree), from, operand(tree.operand(1)));
  }

  // ---- Tuples, lists, literals

  @Override
  public Expression visitTupleOperand(NetParser.TupleOperandContext tree) {
    return tuple(tree.tuple());
  }

  private Expression tuple(NetParser.TupleContext tree) {
    return tuple(reader.span(tree), tree.expression(), tree.COMMA());
  }

  /** A tuple at the start of a statement. */
  Expression tuple(NetParser.LineTupleContext tree) {
    return tuple(reader.span(tree), tree.expression(), tree.COMMA());
  }

  /** One expression in parentheses is itself, unless a comma follows it. */
  private Expression tuple(
      Span span, List<NetParser.ExpressionContext> elements, List<TerminalNode> commas) {
    return elements.size() == 1 && commas.isEmpty()
        ? build(elements.get(0))
        : new Expression.TupleExpression(span, buildAll(elements));
  }

  @Override
  public Expression visitListOperand(NetParser.ListOperandContext tree) {
    return list(tree.listLiteral());
  }

  Expression list(NetParser.ListLiteralContext tree) {
    return new Expression.ListExpression(reader.span(tree), buildAll(tree.expression()));
  }

  private List<Expression> buildAll(List<NetParser.ExpressionContext> trees) {
    return trees.stream().map(this::build).toList();
  }

  @Override
  public Expression visitInteger(NetParser.IntegerContext tree) {
    return literals.integer(tree.INTEGER().getSymbol());
  }

  @Override
  public Expression visitReal(NetParser.RealContext tree) {
    return literals.real(tree.REAL().getSymbol());
  }

  @Override
  public Expression visitString(NetParser.StringContext tree) {
    return string(tree.STRING().getSymbol());
  }

  Expression.StringLiteral string(Token token) {
    return literals.string(token);
  }

  /** A whole number. */
  Expression.IntegerLiteral integer(Token token) {
    return literals.integer(token);
  }

  /** A message with expressions in braces. */
  Message message(Token token) {
    return literals.message(
        token, part -> Parser.parseExpression(part, diagnostics).map(this::build));
  }

  @Override
  public Expression visitBoolean(NetParser.BooleanContext tree) {
    return new Expression.BooleanLiteral(reader.span(tree), tree.TRUE() != null);
  }

  @Override
  public Expression visitNone(NetParser.NoneContext tree) {
    return new Expression.NoneLiteral(reader.span(tree));
  }
}
