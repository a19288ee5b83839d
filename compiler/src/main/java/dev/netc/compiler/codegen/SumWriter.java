package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Index;
import dev.netc.compiler.fuse.ProductSum;
import java.util.ArrayList;
import java.util.List;

/** Writes the calls of routines that add up many elements. */
final class SumWriter {
  private final KernelNames names;
  private final ScalarWriter scalars;

  SumWriter(KernelNames names, ScalarWriter scalars) {
    this.names = names;
    this.scalars = scalars;
  }

  /** The sum, or the extreme, of a row. */
  CodeBlock row(ProductSum sum) {
    List<String> arguments = new ArrayList<>();
    for (ProductSum.Factor factor : sum.factors()) {
      arguments.add(place(factor, factor.start(), ""));
      if (sum.isCentred()) {
        arguments.add(factor.centre().map(centre -> scalars.write(centre).code()).orElse("0f"));
      }
    }
    arguments.add(names.rowLength(sum.count()).code());
    CodeBlock call =
        CodeBlock.of(
            "$T.$L($L)", RuntimeTypes.REDUCTIONS, routine(sum), String.join(", ", arguments));
    return CodeBlock.of("$L$L$L", sum.negative() ? "-" : "", call, scale(sum));
  }

  private static String routine(ProductSum sum) {
    if (sum.isCentred()) {
      return "centredDot";
    }
    return sum.factors().size() == 2 ? "dot" : sum.fold().kind().toString();
  }

  /**
   * The sums of columns.
   *
   * @param from the first column
   * @param target where the sums go
   * @param columns how many there are
   */
  CodeBlock columns(ProductSum sum, Axis column, String from, String target, String columns) {
    List<String> arguments = new ArrayList<>();
    for (ProductSum.Factor factor : sum.factors()) {
      arguments.add(place(factor, factor.start().minus(Index.of(column)), from));
      arguments.add(names.size(factor.step()).code());
    }
    arguments.add(names.size(sum.count()).code());
    arguments.add(target);
    arguments.add(columns);
    return CodeBlock.of(
        "$T.$L($L)",
        RuntimeTypes.REDUCTIONS,
        sum.factors().size() == 2 ? "columnDots" : "columnSums",
        String.join(", ", arguments));
  }

  /** A sum without what has been taken out of it, with that. */
  Text scaled(ProductSum sum, String element) {
    String scale = scale(sum);
    String text = (sum.negative() ? "-" : "") + element + scale;
    return new Text(
        text, !scale.isEmpty() ? Text.PRODUCT : sum.negative() ? Text.PREFIX : Text.PRIMARY);
  }

  private String scale(ProductSum sum) {
    StringBuilder text = new StringBuilder();
    for (Expression factor : sum.times()) {
      text.append(" * ").append(scalars.write(factor).within(Text.PREFIX));
    }
    for (Expression divisor : sum.over()) {
      text.append(" / ").append(scalars.write(divisor).within(Text.PREFIX));
    }
    return text.toString();
  }

  private String place(ProductSum.Factor factor, Index start, String more) {
    KernelNames.Operand operand = names.operand(factor.load().value());
    List<String> terms = new ArrayList<>();
    if (!operand.start().equals("0")) {
      terms.add(operand.start());
    }
    if (!start.equals(Index.ZERO)) {
      terms.add(scalars.write(start).within(Text.SUM));
    }
    if (!more.isEmpty()) {
      terms.add(more);
    }
    return operand.array() + ", " + (terms.isEmpty() ? "0" : String.join(" + ", terms));
  }
}
