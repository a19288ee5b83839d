package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.Index;
import dev.netc.compiler.fuse.IndexSource;
import dev.netc.compiler.fuse.ProductSum;
import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions as Java: statements for loops and for numbers that are used twice, which
 * become variables, and an expression for the rest.
 */
final class ScalarWriter implements Expression.Visitor<Text> {
  private final CodeBlock.Builder code;
  private final KernelNames names;
  private final IndexWriter positions;
  private final IdentityHashMap<Expression, Integer> references = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, List<Expression>> finds = new IdentityHashMap<>();
  private final Deque<IdentityHashMap<Expression, Text>> variables = new ArrayDeque<>();
  private final IdentityHashMap<Expression.Fold, Column> columns = new IdentityHashMap<>();
  private final SumWriter sums;

  /** A sum of a column that has been computed together with others. */
  private record Column(ProductSum sum, String element) {}

  ScalarWriter(CodeBlock.Builder code, KernelNames names) {
    this.code = code;
    this.names = names;
    this.positions = new IndexWriter(names, this::write);
    this.sums = new SumWriter(names, this);
    variables.push(new IdentityHashMap<>());
  }

  /**
   * Announces an expression that will be written, so that what it shares with others becomes a
   * variable.
   */
  void announce(Expression root) {
    if (references.merge(root, 1, Integer::sum) == 1) {
      Expressions.parts(root).forEach(this::announce);
      if (root instanceof Expression.Found found) {
        finds.computeIfAbsent(found.search(), search -> new ArrayList<>()).add(found);
      }
    }
    if (root instanceof Expression.Apply apply) {
      for (int i = 0; i < apply.operands().size(); i++) {
        if (Template.repeats(apply.function(), i)) {
          references.merge(apply.operands().get(i), 1, Integer::sum);
        }
      }
    }
  }

  /** Announces the numbers that are read to find a position. */
  void announce(Index index) {
    Expressions.reads(index).forEach(this::announce);
  }

  /** The expression as Java text, after the statements that it needs. */
  Text write(Expression expression) {
    Text known = variable(expression);
    if (known != null) {
      return known;
    }
    Text text = expression.accept(this);
    Text loop = variable(expression);
    if (loop != null) {
      return loop;
    }
    boolean shared = references.getOrDefault(expression, 1) > 1;
    if (!shared || isSimple(expression)) {
      return text;
    }
    return declare(expression, expression.type().java(), suggestion(expression), text);
  }

  /** Reads an element into a variable, unless one holds it. */
  void declare(Expression.Load load) {
    if (variable(load) == null) {
      declare(load, load.type().java(), suggestion(load), load(load));
    }
  }

  /** The text as a variable, so that it holds its number when memory changes. */
  Text keep(Expression expression, Text text) {
    return variable(expression) != null || isSimple(expression)
        ? text
        : declare(expression, expression.type().java(), suggestion(expression), text);
  }

  /** The text of a position. */
  Text write(Index index) {
    return positions.write(index);
  }

  private static boolean isSimple(Expression expression) {
    return expression instanceof Expression.Literal || expression instanceof Expression.Position;
  }

  private @Nullable Text variable(Expression expression) {
    for (IdentityHashMap<Expression, Text> scope : variables) {
      Text text = scope.get(expression);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private Text declare(Expression expression, String type, String suggestion, Text value) {
    String name = names.variable(suggestion);
    code.addStatement("$L $L = $L", type, name, value.code());
    Text text = Text.primary(name);
    scope().put(expression, text);
    return text;
  }

  private IdentityHashMap<Expression, Text> scope() {
    return variables.element();
  }

  private String suggestion(Expression expression) {
    if (expression instanceof Expression.Load load) {
      return names.operand(load.value()).label() + "At";
    } else if (expression instanceof Expression.Apply apply) {
      return apply.function().toString();
    } else if (expression instanceof Expression.Checked) {
      return "index";
    }
    return "value";
  }

  @Override
  public Text load(Expression.Load load) {
    return Text.primary(names.operand(load.value()).element(write(load.at())));
  }

  @Override
  public Text literal(Expression.Literal literal) {
    return Literals.of(literal.type(), literal.value());
  }

  @Override
  public Text position(Expression.Position position) {
    Text text = write(position.index());
    return position.type() == ElementType.INT ? text : cast(position.type(), text);
  }

  private static Text cast(ElementType type, Text text) {
    return new Text("(" + type.java() + ") " + text.within(Text.PRIMARY), Text.PREFIX);
  }

  @Override
  public Text draw(Expression.Draw draw) {
    List<String> arguments =
        List.of(
            write(draw.low()).code(),
            write(draw.high()).code(),
            Integer.toString(draw.stream()),
            write(draw.at()).code());
    return Text.primary(
        RuntimeTypes.RANDOM_BITS + ".uniform(" + String.join(", ", arguments) + ")");
  }

  @Override
  public Text apply(Expression.Apply apply) {
    List<Text> operands = new ArrayList<>();
    for (Expression operand : apply.operands()) {
      operands.add(write(operand));
    }
    boolean zeroFirst = isZero(apply, 1);
    if (apply.function() == Elementwise.WHERE && (zeroFirst || isZero(apply, 2))) {
      String value = operands.get(zeroFirst ? 2 : 1).code();
      return Text.primary(
          (zeroFirst ? "zeroIf(" : "zeroUnless(") + operands.get(0).code() + ", " + value + ")");
    }
    return Template.fill(apply.function(), apply.type(), operands);
  }

  private static boolean isZero(Expression.Apply apply, int operand) {
    return apply.type() == ElementType.FLOAT
        && operand < apply.operands().size()
        && apply.operands().get(operand) instanceof Expression.Literal literal
        && literal.value() == 0
        && 1 / literal.value() > 0;
  }

  @Override
  public Text convert(Expression.Convert convert) {
    Text operand = write(convert.operand());
    if (convert.type() == ElementType.BOOL) {
      return new Text(operand.within(Text.RELATION) + " != 0", Text.EQUALITY);
    }
    return convert.operand().type() == ElementType.BOOL
        ? new Text(operand.within(Text.OR) + " ? 1 : 0", Text.TERNARY)
        : cast(convert.type(), operand);
  }

  @Override
  public Text choice(Expression.Choice choice) {
    List<String> tests = new ArrayList<>();
    for (Expression.Condition condition : choice.conditions()) {
      tests.add(test(condition));
    }
    String condition = String.join(" && ", tests);
    if (isText(choice.inside()) && isText(choice.outside())) {
      Text inside = write(choice.inside());
      Text outside = write(choice.outside());
      return new Text(
          condition + " ? " + inside.within(Text.OR) + " : " + outside.within(Text.TERNARY),
          Text.TERNARY);
    }
    String name = names.variable("value");
    code.addStatement("$L $L", choice.type().java(), name);
    code.beginControlFlow("if ($L)", condition);
    branch(name, choice.inside());
    code.nextControlFlow("else");
    branch(name, choice.outside());
    code.endControlFlow();
    Text text = Text.primary(name);
    scope().put(choice, text);
    return text;
  }

  private void branch(String name, Expression expression) {
    variables.push(new IdentityHashMap<>());
    code.addStatement("$L = $L", name, write(expression).code());
    variables.pop();
  }

  private String test(Expression.Condition condition) {
    Text index = write(condition.index());
    if (condition instanceof Expression.Below below) {
      return index.within(Text.SUM) + " < " + names.size(below.bound()).within(Text.SUM);
    } else if (condition instanceof Expression.Divisible divisible) {
      return index.within(Text.PRODUCT)
          + " % "
          + names.size(divisible.divisor()).within(Text.PREFIX)
          + " == 0";
    }
    return index.within(Text.SUM) + " >= 0";
  }

  /** Whether an expression can be written without statements before it. */
  private boolean isText(Expression expression) {
    if (variable(expression) != null || isSimple(expression)) {
      return true;
    }
    return references.getOrDefault(expression, 1) == 1
        && !(expression instanceof Expression.Fold)
        && !(expression instanceof Expression.Search)
        && !(expression instanceof Expression.Found)
        && Expressions.parts(expression).stream().allMatch(this::isText);
  }

  /** Says where a sum lies that has been computed. */
  void column(ProductSum sum, String element) {
    columns.put(sum.fold(), new Column(sum, element));
  }

  @Override
  public Text fold(Expression.Fold fold) {
    Column column = columns.get(fold);
    if (column != null) {
      return sums.scaled(column.sum(), column.element());
    }
    Optional<ProductSum> row = ProductSum.ofRow(fold);
    if (row.isPresent()) {
      return row(row.get());
    }
    // Sums of many floats lose less in double, at no cost: the loop waits for the addition.
    boolean wide = fold.type() == ElementType.FLOAT && isAdditive(fold.kind());
    ElementType type = wide ? ElementType.DOUBLE : fold.type();
    String name = names.variable(fold.kind().toString());
    code.addStatement("$L $L = $L", type.java(), name, identity(fold.kind(), fold.type(), wide));
    open(fold.axes());
    Text body = write(fold.body());
    code.addStatement("$L", combine(fold.kind(), fold.type(), name, body));
    close(fold.axes());
    Text sum = Text.primary(name);
    return wide ? declared(fold, cast(ElementType.FLOAT, sum)) : declared(fold, sum);
  }

  /** A fold of which a routine does all or the inner loops. */
  private Text row(ProductSum sum) {
    Expression.Fold fold = sum.fold();
    boolean wide = fold.kind() == Reduce.Kind.SUM;
    String type = wide ? "double" : fold.type().java();
    String name = names.variable(fold.kind().toString());
    if (sum.outer().isEmpty()) {
      code.addStatement("$L $L = $L", type, name, sums.row(sum));
    } else {
      // What is the same for all rows, and may have loops of its own.
      sum.numbers().forEach(number -> keep(number, write(number)));
      code.addStatement("$L $L = $L", type, name, identity(fold.kind(), fold.type(), wide));
      open(sum.outer());
      CodeBlock row = sums.row(sum);
      if (wide) {
        code.addStatement("$L += $L", name, row);
      } else {
        code.addStatement("$1L = Math.$2L($1L, $3L)", name, fold.kind(), row);
      }
      close(sum.outer());
    }
    Text total = Text.primary(name);
    return declared(fold, wide ? cast(ElementType.FLOAT, total) : total);
  }

  /** Keeps the result of a loop for other uses, as the loop would not be written again. */
  private Text declared(Expression expression, Text text) {
    scope().put(expression, text);
    return text;
  }

  private static boolean isAdditive(Reduce.Kind kind) {
    return kind == Reduce.Kind.SUM || kind == Reduce.Kind.PROD;
  }

  private static String identity(Reduce.Kind kind, ElementType type, boolean wide) {
    return switch (type) {
      case BOOL -> kind == Reduce.Kind.MIN || kind == Reduce.Kind.PROD ? "true" : "false";
      case INT ->
          switch (kind) {
            case SUM -> "0";
            case PROD -> "1";
            case MAX -> "Integer.MIN_VALUE";
            case MIN -> "Integer.MAX_VALUE";
          };
      case FLOAT, DOUBLE ->
          isAdditive(kind) || wide
              ? Integer.toString((int) kind.identity())
              : Literals.of(type, kind.identity()).code();
    };
  }

  private static String combine(Reduce.Kind kind, ElementType type, String name, Text body) {
    if (type == ElementType.BOOL) {
      boolean all = kind == Reduce.Kind.MIN || kind == Reduce.Kind.PROD;
      return name + (all ? " &= " : " |= ") + body.code();
    }
    return switch (kind) {
      case SUM -> name + " += " + body.code();
      case PROD -> name + " *= " + body.code();
      case MAX -> name + " = Math.max(" + name + ", " + body.code() + ")";
      case MIN -> name + " = Math.min(" + name + ", " + body.code() + ")";
    };
  }

  @Override
  public Text search(Expression.Search search) {
    String best = names.variable("best");
    boolean greatest = search.kind() == ArgReduce.Kind.ARGMAX;
    ElementType type = search.body().type();
    Reduce.Kind bound = greatest ? Reduce.Kind.MAX : Reduce.Kind.MIN;
    List<Expression> found = finds.getOrDefault(search, List.of());
    boolean place = references.getOrDefault(search, 1) > found.size();
    String at = place ? names.variable("at") : "";
    if (place) {
      code.addStatement("int $L = 0", at);
    }
    code.addStatement("$L $L = $L", type.java(), best, identity(bound, type, false));
    List<Axis> axes = List.of(search.axis());
    open(axes);
    Text candidate = write(search.body());
    if (place) {
      // No branch: which element is the greatest cannot be foretold.
      candidate = keep(search.body(), candidate);
      String position = write(Index.of(search.axis())).code();
      String sign = greatest ? " > " : " < ";
      code.addStatement("$1L = $2L$3L$4L ? $5L : $1L", at, candidate.code(), sign, best, position);
    }
    code.addStatement("$L", combine(bound, type, best, candidate));
    close(axes);
    if (place && type.isFloating()) {
      findNotANumber(search, at, best);
    }
    found.forEach(other -> declared(other, Text.primary(best)));
    return place ? declared(search, Text.primary(at)) : Text.primary(best);
  }

  /** If the greatest or least is not a number, the first such element is the one. */
  private void findNotANumber(Expression.Search search, String at, String best) {
    String box = search.body().type() == ElementType.FLOAT ? "Float" : "Double";
    List<Axis> axes = List.of(search.axis());
    code.beginControlFlow("if ($L.isNaN($L))", box, best);
    code.addStatement("$L = -1", at);
    open(axes);
    String position = write(Index.of(search.axis())).code();
    String again = write(search.body()).code();
    code.beginControlFlow("if ($L < 0 && $L.isNaN($L))", at, box, again);
    code.addStatement("$L = $L", at, position);
    code.endControlFlow();
    close(axes);
    code.endControlFlow();
  }

  @Override
  public Text found(Expression.Found found) {
    write(found.search());
    return requireNonNull(variable(found));
  }

  @Override
  public Text checked(Expression.Checked checked) {
    IndexSource source = checked.source();
    String element = source.element().map(index -> write(index).code()).orElse("-1");
    return Text.primary(
        CodeBlock.of(
                "index($L, $L, $L, $S, $S)",
                write(checked.operand()).code(),
                names.size(checked.limit()).code(),
                element,
                source.port().map(ScalarWriter::port).orElse(""),
                source.user())
            .toString());
  }

  /** {@code words: int[N, 12]}. */
  private static String port(Value port) {
    return ((Op.Input) port.op()).name() + ": " + port.type();
  }

  /** Opens a loop for each axis. */
  void open(List<Axis> axes) {
    for (Axis axis : axes) {
      if (!axis.extent().is(1)) {
        String counter = names.counter(axis);
        code.beginControlFlow(
            "for (int $1L = 0; $1L < $2L; $1L++)", counter, names.size(axis.extent()).code());
      }
    }
    variables.push(new IdentityHashMap<>());
  }

  /** Closes the loops. */
  void close(List<Axis> axes) {
    variables.pop();
    for (Axis axis : axes) {
      if (!axis.extent().is(1)) {
        code.endControlFlow();
      }
    }
  }
}
