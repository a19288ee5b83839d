package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Message;
import dev.netc.compiler.ast.Stage;
import dev.netc.compiler.ast.StageBody;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.NetParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.RuleNode;

/** Turns ANTLR's trees of the stages of a chain into ours. */
final class StageBuilder extends NetParserBaseVisitor<StageBody> {
  private final TreeReader reader;
  private final ExpressionBuilder expressions;

  StageBuilder(TreeReader reader, ExpressionBuilder expressions) {
    this.reader = reader;
    this.expressions = expressions;
  }

  /** Stages, in order. */
  List<Stage> build(List<NetParser.StageContext> trees) {
    List<Stage> stages = new ArrayList<>();
    for (NetParser.StageContext tree : trees) {
      stages.add(
          new Stage(
              reader.span(tree),
              label(tree),
              visit(tree.stageBody()),
              Optional.ofNullable(tree.shapePattern()).map(expressions.shapes()::pattern)));
    }
    return stages;
  }

  private Optional<Message> label(NetParser.StageContext tree) {
    return tree.STRING() != null
        ? Optional.of(expressions.message(tree.STRING().getSymbol()))
        : Optional.ofNullable(tree.identifier()).map(reader::name).map(Message::plain);
  }

  @Override
  public StageBody visitChildren(RuleNode node) {
    throw new IllegalStateException("no such stage: " + node.getText());
  }

  @Override
  public StageBody visitSequenceStage(NetParser.SequenceStageContext tree) {
    return sequence(tree.stageSequence());
  }

  @Override
  public StageBody visitRepeatStage(NetParser.RepeatStageContext tree) {
    return repeat(tree.repeat());
  }

  @Override
  public StageBody visitChoiceStage(NetParser.ChoiceStageContext tree) {
    List<StageBody.Choice.Branch> branches = new ArrayList<>();
    for (int i = 0; i < tree.operand().size(); i++) {
      Expression condition = expressions.operand(tree.operand(i));
      StageBody.Sequence body = sequence(tree.stageSequence(i));
      branches.add(new StageBody.Choice.Branch(condition.span().to(body.span()), condition, body));
    }
    Optional<StageBody.Sequence> otherwise =
        tree.stageSequence().size() > branches.size()
            ? Optional.of(sequence(tree.stageSequence(branches.size())))
            : Optional.empty();
    return new StageBody.Choice(reader.span(tree), branches, otherwise);
  }

  @Override
  public StageBody visitPrintStage(NetParser.PrintStageContext tree) {
    return new StageBody.Print(reader.span(tree));
  }

  @Override
  public StageBody visitApplyStage(NetParser.ApplyStageContext tree) {
    List<Argument> arguments = expressions.arguments(tree.arguments());
    boolean isPrint = arguments.isEmpty() && tree.callee().getText().equals("print");
    return isPrint
        ? new StageBody.Print(reader.span(tree))
        : new StageBody.Apply(reader.span(tree), callee(tree.callee()), arguments);
  }

  /** Stages in braces. */
  StageBody.Sequence sequence(NetParser.StageSequenceContext tree) {
    return new StageBody.Sequence(reader.span(tree), build(tree.stage()));
  }

  /** Copies. */
  StageBody.Repeat repeat(NetParser.RepeatContext tree) {
    return new StageBody.Repeat(
        reader.span(tree),
        expressions.build(tree.expression()),
        Optional.ofNullable(tree.identifier()).map(reader::name),
        sequence(tree.stageSequence()));
  }

  private Expression callee(NetParser.CalleeContext tree) {
    Expression callee = expressions.reference(tree.identifier(0));
    for (int i = 1; i < tree.getChildCount(); i++) {
      ParseTree child = tree.getChild(i);
      if (child instanceof NetParser.IdentifierContext member) {
        callee = expressions.member(callee, member);
      } else if (child instanceof NetParser.SubscriptsContext subscripts) {
        callee = expressions.index(callee, subscripts);
      }
    }
    return callee;
  }
}
