package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.BinaryOperator;
import dev.netc.compiler.ast.ElementName;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.Subscript;
import dev.netc.compiler.ast.UnaryOperator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints expressions with the parentheses that they need and no others. */
final class ExpressionPrinter implements Expression.Visitor<String> {
  private static final int NOT = 3;
  private static final int NEGATE = 7;
  private static final int ATOM = 10;

  private final StatementPrinter statements;
  private final StagePrinter stages = new StagePrinter(this);

  /**
   * Makes a printer.
   *
   * @param statements prints the bodies of scans, at the indentation of the line they start in
   */
  ExpressionPrinter(StatementPrinter statements) {
    this.statements = statements;
  }

  StagePrinter stages() {
    return stages;
  }

  /** Any expression. */
  String print(Expression expression) {
    return expression.accept(this);
  }

  /** An expression where a chain needs parentheses. */
  String operand(Expression expression) {
    return inParentheses(expression, precedence(expression) < BinaryOperator.OR.precedence());
  }

  /** How tightly an expression holds together; chains least. */
  private static int precedence(Expression expression) {
    if (expression instanceof Expression.Chain || expression instanceof Expression.Assertion) {
      return 0;
    } else if (expression instanceof Expression.Binary binary) {
      return binary.operator().precedence();
    } else if (expression instanceof Expression.Unary unary) {
      return unary.operator() == UnaryOperator.NOT ? NOT : NEGATE;
    }
    return ATOM;
  }

  private String inParentheses(Expression expression, boolean needed) {
    return needed ? "(" + print(expression) + ")" : print(expression);
  }

  /** An expression that is called, indexed, or has a member taken. */
  private String trailed(Expression value) {
    boolean plain =
        value instanceof Expression.Reference
            || value instanceof Expression.Member
            || value instanceof Expression.Call
            || value instanceof Expression.Index
            || value instanceof Expression.TupleExpression
            || value instanceof Expression.ListExpression;
    return inParentheses(value, !plain);
  }

  String arguments(List<Argument> arguments) {
    return list(arguments, this::argument);
  }

  String argument(Argument argument) {
    return argument.name().map(name -> name + "=").orElse("") + print(argument.value());
  }

  static <T> String list(List<T> elements, Function<T, String> print) {
    return elements.stream().map(print).collect(Collectors.joining(", "));
  }

  /** A shape pattern. */
  String shape(ShapePattern pattern) {
    return "[" + list(pattern.dimensions(), dimension -> dimension.accept(dimensions)) + "]";
  }

  private final ShapePattern.DimensionVisitor<String> dimensions =
      new ShapePattern.DimensionVisitor<>() {
        @Override
        public String visitNamed(ShapePattern.Dimension.Named named) {
          return named.name();
        }

        @Override
        public String visitComputed(ShapePattern.Dimension.Computed computed) {
          return print(computed.size());
        }

        @Override
        public String visitAny(ShapePattern.Dimension.Any any) {
          return "_";
        }

        @Override
        public String visitRest(ShapePattern.Dimension.Rest rest) {
          return "...";
        }
      };

  /** The shape of a parameter or buffer; {@code int[0]} alone would be read as an element type. */
  String storedShape(Optional<ElementName> element, Expression shape) {
    boolean ambiguous =
        shape instanceof Expression.Index index
            && index.value() instanceof Expression.Reference reference
            && List.of(ElementName.values()).stream()
                .anyMatch(name -> name.word().equals(reference.name()));
    return element.map(ElementName::word).orElse("")
        + (ambiguous ? "(" + print(shape) + ")" : operand(shape));
  }

  @Override
  public String visitInteger(Expression.IntegerLiteral literal) {
    return Long.toString(literal.value());
  }

  @Override
  public String visitReal(Expression.RealLiteral literal) {
    return literal.text();
  }

  @Override
  public String visitString(Expression.StringLiteral literal) {
    return '"' + escape(literal.value()) + '"';
  }

  static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t");
  }

  @Override
  public String visitBoolean(Expression.BooleanLiteral literal) {
    return Boolean.toString(literal.value());
  }

  @Override
  public String visitNone(Expression.NoneLiteral literal) {
    return "none";
  }

  @Override
  public String visitReference(Expression.Reference reference) {
    return reference.name();
  }

  @Override
  public String visitTuple(Expression.TupleExpression tuple) {
    String comma = tuple.elements().size() == 1 ? "," : "";
    return "(" + list(tuple.elements(), this::print) + comma + ")";
  }

  @Override
  public String visitList(Expression.ListExpression list) {
    return "[" + list(list.elements(), this::print) + "]";
  }

  @Override
  public String visitIndex(Expression.Index index) {
    String subscripts = list(index.subscripts(), subscript -> subscript.accept(subscriptPrinter));
    return trailed(index.value()) + "[" + subscripts + "]";
  }

  private final Subscript.Visitor<String> subscriptPrinter =
      new Subscript.Visitor<>() {
        @Override
        public String visitAt(Subscript.At at) {
          return print(at.index());
        }

        @Override
        public String visitSlice(Subscript.Slice slice) {
          String step = slice.step().map(value -> ":" + operand(value)).orElse("");
          return bound(slice.from()) + ":" + bound(slice.to()) + step;
        }

        private String bound(Optional<Expression> bound) {
          return bound.map(ExpressionPrinter.this::operand).orElse("");
        }

        @Override
        public String visitRest(Subscript.Rest rest) {
          return "...";
        }
      };

  @Override
  public String visitMember(Expression.Member member) {
    return trailed(member.value()) + "." + member.name();
  }

  @Override
  public String visitCall(Expression.Call call) {
    return trailed(call.callee()) + "(" + arguments(call.arguments()) + ")";
  }

  @Override
  public String visitUnary(Expression.Unary unary) {
    int own = precedence(unary);
    String space = unary.operator() == UnaryOperator.NOT ? " " : "";
    String operand = inParentheses(unary.operand(), precedence(unary.operand()) < own);
    return unary.operator().symbol() + space + operand;
  }

  @Override
  public String visitBinary(Expression.Binary binary) {
    BinaryOperator operator = binary.operator();
    int own = operator.precedence();
    int left = precedence(binary.left());
    int right = precedence(binary.right());
    boolean loneLeft = operator == BinaryOperator.POWER || own == BinaryOperator.EQUAL.precedence();
    boolean rightNeeds = operator == BinaryOperator.POWER ? right < NEGATE : right <= own;
    return inParentheses(binary.left(), loneLeft ? left <= own : left < own)
        + " "
        + operator.symbol()
        + " "
        + inParentheses(binary.right(), rightNeeds);
  }

  @Override
  public String visitConditional(Expression.Conditional conditional) {
    String otherwise =
        conditional.whenFalse() instanceof Expression.Conditional
            ? print(conditional.whenFalse())
            : "{ " + print(conditional.whenFalse()) + " }";
    String condition = operand(conditional.condition());
    return "if " + condition + " { " + print(conditional.whenTrue()) + " } else " + otherwise;
  }

  @Override
  public String visitChain(Expression.Chain chain) {
    return head(chain) + " -> " + stages.print(chain.stages());
  }

  /** What goes into a chain. */
  String head(Expression.Chain chain) {
    return chain.head() instanceof Expression.Assertion
        ? print(chain.head())
        : operand(chain.head());
  }

  @Override
  public String visitComposite(Expression.Composite composite) {
    return composite.body().accept(stages);
  }

  @Override
  public String visitAssertion(Expression.Assertion assertion) {
    return operand(assertion.value()) + " as " + shape(assertion.shape());
  }

  @Override
  public String visitRange(Expression.Range range) {
    return operand(range.from()) + ".." + operand(range.to());
  }

  @Override
  public String visitScan(Expression.Scan scan) {
    String sources = list(scan.sources(), source -> source.name() + " in " + sequence(source));
    String axis = scan.axis().map(value -> " along " + operand(value)).orElse("");
    String carries = list(scan.carries(), carry -> carry.name() + " = " + operand(carry.initial()));
    String with = scan.carries().isEmpty() ? "" : " with " + carries;
    return "scan " + sources + axis + with + " " + statements.block(scan.body());
  }

  private String sequence(Expression.Scan.ScanSource source) {
    return sequence(source.sequence());
  }

  /** What a loop goes through. */
  String sequence(Expression sequence) {
    return sequence instanceof Expression.Range ? print(sequence) : operand(sequence);
  }
}
