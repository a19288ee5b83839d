package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Initializer;
import dev.netc.compiler.ast.Message;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.Stage;
import dev.netc.compiler.ast.Statement;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints statements, each on a line of its own; a chain that is too long gets a line per stage. */
final class StatementPrinter implements Statement.Visitor<String> {
  /** The widest a line gets if it can be helped. */
  static final int WIDTH = 100;

  static final String INDENT = "    ";

  private final ExpressionPrinter expressions = new ExpressionPrinter(this);
  private String indent = "";

  ExpressionPrinter expressions() {
    return expressions;
  }

  /** A block in braces, its statements one step deeper than the line it starts in. */
  String block(Block block) {
    if (block.statements().isEmpty()) {
      return "{}";
    }
    String outer = indent;
    indent = outer + INDENT;
    String lines =
        block.statements().stream()
            .map(statement -> indent + statement.accept(this) + "\n")
            .collect(Collectors.joining());
    indent = outer;
    return "{\n" + lines + outer + "}";
  }

  /** Documentation before a line at the present indentation. */
  String doc(Optional<Doc> doc) {
    return doc.stream()
        .flatMap(lines -> Stream.of(lines.text().split("\n", -1)))
        .map(line -> line.isEmpty() ? "///" : "/// " + line)
        .map(line -> line + "\n" + indent)
        .collect(Collectors.joining());
  }

  /** A value behind what introduces it, broken into lines if it is a chain that is too long. */
  String line(String start, Expression value) {
    String whole = start + expressions.print(value);
    boolean fits = indent.length() + whole.length() <= WIDTH || whole.contains("\n");
    if (fits || !(value instanceof Expression.Chain chain)) {
      return whole;
    }
    StringBuilder lines = new StringBuilder(start).append(expressions.head(chain));
    for (Stage stage : chain.stages()) {
      lines.append("\n").append(indent).append(INDENT).append("-> ");
      lines.append(expressions.stages().print(stage));
    }
    return lines.toString();
  }

  @Override
  public String visitPort(Statement.Port port) {
    String kind =
        switch (port.kind()) {
          case INPUT -> "input";
          case TARGET -> "target";
        };
    String type = port.element().word() + expressions.shape(port.shape());
    return doc(port.doc()) + kind + " " + port.name() + ": " + type;
  }

  @Override
  public String visitBinding(Statement.Binding binding) {
    String target = binding.target().accept(patterns) + " = ";
    return doc(binding.doc()) + line(target, binding.value());
  }

  private final Pattern.Visitor<String> patterns =
      new Pattern.Visitor<>() {
        @Override
        public String visitBind(Pattern.Bind bind) {
          return bind.name();
        }

        @Override
        public String visitIgnore(Pattern.Ignore ignore) {
          return "_";
        }

        @Override
        public String visitTuple(Pattern.Tuple tuple) {
          String comma = tuple.elements().size() == 1 ? "," : "";
          String elements = ExpressionPrinter.list(tuple.elements(), e -> e.accept(this));
          return "(" + elements + comma + ")";
        }
      };

  @Override
  public String visitParam(Statement.Param param) {
    String shape = expressions.storedShape(param.element(), param.shape());
    String start = param.initializer().accept(initializers);
    return doc(param.doc()) + "param " + param.name() + ": " + shape + start;
  }

  private final Initializer.Visitor<String> initializers =
      new Initializer.Visitor<>() {
        @Override
        public String visitDrawn(Initializer.Drawn drawn) {
          return " ~ " + invocation(drawn.distribution());
        }

        @Override
        public String visitFixed(Initializer.Fixed fixed) {
          return " = " + expressions.print(fixed.value());
        }
      };

  private String invocation(Expression.Call call) {
    return call.arguments().isEmpty() ? expressions.print(call.callee()) : expressions.print(call);
  }

  @Override
  public String visitBuffer(Statement.Buffer buffer) {
    String shape = expressions.storedShape(buffer.element(), buffer.shape());
    String start = "buffer " + buffer.name() + ": " + shape + " = ";
    return doc(buffer.doc()) + line(start, buffer.value());
  }

  @Override
  public String visitUpdate(Statement.Update update) {
    return line("update " + update.name() + " = ", update.value());
  }

  @Override
  public String visitState(Statement.State state) {
    return doc(state.doc()) + line("state " + state.name() + " = ", state.value());
  }

  @Override
  public String visitRequire(Statement.Require require) {
    String condition = "require " + expressions.operand(require.condition());
    return condition + require.message().map(message -> ", " + message(message)).orElse("");
  }

  @Override
  public String visitRepr(Statement.Repr repr) {
    return "repr " + message(repr.message());
  }

  private String message(Message message) {
    return message.parts().stream()
        .map(part -> part.accept(parts))
        .collect(Collectors.joining("", "\"", "\""));
  }

  private final Message.PartVisitor<String> parts =
      new Message.PartVisitor<>() {
        @Override
        public String visitText(Message.Part.Text text) {
          return ExpressionPrinter.escape(text.text()).replace("{", "{{").replace("}", "}}");
        }

        @Override
        public String visitHole(Message.Part.Hole hole) {
          return "{" + expressions.print(hole.value()) + "}";
        }
      };

  @Override
  public String visitReturn(Statement.Return result) {
    return line("return ", result.value());
  }

  @Override
  public String visitYield(Statement.Yield yielded) {
    return line("yield ", yielded.value());
  }

  @Override
  public String visitIf(Statement.If choice) {
    String branches =
        choice.branches().stream()
            .map(b -> "if " + expressions.operand(b.condition()) + " " + block(b.body()))
            .collect(Collectors.joining(" else "));
    return branches + choice.otherwise().map(body -> " else " + block(body)).orElse("");
  }

  @Override
  public String visitFor(Statement.For loop) {
    String sequence = expressions.sequence(loop.sequence());
    return "for " + loop.name() + " in " + sequence + " " + block(loop.body());
  }

  @Override
  public String visitOutput(Statement.Output output) {
    String items =
        ExpressionPrinter.list(
            output.items(),
            item -> item.name() + item.value().map(v -> " = " + expressions.print(v)).orElse(""));
    return doc(output.doc()) + "output " + items;
  }

  @Override
  public String visitLoss(Statement.Loss loss) {
    return line("loss ", loss.value());
  }

  @Override
  public String visitOptimizer(Statement.Optimizer optimizer) {
    String groups =
        optimizer.groups().stream()
            .map(group -> indent + INDENT + group(group) + "\n")
            .collect(Collectors.joining());
    String start = "optimizer " + invocation(optimizer.call());
    return groups.isEmpty() ? start : start + " {\n" + groups + indent + "}";
  }

  private String group(Statement.Optimizer.ParameterGroup group) {
    String globs = ExpressionPrinter.list(group.globs(), expressions::print);
    return globs + ": " + expressions.arguments(group.options());
  }

  @Override
  public String visitSchedule(Statement.Schedule schedule) {
    return "schedule " + invocation(schedule.call());
  }

  @Override
  public String visitMetric(Statement.Metric metric) {
    String label = metric.label().map(name -> name + ": ").orElse("");
    return line("metric " + label, metric.value());
  }

  /** What starts a statement is a name or a parenthesis, so other heads of chains get one. */
  @Override
  public String visitEvaluate(Statement.Evaluate evaluate) {
    if (evaluate.expression() instanceof Expression.Chain chain
        && !(chain.head() instanceof Expression.TupleExpression)
        && !startsWithName(chain.head())) {
      return "("
          + expressions.print(chain.head())
          + ") -> "
          + expressions.stages().print(chain.stages());
    }
    return line("", evaluate.expression());
  }

  private static boolean startsWithName(Expression head) {
    if (head instanceof Expression.Call call) {
      return startsWithName(call.callee());
    } else if (head instanceof Expression.Member member) {
      return startsWithName(member.value());
    } else if (head instanceof Expression.Index index) {
      return startsWithName(index.value());
    }
    return head instanceof Expression.Reference;
  }
}
