package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.ElementName;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.elaborate.Network.Port;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the body of a network, and gathers what it takes, gives and learns from. */
final class NetworkRunner extends Runner {
  /** A comment, or a string, which may look like one inside. */
  private static final Pattern COMMENT =
      Pattern.compile("(\"(?:\\\\.|[^\"\\\\])*+\")|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private static final Pattern UNREDUCED = Pattern.compile("reduction\\s*=\\s*(\"none\")");

  final List<Port> inputs = new ArrayList<>();
  final List<Port> targets = new ArrayList<>();
  final List<Port> outputs = new ArrayList<>();
  final Map<String, Span> outputSpans = new HashMap<>();

  /** Where ports and lines stand of which there may be one of a name, or one at all. */
  private final Map<String, Span> places = new HashMap<>();

  final List<Graph.Output> results = new ArrayList<>();
  Optional<Value> loss = Optional.empty();
  Optional<Statement.Optimizer> optimizer = Optional.empty();
  final List<Instance> gradientLines = new ArrayList<>();
  final List<Statement.Init> inits = new ArrayList<>();

  final List<Outline.Line> lines = new ArrayList<>();
  final List<Statement.Budget.Limit> limits = new ArrayList<>();

  /** In the order in which they are followed. */
  final List<Statement.Schedule> schedules = new ArrayList<>();

  NetworkRunner(Session session, Evaluator evaluator, Frame frame) {
    super(session, evaluator, frame);
  }

  /** Goes on behind a statement that failed. */
  @Override
  Optional<Datum> run(Statement statement) {
    try {
      return super.run(statement);
    } catch (Failure reported) {
      return Optional.empty();
    } catch (ArithmeticException overflow) {
      session.reporter.overflow(frame, statement.span(), overflow);
      failed = true;
      Poisoning.of(frame, statement);
      return Optional.empty();
    }
  }

  @Override
  Optional<Datum> run(Block block) {
    // The type of parameters is that of the data, which may be declared behind the first parameter.
    boolean wide =
        block.statements().stream()
            .anyMatch(
                s -> s instanceof Statement.Port port && port.element() == ElementName.DOUBLE);
    if (wide) {
      session.setFloating(ElementType.DOUBLE);
    }
    return super.run(block);
  }

  @Override
  public Optional<Datum> visitReturn(Statement.Return result) {
    Span value = result.value().span();
    boolean named = result.value() instanceof Expression.Reference;
    String line = named ? "output " + value.text() : "output result = …";
    Span word = new Span(value.file(), result.span().start(), value.start());
    throw session.reporter.fail(
        Site.of(frame, result.span())
            .error("E0209", "a network gives its results with `output`, not with `return`", "")
            .help("write `" + line + "`", new Edit(word, named ? "output " : "output result = "))
            .build());
  }

  @Override
  public Optional<Datum> visitPort(Statement.Port port) {
    String name = port.name().text();
    frame.bind(name, Datum.Poison.POISON);
    boolean input = port.kind() == Statement.PortKind.INPUT;
    single(
        "port " + name, port.name().span(), "there is an input or target `" + name + "` already");
    ElementType element = ElementType.valueOf(port.element().name());
    if (element == ElementType.FLOAT && session.floating() == ElementType.DOUBLE) {
      throw session.reporter.fail(
          frame,
          port.span(),
          "E0313",
          "`" + name + "` is float while another tensor is double",
          "a network computes in one floating type");
    }
    // Those of inputs are found before there are targets.
    List<Port> known = new ArrayList<>(inputs);
    known.addAll(input ? List.of() : targets);
    Shape shape = new PortSizes(session, evaluator, frame, port, known).shape();
    TensorType type = new TensorType(element, shape);
    Value.Origin before = session.builder.at(new Value.Origin(name, Optional.of(port.span())));
    Value value = session.builder.input(input ? Op.Role.INPUT : Op.Role.TARGET, name, type);
    session.builder.at(before);
    session.trace.define(value, name, port.name().span());
    (input ? inputs : targets).add(new Port(name, type, port.doc().map(Doc::text).orElse("")));
    Datum tensor = new Datum.Tensor(value);
    session.flow.leaf(
        input ? Flow.Kind.INPUT : Flow.Kind.TARGET,
        new FlowTracer.Call(name, port.span()),
        List.of(),
        tensor);
    frame.bind(name, tensor);
    return Optional.empty();
  }

  /** Reports the second of what there may be only one of. */
  private void single(String what, Span span, String message, String... advice) {
    Span before = places.putIfAbsent(what, span);
    if (before != null) {
      Diagnostic.Builder error = Site.of(frame, span).error("E0206", message, "the second one");
      error.also(before, "the first one");
      for (String each : advice) {
        error.help(each);
      }
      throw session.reporter.fail(error.build());
    }
  }

  @Override
  public Optional<Datum> visitOutput(Statement.Output output) {
    boolean all = true;
    for (Statement.Output.Item item : output.items()) {
      try {
        output(output, item);
      } catch (Failure reported) {
        all = false;
      }
    }
    if (!all) {
      throw new Failure();
    }
    return Optional.empty();
  }

  private void output(Statement.Output output, Statement.Output.Item item) {
    String name = item.name().text();
    Expression source =
        item.value().orElseGet(() -> new Expression.Reference(item.name().span(), name));
    Datum given = evaluator.evaluate(frame, source);
    Value value = new Tensors(session).tensor(frame, source.span(), given);
    Span before = outputSpans.putIfAbsent(name, item.span());
    if (before != null) {
      throw session.reporter.fail(
          Site.of(frame, item.span())
              .error("E0206", "there is an output `" + name + "` already", "the second one")
              .also(before, "the first one")
              .build());
    }
    if (item.value().isPresent()) {
      frame.bind(name, given);
    }
    session.flow.sink(Flow.Kind.OUTPUT, new FlowTracer.Call(name, item.span()), given);
    outputs.add(new Port(name, value.type(), output.doc().map(Doc::text).orElse("")));
    results.add(new Graph.Output(Graph.Result.OUTPUT, name, value));
  }

  @Override
  public Optional<Datum> visitLoss(Statement.Loss statement) {
    single("loss", statement.span(), "there is a loss already", "add them up: `loss a + b`");
    Datum given = evaluator.evaluate(frame, statement.value());
    Value value = new Tensors(session).tensor(frame, statement.value().span(), given);
    if (value.rank() != 0 || !value.type().element().isFloating()) {
      throw notSingle(statement.value().span(), "loss", value);
    }
    loss = Optional.of(value);
    session.flow.sink(Flow.Kind.LOSS, new FlowTracer.Call("loss", statement.span()), given);
    line(Outline.Line.Kind.LOSS, statement.span());
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitMetric(Statement.Metric metric) {
    int first = session.trace.applications().size();
    Datum given = evaluator.evaluate(frame, metric.value());
    Value value = new Tensors(session).tensor(frame, metric.value().span(), given);
    String name =
        metric.label().map(label -> label.text()).orElseGet(() -> metricName(metric.value()));
    if (value.rank() != 0) {
      throw notSingle(metric.value().span(), "metric", value);
    }
    single(
        "metric " + name,
        metric.span(),
        "there is a metric `" + name + "` already",
        "give it a name of its own: `metric other: …`");
    metric.label().ifPresent(label -> session.trace.rename(first, label.text()));
    results.add(
        new Graph.Output(
            Graph.Result.METRIC, name, session.builder.cast(value, session.floating())));
    session.flow.sink(Flow.Kind.METRIC, new FlowTracer.Call(name, metric.span()), given);
    line(Outline.Line.Kind.METRIC, metric.span());
    return Optional.empty();
  }

  private Failure notSingle(Span span, String what, Value value) {
    boolean whole = value.rank() == 0;
    Diagnostic.Builder error =
        Site.of(frame, span)
            .error(
                "E0314",
                whole
                    ? "a %s is a real number, this is %s".formatted(what, value.type())
                    : "a %s is a single number, this is %s".formatted(what, value.type()),
                whole ? "what it is made of has no slope" : "one for each element");
    session.trace.chain(value).ifPresent(error::trace);
    Matcher unreduced = UNREDUCED.matcher(span.text());
    String mean = "mean(" + span.text() + ")";
    if (unreduced.find()) {
      Span none =
          new Span(span.file(), span.start() + unreduced.start(1), span.start() + unreduced.end(1));
      error.guess("reduce it: `reduction=\"mean\"`", new Edit(none, "\"mean\""));
    } else if (!whole) {
      error.guess("take the mean: `" + mean + "`", new Edit(span, mean));
    }
    return session.reporter.fail(error.build());
  }

  private static String metricName(Expression value) {
    if (value instanceof Expression.Reference reference) {
      return reference.name();
    }
    return value instanceof Expression.Call call ? call.callee().span().text() : "metric";
  }

  @Override
  public Optional<Datum> visitOptimizer(Statement.Optimizer statement) {
    single(
        "optimizer",
        statement.span(),
        "there is an optimizer already",
        "some parameters may have another one: `optimizer A() { \"*.bias\": B() }`");
    optimizer = Optional.of(statement);
    line(Outline.Line.Kind.OPTIMIZER, statement.span());
    return Optional.empty();
  }

  @Override
  void gradientLine(Instance line) {
    gradientLines.add(line);
    line(Outline.Line.Kind.GRADIENT, line.span);
  }

  @Override
  public Optional<Datum> visitInit(Statement.Init init) {
    inits.add(init);
    line(Outline.Line.Kind.INIT, init.span());
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitSchedule(Statement.Schedule schedule) {
    schedules.add(schedule);
    line(Outline.Line.Kind.SCHEDULE, schedule.span());
    return Optional.empty();
  }

  @Override
  public Optional<Datum> visitBudget(Statement.Budget budget) {
    limits.addAll(budget.limits());
    return Optional.empty();
  }

  /** Notes a line without the word that says its kind. */
  private void line(Outline.Line.Kind kind, Span span) {
    String text = COMMENT.matcher(span.text()).replaceAll("$1").strip().replaceAll("\\s+", " ");
    String word = kind.name().toLowerCase(Locale.ROOT) + " ";
    lines.add(
        new Outline.Line(kind, text.startsWith(word) ? text.substring(word.length()) : text, span));
  }
}
