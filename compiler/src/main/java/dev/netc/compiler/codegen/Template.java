package dev.netc.compiler.codegen;

import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import java.util.List;

/** Fills in the Java text of an elementwise function, with no more parentheses than it needs. */
final class Template {
  private Template() {}

  static Text fill(Elementwise function, ElementType type, List<Text> operands) {
    String template = template(function, type);
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '$') {
        code.append(c);
        continue;
      }
      char kind = template.charAt(++i);
      if (kind == 'T') {
        code.append(type.java());
      } else {
        int operand = kind - '1';
        code.append(operands.get(operand).within(needed(function, template, i, operand)));
      }
    }
    boolean uncast = !template.equals(function.java()) && function.java().startsWith("($T) ");
    return new Text(code.toString(), uncast ? Text.PRIMARY : binding(function));
  }

  /** The function's text without casts that change nothing, of which javac would warn. */
  private static String template(Elementwise function, ElementType type) {
    String template = function.java();
    if (type == ElementType.DOUBLE) {
      return template.replace("($T) ", "").replace("(double) ", "");
    }
    return function == Elementwise.SIGN && type == ElementType.FLOAT
        ? template.replace("($T) ", "")
        : template;
  }

  /** Whether the text has an operand more than once, which should then be a variable. */
  static boolean repeats(Elementwise function, int operand) {
    String mark = "$" + (operand + 1);
    return function.java().indexOf(mark) != function.java().lastIndexOf(mark);
  }

  private static int needed(Elementwise function, String template, int at, int operand) {
    char before = at < 2 ? '\0' : template.charAt(at - 2);
    char after = at + 1 < template.length() ? template.charAt(at + 1) : '\0';
    boolean argument =
        (before == '(' || template.startsWith(", ", at - 3)) && (after == ')' || after == ',');
    if (argument) {
      return 0;
    }
    int own = binding(function);
    boolean infix = own > Text.TERNARY && own < Text.PREFIX;
    if (!infix) {
      if (own != Text.TERNARY) {
        return Text.PRIMARY;
      }
      return operand > 0 ? Text.TERNARY : Text.OR;
    }
    return operand == 0 ? own : own + 1;
  }

  private static int binding(Elementwise function) {
    return switch (function) {
      case ADD, SUB -> Text.SUM;
      case MUL, DIV -> Text.PRODUCT;
      case EQ, NE -> Text.EQUALITY;
      case LT, LE -> Text.RELATION;
      case AND -> Text.AND;
      case OR -> Text.OR;
      case WHERE -> Text.TERNARY;
      case ABS, SIGN, MAX, MIN -> Text.PRIMARY;
      default -> Text.PREFIX;
    };
  }
}
