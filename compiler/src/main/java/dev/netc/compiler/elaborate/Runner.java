package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.library.Library;
import dev.netc.compiler.source.Span;
import java.util.Optional;

/**
 * Runs the statements of one body. A visit gives what the body returns, if the statement returns.
 *
 * <p>Branches are chosen and loops unrolled now, and what they bind is seen by the lines behind
 * them. In a body of the user's own a failed statement does not end the run: the names it should
 * have bound are poisoned, and the lines behind it are checked.
 */
class Runner implements Statement.Visitor<Optional<Datum>> {
  final Session session;
  final Evaluator evaluator;
  final Frame frame;
  private final Parameters parameters;

  /** Whether a statement failed, for a reason that is reported, perhaps by an earlier phase. */
  boolean failed;

  Runner(Session session, Evaluator evaluator, Frame frame) {
    this.session = session;
    this.evaluator = evaluator;
    this.frame = frame;
    this.parameters = new Parameters(session, evaluator);
  }

  Optional<Datum> run(Block block) {
    for (Statement statement : block.statements()) {
      Optional<Datum> returned = run(statement);
      if (returned.isPresent()) {
        return returned;
      }
    }
    return Optional.empty();
  }

  /**
   * Goes on behind a statement of the user's that failed, unless it may have returned, or the lines
   * behind it rely on what it requires.
   */
  Optional<Datum> run(Statement statement) {
    if (frame.isLibrary()) {
      return statement.accept(this);
    }
    int before = session.reporter.reports();
    try {
      return statement.accept(this);
    } catch (Failure reported) {
      boolean isNew = session.reporter.reports() > before;
      failed = true;
      Poisoning.of(frame, statement);
      if (Poisoning.mayReturn(statement) || (isNew && statement instanceof Statement.Require)) {
        throw reported;
      }
      return Optional.empty();
    }
  }

  /** Runs a body to its end; what failed in it has no result. */
  Optional<Datum> runAll(Block block) {
    Optional<Datum> returned = run(block);
    if (failed && returned.isEmpty()) {
      throw new Failure();
    }
    return returned;
  }

  @Override
  public Optional<Datum> visitBinding(Statement.Binding binding) {
    Value.Origin before = session.builder.at(Value.Origin.NONE);
    boolean named = !frame.isLibrary() && binding.target() instanceof Pattern.Bind;
    session.builder.at(
        named
            ? new Value.Origin(
                ((Pattern.Bind) binding.target()).name(), Optional.of(binding.span()))
            : before);
    try {
      bind(binding.target(), evaluator.evaluate(frame, binding.value()), binding.value());
    } finally {
      session.builder.at(before);
    }
    return Optional.empty();
  }

  private void bind(Pattern pattern, Datum datum, Expression source) {
    pattern.accept(
        new Pattern.Visitor<Optional<Datum>>() {
          @Override
          public Optional<Datum> visitBind(Pattern.Bind bind) {
            bindName(bind, datum, source);
            return Optional.empty();
          }

          @Override
          public Optional<Datum> visitIgnore(Pattern.Ignore ignore) {
            return Optional.empty();
          }

          @Override
          public Optional<Datum> visitTuple(Pattern.Tuple tuple) {
            if (!(datum instanceof Items items)
                || items.items().size() != tuple.elements().size()) {
              String what =
                  datum instanceof Items items
                      ? datum.kind() + " of " + items.items().size()
                      : datum.kind();
              Diagnostic.Builder error =
                  Site.of(frame, tuple.span())
                      .error(
                          "E0317",
                          "expected " + tuple.elements().size() + " values, this is " + what,
                          "");
              error.also(source.span(), "it is " + Texts.LANGUAGE.of(datum));
              throw session.reporter.fail(error.build());
            }
            for (int i = 0; i < tuple.elements().size(); i++) {
              bind(tuple.elements().get(i), items.items().get(i), source);
            }
            return Optional.empty();
          }
        });
  }

  private void bindName(Pattern.Bind bind, Datum datum, Expression source) {
    Optional<Datum> previous = frame.lookup(bind.name());
    if (previous.isPresent()
        && previous.get() instanceof Datum.Made layer
        && layer.instance().function.kind() != FunctionKind.SCHEDULE) {
      Diagnostic.Builder error =
          Site.of(frame, bind.span())
              .error(
                  "E0208",
                  "`" + bind.name() + "` is a layer, its name cannot be bound again",
                  "give this value a name of its own");
      error.also(layer.instance().span, "the layer");
      throw session.reporter.fail(error.build());
    }
    Datum bound = evaluator.caller().madeIfLayer(new CallSite(frame, source.span()), datum);
    if (bound instanceof Datum.Made made
        && made.instance().function.kind() != FunctionKind.SCHEDULE
        && made.instance().node().isEmpty()
        && frame.layer().isPresent()) {
      bound =
          new Datum.Made(
              evaluator
                  .caller()
                  .named(
                      new CallSite(frame, bind.span()),
                      frame.layer().get(),
                      bind.name(),
                      made.instance()));
    }
    if (datum instanceof Datum.Stages stages
        && stages.node().isEmpty()
        && frame.layer().isPresent()) {
      LayerNode node =
          evaluator
              .caller()
              .child(
                  frame,
                  bind.span(),
                  frame.layer().get(),
                  bind.name(),
                  Library.standard().braces());
      bound = new Datum.Stages(stages.body(), stages.frame(), Optional.of(node));
    }
    if (bound instanceof Datum.Tensor tensor
        && !frame.isLibrary()
        && !(source instanceof Expression.Reference)) {
      session.trace.define(tensor.value(), bind.name(), source.span());
    }
    frame.bind(bind.name(), bound);
  }

  @Override
  public Optional<Datum> visitParam(Statement.Param param) {
    parameters.declare(frame, param);
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitRequire(Statement.Require require) {
    new Requirements(session, evaluator).check(frame, require);
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitExpect(Statement.Expect expect) {
    new Expectations(session, evaluator).check(frame, expect);
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitRepr(Statement.Repr repr) {
    LayerNode layer = frame.layer().orElseThrow(() -> notHere(repr.span(), "repr", "a layer"));
    layer.represent(evaluator.text(frame, repr.message(), Texts.PYTHON));
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitReturn(Statement.Return result) {
    return Optional.of(evaluator.evaluate(frame, result.value()));
  }

  @Override
  public Optional<Datum> visitIf(Statement.If choice) {
    for (Statement.If.Branch branch : choice.branches()) {
      if (evaluator.truth(frame, branch.condition())) {
        return run(branch.body());
      }
    }
    return choice.otherwise().flatMap(this::run);
  }

  @Override
  public Optional<Datum> visitFor(Statement.For loop) {
    Datum sequence = evaluator.evaluate(frame, loop.sequence());
    if (!(sequence instanceof Items items)) {
      throw new Tensors(session)
          .wrongKind(frame, loop.sequence().span(), sequence, "a range such as 0..n, or a list");
    }
    boolean before = failed;
    failed = false;
    int reports = session.reporter.reports();
    Optional<Datum> returned = Optional.empty();
    // What is wrong in one round would be so in the others.
    for (int i = 0;
        i < items.items().size()
            && returned.isEmpty()
            && !failed
            && reports == session.reporter.reports();
        i++) {
      session.step(frame, loop.sequence().span());
      frame.bind(loop.name().text(), items.items().get(i));
      returned = run(loop.body());
    }
    if (failed) {
      Poisoning.of(frame, loop);
    }
    failed |= before;
    return returned;
  }

  @Override
  public Optional<Datum> visitEvaluate(Statement.Evaluate evaluate) {
    Datum value = evaluator.evaluate(frame, evaluate.expression());
    if (value instanceof Datum.Made made
        && made.instance().function.kind() == FunctionKind.GRADIENT) {
      gradientLine(made.instance());
    }
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitUnreadable(Statement.Unreadable unreadable) {
    throw new Failure();
  }

  // What only some bodies may hold.

  /** A line such as {@code clip_grad_norm(1.0)}. */
  void gradientLine(Instance line) {
    throw notHere(line.span, line.function.name().text(), "a network");
  }

  @Override
  public Optional<Datum> visitPort(Statement.Port port) {
    throw notHere(
        port.span(), port.kind() == Statement.PortKind.INPUT ? "input" : "target", "a network");
  }

  @Override
  public Optional<Datum> visitOutput(Statement.Output output) {
    throw notHere(output.span(), "output", "a network");
  }

  @Override
  public Optional<Datum> visitLoss(Statement.Loss loss) {
    throw notHere(loss.span(), "loss", "a network");
  }

  @Override
  public Optional<Datum> visitOptimizer(Statement.Optimizer optimizer) {
    throw notHere(optimizer.span(), "optimizer", "a network");
  }

  @Override
  public Optional<Datum> visitMetric(Statement.Metric metric) {
    throw notHere(metric.span(), "metric", "a network");
  }

  @Override
  public Optional<Datum> visitSchedule(Statement.Schedule schedule) {
    throw notHere(schedule.span(), "schedule", "a network or schedule");
  }

  @Override
  public Optional<Datum> visitBudget(Statement.Budget budget) {
    throw notHere(budget.span(), "budget", "a network");
  }

  @Override
  public Optional<Datum> visitInit(Statement.Init init) {
    throw notHere(init.span(), "init", "a network");
  }

  @Override
  public Optional<Datum> visitState(Statement.State state) {
    throw notHere(state.span(), "state", "an optimizer or schedule");
  }

  @Override
  public Optional<Datum> visitYield(Statement.Yield yielded) {
    throw notHere(yielded.span(), "yield", "a scan");
  }

  @Override
  public Optional<Datum> visitBuffer(Statement.Buffer buffer) {
    new Buffers(session, evaluator).declare(frame, buffer);
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitUpdate(Statement.Update update) {
    new Buffers(session, evaluator).update(frame, update);
    return Optional.empty();
  }

  private Failure notHere(Span span, String word, String where) {
    Declaration declaration = frame.declaration();
    FunctionKind kind =
        declaration instanceof Declaration.Function function ? function.kind() : FunctionKind.LAYER;
    String here = declaration instanceof Declaration.Function ? kind.word() : "network";
    return session.reporter.fail(
        frame,
        span,
        "E0209",
        "`"
            + word
            + "` belongs in "
            + where
            + ", not in the "
            + here
            + " `"
            + declaration.name().text()
            + "`");
  }
}
