package dev.netc.compiler.codegen;

import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Index;
import dev.netc.compiler.ir.Dim;
import java.util.function.Function;

/** Writes positions as Java text of type {@code int}. */
final class IndexWriter {
  private final KernelNames names;
  private final Function<Expression, Text> reads;

  /**
   * @param reads writes the numbers that are read at run time
   */
  IndexWriter(KernelNames names, Function<Expression, Text> reads) {
    this.names = names;
    this.reads = reads;
  }

  Text write(Index index) {
    StringBuilder code = new StringBuilder();
    int parts = 0;
    Text last = Text.primary("0");
    for (Index.Term term : index.terms()) {
      Dim factor = term.factor();
      boolean negative = factor.isConstant() && factor.constant() < 0;
      last = term(term.atom(), negative ? factor.negated() : factor);
      append(code, last, negative);
      parts++;
    }
    Dim constant = index.constant();
    if (!constant.is(0)) {
      boolean negative = constant.isConstant() && constant.constant() < 0;
      last = names.size(negative ? constant.negated() : constant);
      append(code, last, negative);
      parts++;
    }
    boolean single = parts == 1 && !code.toString().startsWith("-");
    return parts == 0 || single ? last : new Text(code.toString(), Text.SUM);
  }

  private static void append(StringBuilder code, Text term, boolean negative) {
    if (code.length() > 0) {
      code.append(negative ? " - " : " + ");
    } else if (negative) {
      code.append("-");
    }
    code.append(term.within(negative ? Text.PRODUCT : Text.SUM));
  }

  private Text term(Index.Atom atom, Dim factor) {
    Text text = atom(atom);
    if (factor.is(1)) {
      return text;
    }
    Text size = names.size(factor);
    return new Text(text.within(Text.PRODUCT) + " * " + size.within(Text.PREFIX), Text.PRODUCT);
  }

  private Text atom(Index.Atom atom) {
    if (atom instanceof Index.Counter counter) {
      return Text.primary(names.counter(counter.axis()));
    } else if (atom instanceof Index.Read read) {
      return reads.apply(read.value());
    } else if (atom instanceof Index.Quotient quotient) {
      return division(quotient.dividend(), quotient.divisor(), " / ", "Math.floorDiv");
    }
    Index.Remainder remainder = (Index.Remainder) atom;
    return division(remainder.dividend(), remainder.divisor(), " % ", "Math.floorMod");
  }

  private Text division(Index dividend, Dim divisor, String operator, String method) {
    Text above = write(dividend);
    Text below = names.size(divisor);
    return dividend.isAtLeastZero()
        ? new Text(above.within(Text.PRODUCT) + operator + below.within(Text.PREFIX), Text.PRODUCT)
        : Text.primary(method + "(" + above.code() + ", " + below.code() + ")");
  }
}
