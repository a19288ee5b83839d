package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Stage;
import dev.netc.compiler.ast.StageBody;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the stages of chains. */
final class StagePrinter implements StageBody.Visitor<String> {
  private final ExpressionPrinter expressions;

  StagePrinter(ExpressionPrinter expressions) {
    this.expressions = expressions;
  }

  /** Stages on one line. */
  String print(List<Stage> stages) {
    return stages.stream().map(this::print).collect(Collectors.joining(" -> "));
  }

  /** One stage. */
  String print(Stage stage) {
    String label = stage.label().map(name -> name + ": ").orElse("");
    String shape = stage.assertion().map(as -> " as " + expressions.shape(as)).orElse("");
    return label + stage.body().accept(this) + shape;
  }

  @Override
  public String visitApply(StageBody.Apply apply) {
    String callee = expressions.print(apply.callee());
    return apply.arguments().isEmpty()
        ? callee
        : callee + "(" + expressions.arguments(apply.arguments()) + ")";
  }

  @Override
  public String visitSequence(StageBody.Sequence sequence) {
    return sequence.stages().isEmpty() ? "{}" : "{ " + print(sequence.stages()) + " }";
  }

  @Override
  public String visitRepeat(StageBody.Repeat repeat) {
    String count = expressions.print(repeat.count());
    String index = repeat.index().map(name -> name + " ").orElse("");
    return "repeat(" + count + ") " + index + visitSequence(repeat.body());
  }

  @Override
  public String visitChoice(StageBody.Choice choice) {
    String branches =
        choice.branches().stream()
            .map(
                branch ->
                    "if "
                        + expressions.operand(branch.condition())
                        + " "
                        + visitSequence(branch.body()))
            .collect(Collectors.joining(" else "));
    return branches + choice.otherwise().map(body -> " else " + visitSequence(body)).orElse("");
  }

  @Override
  public String visitPrint(StageBody.Print print) {
    return "print";
  }
}
