package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Initializer;
import dev.netc.compiler.ast.Message;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.Stage;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.ast.Subscript;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the names of one body that nothing binds, in every branch, also in those that a given set
 * of arguments never takes. A name counts as bound where any line of the body binds it; whether
 * that line has run is for the elaborator to see.
 */
final class NameCheck {
  private static final Set<String> EVERYWHERE = Set.of("training", "inf", "nan", "pi");
  private static final Set<String> DISTRIBUTIONS = Set.of("uniform", "normal");

  private final Scope scope;
  private final Declaration declaration;
  private final Set<String> bound = new HashSet<>(EVERYWHERE);
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  NameCheck(Scope scope, Declaration declaration) {
    this.scope = scope;
    this.declaration = declaration;
  }

  List<Diagnostic> check() {
    declaration.accept(
        new Declaration.Visitor<Optional<Void>>() {
          @Override
          public Optional<Void> visitNetwork(Declaration.Network network) {
            body(network.parameters(), network.body());
            return Optional.empty();
          }

          @Override
          public Optional<Void> visitNetworkAlias(Declaration.NetworkAlias alias) {
            alias.arguments().forEach(argument -> expression(argument.value()));
            return Optional.empty();
          }

          @Override
          public Optional<Void> visitFunction(Declaration.Function function) {
            bound.add("step");
            List<Parameter> parameters = new ArrayList<>(function.statics());
            parameters.addAll(function.tensors());
            body(parameters, function.body());
            return Optional.empty();
          }
        });
    return diagnostics;
  }

  private void body(List<Parameter> parameters, Block body) {
    Binder binder = new Binder(bound);
    for (Parameter parameter : parameters) {
      bound.add(parameter.name().text());
      parameter.shape().ifPresent(binder::shape);
    }
    binder.block(body);
    parameters.forEach(parameter -> parameter.defaultValue().ifPresent(this::expression));
    block(body);
  }

  private void block(Block block) {
    block.statements().forEach(statement -> statement.accept(new StatementNames()));
  }

  private void expression(Expression expression) {
    expression.accept(new ExpressionNames());
  }

  private void arguments(List<Argument> arguments) {
    arguments.forEach(argument -> expression(argument.value()));
  }

  private void name(Span span, String name) {
    boolean known = bound.contains(name) || scope.function(name).isPresent();
    if (!known) {
      diagnostics.add(UnknownNames.diagnostic(scope, name, span, bound));
    }
  }

  private void shape(ShapePattern shape) {
    for (ShapePattern.Dimension dimension : shape.dimensions()) {
      if (dimension instanceof ShapePattern.Dimension.Computed computed) {
        expression(computed.size());
      }
    }
  }

  private void message(Message message) {
    for (Message.Part part : message.parts()) {
      if (part instanceof Message.Part.Hole hole) {
        expression(hole.value());
      }
    }
  }

  private void stages(List<Stage> stages) {
    for (Stage stage : stages) {
      stage.body().accept(new StageNames());
      stage.assertion().ifPresent(this::shape);
    }
  }

  /** The names that expressions use. */
  private final class ExpressionNames implements Expression.Visitor<Optional<Void>> {
    @Override
    public Optional<Void> visitInteger(Expression.IntegerLiteral literal) {
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitReal(Expression.RealLiteral literal) {
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitString(Expression.StringLiteral literal) {
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitBoolean(Expression.BooleanLiteral literal) {
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitNone(Expression.NoneLiteral literal) {
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitReference(Expression.Reference reference) {
      name(reference.span(), reference.name());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitTuple(Expression.TupleExpression tuple) {
      tuple.elements().forEach(NameCheck.this::expression);
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitList(Expression.ListExpression list) {
      list.elements().forEach(NameCheck.this::expression);
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitIndex(Expression.Index index) {
      expression(index.value());
      for (Subscript subscript : index.subscripts()) {
        if (subscript instanceof Subscript.At at) {
          expression(at.index());
        } else if (subscript instanceof Subscript.Slice slice) {
          slice.from().ifPresent(NameCheck.this::expression);
          slice.to().ifPresent(NameCheck.this::expression);
          slice.step().ifPresent(NameCheck.this::expression);
        }
      }
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitMember(Expression.Member member) {
      expression(member.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitCall(Expression.Call call) {
      expression(call.callee());
      arguments(call.arguments());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitUnary(Expression.Unary unary) {
      expression(unary.operand());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitBinary(Expression.Binary binary) {
      expression(binary.left());
      expression(binary.right());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitConditional(Expression.Conditional conditional) {
      expression(conditional.condition());
      expression(conditional.whenTrue());
      expression(conditional.whenFalse());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitChain(Expression.Chain chain) {
      expression(chain.head());
      stages(chain.stages());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitComposite(Expression.Composite composite) {
      composite.body().accept(new StageNames());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitAssertion(Expression.Assertion assertion) {
      expression(assertion.value());
      shape(assertion.shape());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitRange(Expression.Range range) {
      expression(range.from());
      expression(range.to());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitScan(Expression.Scan scan) {
      scan.sources().forEach(source -> expression(source.sequence()));
      scan.axis().ifPresent(NameCheck.this::expression);
      scan.carries().forEach(carry -> expression(carry.initial()));
      block(scan.body());
      return Optional.empty();
    }
  }

  /** The names that stages use. */
  private final class StageNames implements StageBody.Visitor<Optional<Void>> {
    @Override
    public Optional<Void> visitApply(StageBody.Apply apply) {
      expression(apply.callee());
      arguments(apply.arguments());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitSequence(StageBody.Sequence sequence) {
      stages(sequence.stages());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitRepeat(StageBody.Repeat repeat) {
      expression(repeat.count());
      stages(repeat.body().stages());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitChoice(StageBody.Choice choice) {
      for (StageBody.Choice.Branch branch : choice.branches()) {
        expression(branch.condition());
        stages(branch.body().stages());
      }
      choice.otherwise().ifPresent(sequence -> stages(sequence.stages()));
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitPrint(StageBody.Print print) {
      return Optional.empty();
    }
  }

  /** The names that statements use. */
  private final class StatementNames implements Statement.Visitor<Optional<Void>> {
    @Override
    public Optional<Void> visitPort(Statement.Port port) {
      shape(port.shape());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitBinding(Statement.Binding binding) {
      expression(binding.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitParam(Statement.Param param) {
      expression(param.shape());
      if (param.initializer() instanceof Initializer.Drawn drawn) {
        if (!DISTRIBUTIONS.contains(drawn.distribution().callee().span().text())) {
          expression(drawn.distribution().callee());
        }
        arguments(drawn.distribution().arguments());
      } else if (param.initializer() instanceof Initializer.Fixed fixed) {
        expression(fixed.value());
      }
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitBuffer(Statement.Buffer buffer) {
      expression(buffer.shape());
      expression(buffer.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitUpdate(Statement.Update update) {
      expression(update.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitState(Statement.State state) {
      expression(state.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitRequire(Statement.Require require) {
      expression(require.condition());
      require.message().ifPresent(NameCheck.this::message);
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitRepr(Statement.Repr repr) {
      message(repr.message());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitReturn(Statement.Return result) {
      expression(result.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitYield(Statement.Yield yielded) {
      expression(yielded.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitIf(Statement.If choice) {
      for (Statement.If.Branch branch : choice.branches()) {
        expression(branch.condition());
        block(branch.body());
      }
      choice.otherwise().ifPresent(NameCheck.this::block);
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitFor(Statement.For loop) {
      expression(loop.sequence());
      block(loop.body());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitOutput(Statement.Output output) {
      for (Statement.Output.Item item : output.items()) {
        if (item.value().isPresent()) {
          expression(item.value().get());
        } else {
          name(item.name().span(), item.name().text());
        }
      }
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitLoss(Statement.Loss loss) {
      expression(loss.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitOptimizer(Statement.Optimizer optimizer) {
      expression(optimizer.call());
      optimizer.groups().forEach(group -> arguments(group.options()));
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitSchedule(Statement.Schedule schedule) {
      // Schedules are refused as a whole by the elaborator; their names are not looked up.
      arguments(schedule.call().arguments());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitMetric(Statement.Metric metric) {
      expression(metric.value());
      return Optional.empty();
    }

    @Override
    public Optional<Void> visitEvaluate(Statement.Evaluate evaluate) {
      expression(evaluate.expression());
      return Optional.empty();
    }
  }

  /** Collects the names that a body binds. */
  private record Binder(Set<String> bound) {
    void block(Block block) {
      block.statements().forEach(this::statement);
    }

    void shape(ShapePattern shape) {
      for (ShapePattern.Dimension dimension : shape.dimensions()) {
        if (dimension instanceof ShapePattern.Dimension.Named named) {
          bound.add(named.name());
        }
      }
    }

    private void pattern(Pattern pattern) {
      if (pattern instanceof Pattern.Bind bind) {
        bound.add(bind.name());
      } else if (pattern instanceof Pattern.Tuple tuple) {
        tuple.elements().forEach(this::pattern);
      }
    }

    private void statement(Statement statement) {
      if (statement instanceof Statement.Port port) {
        bound.add(port.name().text());
        shape(port.shape());
      } else if (statement instanceof Statement.Binding binding) {
        pattern(binding.target());
        expression(binding.value());
      } else if (statement instanceof Statement.Param param) {
        bound.add(param.name().text());
      } else if (statement instanceof Statement.Buffer buffer) {
        bound.add(buffer.name().text());
      } else if (statement instanceof Statement.State state) {
        bound.add(state.name().text());
      } else if (statement instanceof Statement.For loop) {
        bound.add(loop.name().text());
        block(loop.body());
      } else if (statement instanceof Statement.If choice) {
        choice.branches().forEach(branch -> block(branch.body()));
        choice.otherwise().ifPresent(this::block);
      } else if (statement instanceof Statement.Output output) {
        output.items().stream()
            .filter(item -> item.value().isPresent())
            .forEach(item -> bound.add(item.name().text()));
      } else if (statement instanceof Statement.Return result) {
        expression(result.value());
      } else if (statement instanceof Statement.Evaluate evaluate) {
        expression(evaluate.expression());
      }
    }

    /** Stages bind the index of a {@code repeat} and the names of an {@code as}. */
    private void expression(Expression expression) {
      if (expression instanceof Expression.Chain chain) {
        expression(chain.head());
        stages(chain.stages());
      } else if (expression instanceof Expression.Composite composite) {
        body(composite.body());
      } else if (expression instanceof Expression.Assertion assertion) {
        shape(assertion.shape());
      } else if (expression instanceof Expression.Scan scan) {
        scan.sources().forEach(source -> bound.add(source.name().text()));
        scan.carries().forEach(carry -> bound.add(carry.name().text()));
        block(scan.body());
      } else if (expression instanceof Expression.Binary binary) {
        expression(binary.left());
        expression(binary.right());
      } else if (expression instanceof Expression.Call call) {
        call.arguments().forEach(argument -> expression(argument.value()));
      }
    }

    private void stages(List<Stage> stages) {
      for (Stage stage : stages) {
        body(stage.body());
        stage.assertion().ifPresent(this::shape);
      }
    }

    private void body(StageBody body) {
      if (body instanceof StageBody.Sequence sequence) {
        stages(sequence.stages());
      } else if (body instanceof StageBody.Repeat repeat) {
        repeat.index().ifPresent(name -> bound.add(name.text()));
        stages(repeat.body().stages());
      } else if (body instanceof StageBody.Choice choice) {
        choice.branches().forEach(branch -> stages(branch.body().stages()));
        choice.otherwise().ifPresent(sequence -> stages(sequence.stages()));
      }
    }
  }
}
