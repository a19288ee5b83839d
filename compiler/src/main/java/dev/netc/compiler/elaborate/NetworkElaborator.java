package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Elaborates one network: its body once for inference and once for training. */
final class NetworkElaborator {
  private final Program program;
  private final Reporter reporter;
  private final Declaration.Network network;
  private final Name named;
  private final String name;
  private final Arguments arguments;

  /** One run of the body. */
  private record Run(Session session, Evaluator evaluator, NetworkRunner runner, LayerNode root) {}

  /**
   * @param named the class's name: that of an alias, if it is made by one
   * @param arguments the values given to the network's parameters
   */
  NetworkElaborator(
      Program program,
      Reporter reporter,
      Declaration.Network network,
      Name named,
      Arguments arguments) {
    this.program = program;
    this.reporter = reporter;
    this.network = network;
    this.named = named;
    this.name = named.text();
    this.arguments = arguments;
  }

  /** The network, unless it has an error. */
  Optional<Network> elaborate() {
    int before = reporter.diagnostics().size();
    Run inference = run(Session.Mode.INFERENCE);
    Run training = run(Session.Mode.TRAINING);
    if (reporter.diagnostics().size() > before || inference.runner().failed) {
      checkTheRest(inference, training);
      return Optional.empty();
    }
    check(inference.runner());
    checkSchedules(inference.runner());
    checkRoom(inference);
    Graph trained = trainingGraph(training);
    Optional<Network.Optimizer> optimizer = optimizer(training, Known.ALL, trained);
    List<Network.Parameter> parameters = started(inference, Known.ALL);
    return reporter.diagnostics().size() > before
        ? Optional.empty()
        : Optional.of(finish(inference, training, trained, parameters, optimizer));
  }

  /** Checks the lines that say how a network learns, as far as its layers are known. */
  private void checkTheRest(Run inference, Run training) {
    boolean readable =
        network.body().statements().stream().noneMatch(Statement.Unreadable.class::isInstance);
    if (readable) {
      if (network.body().statements().stream().noneMatch(Statement.Output.class::isInstance)) {
        reportNoOutput(inference.runner().frame);
      }
      checkSchedules(inference.runner());
    }
    optimizer(training, Known.SOME, trainingGraph(training));
    started(inference, Known.SOME);
  }

  private Run run(Session.Mode mode) {
    Session session = new Session(program, mode, reporter);
    Evaluator evaluator = new Evaluator(session);
    LayerNode root = LayerNode.root(name);
    Frame frame = Frame.outermost(network, Optional.of(root), program.scope(network));
    NetworkRunner runner = new NetworkRunner(session, evaluator, frame);
    network
        .parameters()
        .forEach(parameter -> frame.bind(parameter.name().text(), Datum.Poison.POISON));
    try {
      for (var parameter : network.parameters()) {
        String parameterName = parameter.name().text();
        Optional<Datum> given = arguments.get(parameterName).map(Arguments.Given::value);
        frame.bind(
            parameterName,
            given.isPresent()
                ? given.get()
                : evaluator.evaluate(
                    frame, parameter.defaultValue().orElseThrow(() -> open(frame, parameterName))));
      }
      runner.run(network.body());
    } catch (Failure reported) {
      // The diagnostic is in the reporter, which is what counts.
    }
    return new Run(session, evaluator, runner, root);
  }

  private Failure open(Frame frame, String parameter) {
    return reporter.fail(
        frame,
        network.name().span(),
        "E0204",
        "`" + network.name().text() + "` needs `" + parameter + "`",
        "give it a default, or compile with -D " + parameter + "=…");
  }

  private void check(NetworkRunner runner) {
    Frame frame = runner.frame;
    if (runner.outputs.isEmpty()) {
      reportNoOutput(frame);
    }
    for (Graph.Output output : runner.results) {
      if (output.kind() == Graph.Result.OUTPUT) {
        checkWithoutTargets(runner, output);
      }
    }
    if (runner.optimizer.isPresent() && runner.loss.isEmpty() && runner.outputs.isEmpty()) {
      reporter.fail(
          frame,
          runner.optimizer.get().span(),
          "E0315",
          "an optimizer without a loss or output has nothing to follow");
    }
    if (runner.optimizer.isEmpty()) {
      runner.gradientLines.forEach(line -> reporter.report(withoutOptimizer(frame, line)));
    }
  }

  private void reportNoOutput(Frame frame) {
    reporter.fail(
        frame,
        network.name().span(),
        "E0315",
        "`" + name + "` has no output",
        "say what comes out: `output scores`");
  }

  private static Diagnostic withoutOptimizer(Frame frame, Instance line) {
    String name = line.function.name().text();
    return Site.of(frame, line.span)
        .error("E0315", "`" + name + "` has no optimizer to change the gradients for", "")
        .help("say how to learn: `optimizer SGD(lr=0.01)`")
        .build();
  }

  private void checkSchedules(NetworkRunner runner) {
    if (runner.optimizer.isEmpty() && !runner.schedules.isEmpty()) {
      reporter.fail(
          runner.frame,
          runner.schedules.get(0).span(),
          "E0315",
          "a schedule without an optimizer has no numbers to change");
    }
  }

  private void checkWithoutTargets(NetworkRunner runner, Graph.Output output) {
    for (Value value : output.value().sources()) {
      if (value.op() instanceof Op.Input input && input.role() == Op.Role.TARGET) {
        Span at = runner.outputSpans.getOrDefault(output.name(), network.name().span());
        Diagnostic.Builder error =
            Site.of(runner.frame, at)
                .error(
                    "E0319",
                    "the output `%s` depends on the target `%s`"
                        .formatted(output.name(), input.name()),
                    "a target is known in training only");
        value.origin().span().ifPresent(span -> error.also(span, "the target"));
        reporter.report(error.build());
      }
    }
  }

  private Optional<Network.Optimizer> optimizer(Run training, Known known, Graph trained) {
    if (training.runner().optimizer.isEmpty()) {
      return Optional.empty();
    }
    Frame frame = training.runner().frame;
    try {
      return Optional.of(
          new OptimizerElaborator(program, reporter, frame, training.evaluator())
              .elaborate(
                  new OptimizerElaborator.Lines(
                      training.runner().optimizer.get(),
                      training.runner().gradientLines,
                      training.runner().schedules),
                  new OptimizerElaborator.Learned(
                      training.root().allParameters(), known, Reached.in(trained)),
                  training.session().floating()));
    } catch (Failure reported) {
      // The lines of schedules may have mistakes of their own.
      new ScheduleElaborator(program, reporter, "").check(frame, training.runner().schedules);
      return Optional.empty();
    }
  }

  /** Each parameter has room in an array of its own by now; all must have it in one. */
  private void checkRoom(Run inference) {
    long elements =
        inference.root().allParameters().stream()
            .mapToLong(parameter -> parameter.type().shape().elements().constant())
            .sum();
    if (elements > Parameters.MOST_ELEMENTS) {
      reporter.fail(
          inference.runner().frame,
          network.name().span(),
          "E0321",
          "`" + name + "` has " + elements + " parameters, more than a Java array can hold");
    }
  }

  /** The parameters as the network's own lines let them start; of several lines the last counts. */
  private List<Network.Parameter> started(Run run, Known known) {
    List<Network.Parameter> parameters = new ArrayList<>(run.root().allParameters());
    Starts starts = new Starts(run.session(), run.evaluator());
    for (Statement.Init init : run.runner().inits) {
      try {
        start(run, starts, init, parameters, known);
      } catch (Failure reported) {
        // The next line may have an error of its own.
      }
    }
    ReplacedStarts replaced = new ReplacedStarts(run.session().replaced, parameters);
    parameters.replaceAll(replaced::of);
    return parameters;
  }

  private void start(
      Run run,
      Starts starts,
      Statement.Init init,
      List<Network.Parameter> parameters,
      Known known) {
    for (Expression.StringLiteral glob : init.globs()) {
      Pattern pattern = ParameterGroups.pattern(glob.value());
      if (known == Known.ALL
          && parameters.stream().noneMatch(p -> pattern.matcher(p.path()).matches())) {
        throw reporter.fail(ParameterGroups.unmatched(glob, parameters));
      }
      parameters.replaceAll(
          parameter ->
              pattern.matcher(parameter.path()).matches()
                  ? new Network.Parameter(
                      parameter.path(),
                      parameter.type(),
                      starts.of(run.runner().frame, init.initializer(), parameter.type()),
                      parameter.span())
                  : parameter);
    }
  }

  private Network finish(
      Run inference,
      Run training,
      Graph trained,
      List<Network.Parameter> parameters,
      Optional<Network.Optimizer> optimizer) {
    NetworkRunner runner = inference.runner();
    boolean learns = training.runner().loss.isPresent() || optimizer.isPresent();
    boolean evaluates =
        runner.loss.isPresent()
            || runner.results.stream().anyMatch(r -> r.kind() == Graph.Result.METRIC);
    return new Network(
        name,
        program.file().packageName().map(p -> p.text()).orElse(""),
        network.doc().map(Doc::text).orElse(""),
        network.span(),
        runner.inputs,
        runner.targets,
        runner.outputs,
        parameters,
        buffers(inference),
        inference.root().finish(),
        inference.session().prints,
        inference.session().trace.applications(),
        inferenceGraph(inference),
        evaluates ? Optional.of(evaluationGraph(inference)) : Optional.empty(),
        learns ? Optional.of(trained) : Optional.empty(),
        optimizer,
        new Outline(
            named.span(),
            runner.lines,
            runner.limits,
            inference.session().flow.finish(inference.session().builder.since(0))),
        observed(training));
  }

  private static List<Network.Buffer> buffers(Run run) {
    ReplacedStarts replaced =
        new ReplacedStarts(run.session().replaced, run.root().allParameters());
    return run.root().allBuffers().stream().map(kept -> replaced.of(kept.buffer())).toList();
  }

  private static Graph inferenceGraph(Run run) {
    return run.session().builder.build(results(run, Graph.Result.OUTPUT));
  }

  private static Graph evaluationGraph(Run run) {
    List<Graph.Output> outputs = results(run, Graph.Result.OUTPUT);
    outputs.addAll(results(run, Graph.Result.METRIC));
    addLoss(run, outputs);
    return run.session().builder.build(outputs);
  }

  private static Graph trainingGraph(Run run) {
    List<Graph.Output> outputs = results(run, Graph.Result.OUTPUT);
    addLoss(run, outputs);
    addBuffers(run, outputs);
    return run.session().builder.build(outputs);
  }

  private static Network.Observed observed(Run run) {
    List<Graph.Output> outputs = new ArrayList<>(run.runner().results);
    addLoss(run, outputs);
    addBuffers(run, outputs);
    Session session = run.session();
    return new Network.Observed(session.builder.build(outputs), session.trace, session.unmet);
  }

  private static void addBuffers(Run run, List<Graph.Output> outputs) {
    for (LayerNode.Kept kept : run.root().allBuffers()) {
      if (!(kept.value().op() instanceof Op.Input)) {
        outputs.add(new Graph.Output(Graph.Result.BUFFER, kept.buffer().path(), kept.value()));
      }
    }
  }

  private static List<Graph.Output> results(Run run, Graph.Result kind) {
    return new ArrayList<>(
        run.runner().results.stream().filter(result -> result.kind() == kind).toList());
  }

  private static void addLoss(Run run, List<Graph.Output> outputs) {
    run.runner()
        .loss
        .ifPresent(value -> outputs.add(new Graph.Output(Graph.Result.LOSS, "loss", value)));
  }
}
