package dev.netc.compiler.ast;

import java.util.List;

/**
 * Walks a body from top to bottom and into every branch. A pass that cares for few kinds of nodes
 * extends this and overrides their methods, which go on walking by calling {@code super}.
 */
public abstract class AstWalker
    implements Expression.Visitor<AstWalker.Walked>,
        Statement.Visitor<AstWalker.Walked>,
        StageBody.Visitor<AstWalker.Walked>,
        Subscript.Visitor<AstWalker.Walked>,
        Initializer.Visitor<AstWalker.Walked>,
        Pattern.Visitor<AstWalker.Walked>,
        ShapePattern.DimensionVisitor<AstWalker.Walked>,
        Message.PartVisitor<AstWalker.Walked> {

  /** What a visit gives: nothing but that it has been made. */
  public enum Walked {
    DONE
  }

  /** Walks the lines of a body. */
  public final void walk(Block block) {
    block.statements().forEach(statement -> statement.accept(this));
  }

  /** Walks an expression. */
  public final void walk(Expression expression) {
    expression.accept(this);
  }

  /** Walks the values of arguments. */
  public final void walkArguments(List<Argument> arguments) {
    arguments.forEach(argument -> walk(argument.value()));
  }

  /** Walks the dimensions of a shape. */
  public final void walk(ShapePattern shape) {
    shape.dimensions().forEach(dimension -> dimension.accept(this));
  }

  private void walk(Message message) {
    message.parts().forEach(part -> part.accept(this));
  }

  private void walk(Pattern pattern) {
    pattern.accept(this);
  }

  private void walkStages(List<Stage> stages) {
    for (Stage stage : stages) {
      stage.label().ifPresent(this::walk);
      stage.body().accept(this);
      stage.assertion().ifPresent(this::walk);
    }
  }

  // Expressions.

  @Override
  public Walked visitInteger(Expression.IntegerLiteral literal) {
    return Walked.DONE;
  }

  @Override
  public Walked visitReal(Expression.RealLiteral literal) {
    return Walked.DONE;
  }

  @Override
  public Walked visitString(Expression.StringLiteral literal) {
    return Walked.DONE;
  }

  @Override
  public Walked visitBoolean(Expression.BooleanLiteral literal) {
    return Walked.DONE;
  }

  @Override
  public Walked visitNone(Expression.NoneLiteral literal) {
    return Walked.DONE;
  }

  @Override
  public Walked visitReference(Expression.Reference reference) {
    return Walked.DONE;
  }

  @Override
  public Walked visitTuple(Expression.TupleExpression tuple) {
    tuple.elements().forEach(this::walk);
    return Walked.DONE;
  }

  @Override
  public Walked visitList(Expression.ListExpression list) {
    list.elements().forEach(this::walk);
    return Walked.DONE;
  }

  @Override
  public Walked visitIndex(Expression.Index index) {
    walk(index.value());
    index.subscripts().forEach(subscript -> subscript.accept(this));
    return Walked.DONE;
  }

  @Override
  public Walked visitMember(Expression.Member member) {
    walk(member.value());
    return Walked.DONE;
  }

  @Override
  public Walked visitCall(Expression.Call call) {
    walk(call.callee());
    walkArguments(call.arguments());
    return Walked.DONE;
  }

  @Override
  public Walked visitUnary(Expression.Unary unary) {
    walk(unary.operand());
    return Walked.DONE;
  }

  @Override
  public Walked visitBinary(Expression.Binary binary) {
    walk(binary.left());
    walk(binary.right());
    return Walked.DONE;
  }

  @Override
  public Walked visitConditional(Expression.Conditional conditional) {
    walk(conditional.condition());
    walk(conditional.whenTrue());
    walk(conditional.whenFalse());
    return Walked.DONE;
  }

  @Override
  public Walked visitChain(Expression.Chain chain) {
    walk(chain.head());
    walkStages(chain.stages());
    return Walked.DONE;
  }

  @Override
  public Walked visitComposite(Expression.Composite composite) {
    return composite.body().accept(this);
  }

  @Override
  public Walked visitAssertion(Expression.Assertion assertion) {
    walk(assertion.value());
    walk(assertion.shape());
    return Walked.DONE;
  }

  @Override
  public Walked visitRange(Expression.Range range) {
    walk(range.from());
    walk(range.to());
    return Walked.DONE;
  }

  @Override
  public Walked visitScan(Expression.Scan scan) {
    scan.sources().forEach(source -> walk(source.sequence()));
    scan.axis().ifPresent(this::walk);
    scan.carries().forEach(carry -> walk(carry.initial()));
    walk(scan.body());
    return Walked.DONE;
  }

  @Override
  public Walked visitAt(Subscript.At at) {
    walk(at.index());
    return Walked.DONE;
  }

  @Override
  public Walked visitSlice(Subscript.Slice slice) {
    slice.from().ifPresent(this::walk);
    slice.to().ifPresent(this::walk);
    slice.step().ifPresent(this::walk);
    return Walked.DONE;
  }

  @Override
  public Walked visitRest(Subscript.Rest rest) {
    return Walked.DONE;
  }

  // Stages.

  @Override
  public Walked visitApply(StageBody.Apply apply) {
    walk(apply.callee());
    walkArguments(apply.arguments());
    return Walked.DONE;
  }

  @Override
  public Walked visitSequence(StageBody.Sequence sequence) {
    walkStages(sequence.stages());
    return Walked.DONE;
  }

  @Override
  public Walked visitRepeat(StageBody.Repeat repeat) {
    walk(repeat.count());
    walkStages(repeat.body().stages());
    return Walked.DONE;
  }

  @Override
  public Walked visitChoice(StageBody.Choice choice) {
    for (StageBody.Choice.Branch branch : choice.branches()) {
      walk(branch.condition());
      walkStages(branch.body().stages());
    }
    choice.otherwise().ifPresent(sequence -> walkStages(sequence.stages()));
    return Walked.DONE;
  }

  @Override
  public Walked visitPrint(StageBody.Print print) {
    return Walked.DONE;
  }

  // Statements.

  @Override
  public Walked visitPort(Statement.Port port) {
    walk(port.shape());
    return Walked.DONE;
  }

  @Override
  public Walked visitBinding(Statement.Binding binding) {
    walk(binding.value());
    walk(binding.target());
    return Walked.DONE;
  }

  @Override
  public Walked visitParam(Statement.Param param) {
    param.stored().ifPresent(this::walk);
    walk(param.shape());
    return param.initializer().accept(this);
  }

  @Override
  public Walked visitBuffer(Statement.Buffer buffer) {
    buffer.stored().ifPresent(this::walk);
    walk(buffer.shape());
    return buffer.initializer().accept(this);
  }

  @Override
  public Walked visitInit(Statement.Init init) {
    return init.initializer().accept(this);
  }

  @Override
  public Walked visitBudget(Statement.Budget budget) {
    return Walked.DONE;
  }

  @Override
  public Walked visitUpdate(Statement.Update update) {
    walk(update.value());
    return Walked.DONE;
  }

  @Override
  public Walked visitState(Statement.State state) {
    state.shape().ifPresent(this::walk);
    walk(state.value());
    return Walked.DONE;
  }

  @Override
  public Walked visitRequire(Statement.Require require) {
    walk(require.condition());
    require.message().ifPresent(this::walk);
    return Walked.DONE;
  }

  @Override
  public Walked visitExpect(Statement.Expect expect) {
    walk(expect.condition());
    expect.message().ifPresent(this::walk);
    return Walked.DONE;
  }

  @Override
  public Walked visitRepr(Statement.Repr repr) {
    walk(repr.message());
    return Walked.DONE;
  }

  @Override
  public Walked visitReturn(Statement.Return result) {
    walk(result.value());
    return Walked.DONE;
  }

  @Override
  public Walked visitYield(Statement.Yield yielded) {
    walk(yielded.value());
    return Walked.DONE;
  }

  @Override
  public Walked visitIf(Statement.If choice) {
    for (Statement.If.Branch branch : choice.branches()) {
      walk(branch.condition());
      walk(branch.body());
    }
    choice.otherwise().ifPresent(this::walk);
    return Walked.DONE;
  }

  @Override
  public Walked visitFor(Statement.For loop) {
    walk(loop.sequence());
    walk(loop.body());
    return Walked.DONE;
  }

  @Override
  public Walked visitOutput(Statement.Output output) {
    output.items().forEach(item -> item.value().ifPresent(this::walk));
    return Walked.DONE;
  }

  @Override
  public Walked visitLoss(Statement.Loss loss) {
    walk(loss.value());
    return Walked.DONE;
  }

  @Override
  public Walked visitOptimizer(Statement.Optimizer optimizer) {
    walk(optimizer.call());
    for (Statement.Optimizer.ParameterGroup group : optimizer.groups()) {
      walkArguments(group.options());
      group.optimizer().ifPresent(this::walk);
    }
    return Walked.DONE;
  }

  @Override
  public Walked visitSchedule(Statement.Schedule schedule) {
    walk(schedule.call());
    return Walked.DONE;
  }

  @Override
  public Walked visitMetric(Statement.Metric metric) {
    walk(metric.value());
    return Walked.DONE;
  }

  @Override
  public Walked visitEvaluate(Statement.Evaluate evaluate) {
    walk(evaluate.expression());
    return Walked.DONE;
  }

  @Override
  public Walked visitUnreadable(Statement.Unreadable unreadable) {
    return Walked.DONE;
  }

  // Parts of statements.

  @Override
  public Walked visitCalled(Initializer.Called called) {
    walk(called.call());
    return Walked.DONE;
  }

  @Override
  public Walked visitFixed(Initializer.Fixed fixed) {
    walk(fixed.value());
    return Walked.DONE;
  }

  @Override
  public Walked visitBind(Pattern.Bind bind) {
    return Walked.DONE;
  }

  @Override
  public Walked visitIgnore(Pattern.Ignore ignore) {
    return Walked.DONE;
  }

  @Override
  public Walked visitTuple(Pattern.Tuple tuple) {
    tuple.elements().forEach(this::walk);
    return Walked.DONE;
  }

  @Override
  public Walked visitNamed(ShapePattern.Dimension.Named named) {
    return Walked.DONE;
  }

  @Override
  public Walked visitComputed(ShapePattern.Dimension.Computed computed) {
    walk(computed.size());
    return Walked.DONE;
  }

  @Override
  public Walked visitAny(ShapePattern.Dimension.Any any) {
    return Walked.DONE;
  }

  @Override
  public Walked visitRest(ShapePattern.Dimension.Rest rest) {
    return Walked.DONE;
  }

  @Override
  public Walked visitText(Message.Part.Text text) {
    return Walked.DONE;
  }

  @Override
  public Walked visitHole(Message.Part.Hole hole) {
    walk(hole.value());
    return Walked.DONE;
  }
}
