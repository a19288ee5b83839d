package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.elaborate.Datum.Items;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls: makes layers, applies layers and functions. */
final class Caller {
  private static final int MAX_DEPTH = 100;

  private final Session session;
  private final Evaluator evaluator;
  private final ArgumentMatcher matcher;

  /** The names that layers without one could have, by the places where these stand. */
  private final Map<Span, String> proposals = new HashMap<>();

  private final Set<String> proposed = new HashSet<>();

  Caller(Session session, Evaluator evaluator) {
    this.session = session;
    this.evaluator = evaluator;
    this.matcher = new ArgumentMatcher(session);
  }

  /** A call in an expression: {@code flow} is empty, or holds what comes through a chain. */
  Datum call(CallSite site, Datum callee, List<Datum> flow, List<Argument> written) {
    List<Actual> arguments = actual(site, written);
    if (callee instanceof Datum.Declared declared) {
      Declaration.Function function = declared.function();
      if (makesLayer(function, flow, arguments)) {
        return new Datum.Made(instance(site, function, matcher.statics(site, function, arguments)));
      }
      Arguments matched = matcher.application(site, function, flow, arguments);
      return function.kind() == FunctionKind.FN
          ? apply(site, function, matched, Optional.empty(), function.name().text())
          : applyLayer(site, instance(site, function, matched), Arguments.NONE);
    }
    return applyExisting(site, callee, flow, arguments);
  }

  /** A function of what flows in and of arguments that are evaluated. */
  Datum apply(
      CallSite site, Declaration.Function function, List<Datum> flow, List<Actual> arguments) {
    Arguments matched = matcher.application(site, function, flow, arguments);
    return apply(site, function, matched, Optional.empty(), function.name().text());
  }

  /**
   * What a layer or function gives for a parameter that another layer declares. What a layer
   * without a name owns belongs to that other layer.
   */
  Datum parametrize(CallSite site, Datum by, LayerNode owner, Datum parameter) {
    if (by instanceof Datum.Declared declared && declared.function().kind() == FunctionKind.FN) {
      return apply(site, declared.function(), List.of(parameter), List.of());
    }
    if (!(madeIfLayer(site, by) instanceof Datum.Made made)) {
      throw new Tensors(session).wrongKind(site.frame(), site.span(), by, "a layer or function");
    }
    Instance instance = made.instance();
    Arguments tensors = matcher.tensors(site, instance.function, List.of(parameter), List.of());
    return instance.node().isPresent()
        ? applyLayer(site, instance, tensors)
        : apply(site, instance, tensors, owner, owner.path());
  }

  /** A mistake in one argument hides none in another, nor in how they fit. */
  private List<Actual> actual(CallSite site, List<Argument> written) {
    List<Actual> arguments = new ArrayList<>(written.size());
    for (Argument argument : written) {
      arguments.add(new Actual(argument, evaluator.orPoison(site.frame(), argument.value())));
    }
    return arguments;
  }

  /** Checks the arguments of a stage that nothing comes to, as one before it has failed. */
  void checkArguments(CallSite site, StageBody.Apply apply) {
    try {
      Datum callee = evaluator.evaluate(site.frame(), apply.callee());
      List<Datum> flow = List.of(Datum.Poison.POISON);
      List<Actual> arguments = actual(site, apply.arguments());
      if (callee instanceof Datum.Declared declared) {
        matcher.application(site, declared.function(), flow, arguments);
      } else if (callee instanceof Datum.Made made) {
        matcher.tensors(site, made.instance().function, flow, arguments);
      }
    } catch (Failure reported) {
      // So has this one, if only for want of what comes to it.
    }
  }

  /**
   * A stage of a chain; a layer made here, or that has no name yet, takes {@code name}, and belongs
   * to {@code parent}.
   */
  Datum stage(
      CallSite site,
      Optional<LayerNode> parent,
      Optional<String> name,
      StageBody.Apply apply,
      Datum input) {
    Datum callee = evaluator.evaluate(site.frame(), apply.callee());
    List<Argument> written = apply.arguments();
    if (callee instanceof Datum.Declared declared && givesLayer(declared.function())) {
      callee = madeIfLayer(site, call(site, callee, List.of(), written));
      written = List.of();
    }
    List<Datum> flow = input instanceof Items items ? items.items() : List.of(input);
    if (callee instanceof Datum.Made made
        && made.instance().node().isEmpty()
        && name.isPresent()
        && parent.isPresent()) {
      Instance own = named(site, parent.get(), name.get(), made.instance());
      return applyLayer(
          site, own, matcher.tensors(site, own.function, flow, actual(site, written)));
    }
    if (!(callee instanceof Datum.Declared declared)
        || declared.function().kind() == FunctionKind.FN) {
      return call(site, callee, flow, written);
    }
    Declaration.Function function = declared.function();
    Arguments matched = matcher.application(site, function, flow, actual(site, written));
    Instance made = instance(site, function, matched);
    boolean mayOwn = function.kind() == FunctionKind.LAYER || function.kind() == FunctionKind.LOSS;
    if (name.isPresent() && parent.isPresent() && mayOwn) {
      made = named(site, parent.get(), name.get(), made);
    }
    return applyLayer(site, made, matched);
  }

  /** A layer's bare name makes the layer: empty parentheses may be left out. */
  Datum madeIfLayer(CallSite site, Datum datum) {
    return datum instanceof Datum.Declared declared
            && declared.function().kind() == FunctionKind.LAYER
        ? call(site, datum, List.of(), List.of())
        : datum;
  }

  private Datum applyExisting(
      CallSite site, Datum callee, List<Datum> flow, List<Actual> arguments) {
    if (callee instanceof Datum.Made made) {
      return applyLayer(
          site, made.instance(), matcher.tensors(site, made.instance().function, flow, arguments));
    }
    List<Datum> all = new ArrayList<>(flow);
    for (Actual argument : arguments) {
      if (argument.value() == Datum.Poison.POISON) {
        throw new Failure();
      }
      all.add(argument.value());
    }
    if (callee instanceof Datum.Builtin builtin) {
      return Primitives.apply(builtin.name(), new PrimitiveCall(session, evaluator, site, all));
    }
    if (callee instanceof Datum.Stages stages && arguments.isEmpty() && flow.size() == 1) {
      return evaluator.chains().apply(stages, site.span(), flow.get(0));
    }
    throw new Tensors(session).wrongKind(site.frame(), site.span(), callee, "a layer or function");
  }

  /** A declaration with two lists makes a layer, unless it is given a tensor first. */
  private static boolean makesLayer(
      Declaration.Function function, List<Datum> flow, List<Actual> arguments) {
    if (function.kind() == FunctionKind.FN || !flow.isEmpty()) {
      return false;
    }
    return arguments.isEmpty()
        || arguments.get(0).written().name().isPresent()
        || !(Tensors.isDynamic(arguments.get(0).value())
            || arguments.get(0).value() == Datum.Poison.POISON);
  }

  /**
   * A function with an empty second list takes nothing that comes through a chain: it gives the
   * layer that does.
   */
  private static boolean givesLayer(Declaration.Function function) {
    return function.kind() == FunctionKind.FN
        && function.tensors().isEmpty()
        && !function.statics().isEmpty();
  }

  private static Instance instance(
      CallSite site, Declaration.Function function, Arguments arguments) {
    return new Instance(function, arguments, site.span());
  }

  /**
   * Gives a layer its name. Where its owner is applied anew, that is the layer made the first time.
   */
  Instance named(CallSite site, LayerNode parent, String name, Instance made) {
    Optional<Instance> before = parent.instance(name);
    if (parent.isApplied() && before.isPresent()) {
      return before.get();
    }
    LayerNode node = child(site.frame(), site.span(), parent, name, made.function.name().text());
    made.attach(node);
    parent.remember(name, made);
    return made;
  }

  /** The child of that name: a new one, or that of an earlier application of the owner. */
  LayerNode child(Frame frame, Span span, LayerNode parent, String name, String type) {
    Optional<LayerNode> child =
        parent.isApplied() ? parent.existing(name) : parent.child(name, type, span);
    if (child.isEmpty()) {
      throw session.reporter.fail(duplicate(frame, span, parent, name));
    }
    return child.get();
  }

  private static Diagnostic duplicate(Frame frame, Span span, LayerNode parent, String name) {
    Site site = Site.of(frame, span);
    Diagnostic.Builder error =
        site.error(
            "E0206",
            "there is a layer `" + name + "` already",
            "each layer needs a name of its own");
    parent
        .place(name)
        .filter(first -> first.file() == span.file() && !first.equals(span))
        .ifPresent(first -> error.also(first, "the first one"));
    if (!frame.isLibrary() && span.text().startsWith(name + ":")) {
      int number = 2;
      while (parent.existing(name + number).isPresent()) {
        number++;
      }
      String other = name + number;
      error.guess(
          "call it `" + other + "`",
          new Edit(new Span(span.file(), span.start(), span.start() + name.length()), other));
    }
    return error.build();
  }

  private Datum applyLayer(CallSite site, Instance instance, Arguments tensors) {
    Declaration.Function function = instance.function;
    LayerNode node =
        instance
            .node()
            .orElseGet(() -> instance.attach(LayerNode.anonymous(function.name().text())));
    String name = node.path().equals("?") ? function.name().text() : node.path();
    Datum result = apply(site, instance, tensors, node, name);
    node.finishApplication();
    if (node.path().equals("?") && node.ownsState()) {
      String type = function.name().text();
      needsName(
          site.frame(),
          site.span(),
          "`" + type + "` owns",
          "needs",
          type.toLowerCase(Locale.ROOT).replaceAll("[0-9]d$", ""));
    }
    return result;
  }

  /**
   * Reports that a layer has no name, or can have none because a function made it. It goes on
   * without one, so that others are found too.
   *
   * @param owns the layer and a verb, "`Linear` owns"
   * @param needs a verb for the same
   * @param word what the proposed name begins with
   */
  void needsName(Frame frame, Span span, String owns, String needs, String word) {
    Site place = Site.of(frame, span);
    String state = owns + " parameters or buffers";
    if (frame.layer().isEmpty() && frame.declaration() instanceof Declaration.Function function) {
      String name = function.name().text();
      List<Parameter> statics = new ArrayList<>(function.statics());
      List<Parameter> tensors = new ArrayList<>(function.tensors());
      if (statics.isEmpty()) {
        // One list holds both: behind the first, what has no shape is a number.
        tensors.stream().skip(1).filter(p -> p.shape().isEmpty()).forEach(statics::add);
        tensors.removeAll(statics);
      }
      Diagnostic.Builder error =
          place.error(
              "E0311",
              state + ", which a function cannot keep",
              "`" + name + "` is a `fn`: it is called, and has no name to keep them under");
      error.help(
          "make it a layer: `layer %s(%s) (%s)`; where it is applied it gets a name"
              .formatted(name, texts(statics), texts(tensors)));
      session.reporter.report(error.build());
      return;
    }
    String proposal = proposals.computeIfAbsent(place.span(), s -> proposal(frame, word));
    Diagnostic.Builder error =
        place.error("E0311", state + " and " + needs + " a name", "they are named after it");
    error.help(
        "name it: `" + proposal + ": " + place.span().text() + "`",
        new Edit(
            new Span(place.span().file(), place.span().start(), place.span().start()),
            proposal + ": "));
    session.reporter.report(error.build());
  }

  private String proposal(Frame frame, String word) {
    int number = 1;
    while (frame.lookup(word + number).isPresent() || !proposed.add(word + number)) {
      number++;
    }
    return word + number;
  }

  private static String texts(List<Parameter> parameters) {
    return parameters.stream()
        .map(parameter -> parameter.span().text())
        .collect(Collectors.joining(", "));
  }

  /**
   * Whether a layer contains itself: it is written in a body that runs within one of its own kind.
   * One that is handed in from outside, as {@code Sequential(Sequential(…))} does, is another.
   */
  private static boolean containsItself(Declaration.Function function, Span made, Frame from) {
    boolean within = false;
    for (Frame at = from; at.call().isPresent(); at = at.call().get().caller()) {
      within |= at.declaration().span().contains(made);
      if (at.declaration() == function) {
        return within;
      }
    }
    return false;
  }

  /** Runs the body of a declaration. */
  Datum apply(
      CallSite site,
      Declaration.Function function,
      Arguments arguments,
      Optional<LayerNode> node,
      String name) {
    return apply(site, function, arguments, node, name, List.of(), site.span());
  }

  /** Runs the body of a layer. */
  private Datum apply(
      CallSite site, Instance instance, Arguments tensors, LayerNode node, String name) {
    return apply(
        site,
        instance.function,
        instance.arguments.and(tensors),
        Optional.of(node),
        name,
        instance.parametrizations,
        instance.span);
  }

  /**
   * As above.
   *
   * @param made where the layer is made
   */
  private Datum apply(
      CallSite site,
      Declaration.Function function,
      Arguments arguments,
      Optional<LayerNode> node,
      String name,
      List<Parametrization> parametrizations,
      Span made) {
    checkIsNoLine(site, function);
    Frame frame =
        Frame.called(
            function,
            new Frame.Call(site.frame(), site.span(), arguments),
            node,
            session.program.scope(function),
            parametrizations);
    boolean contained =
        function.kind() == FunctionKind.LAYER && containsItself(function, made, site.frame());
    if (contained || frame.depth() > MAX_DEPTH) {
      throw session.reporter.fail(
          site.frame(),
          site.span(),
          "E0207",
          "`"
              + function.name().text()
              + "` applies itself, directly or through others, without an end",
          contained ? "a layer cannot contain itself" : "");
    }
    boolean users = !site.frame().isLibrary();
    FlowTracer.@Nullable Running step = users ? begin(site, function, node, name) : null;
    Recorder recorder = new Recorder(session, site, function, name);
    Value.Origin before = session.builder.at(Value.Origin.NONE);
    session.builder.at(users ? new Value.Origin(name, Optional.of(site.span())) : before);
    try {
      bind(site, frame, function, arguments);
      Optional<Datum> result = new Runner(session, evaluator, frame).runAll(function.body());
      if (result.isEmpty()) {
        Diagnostic.Builder error =
            Site.of(site.frame(), site.span())
                .error("E0310", "`" + function.name().text() + "` returns nothing here", "");
        if (!frame.isLibrary()) {
          error.also(function.name().span(), "no line of it that runs here has a `return`");
        }
        throw session.reporter.fail(error.build());
      }
      frame.undeclared().ifPresent(parameter -> hasNoParameter(site, function, node, parameter));
      if (step == null) {
        return result.get();
      }
      recorder.record(frame, arguments, node, result.get());
      List<Datum> operands = new ArrayList<>();
      arguments.byName().values().forEach(given -> operands.add(given.value()));
      return session.flow.end(step, operands, result.get());
    } finally {
      session.builder.at(before);
      if (step != null) {
        session.flow.abandon(step);
      }
    }
  }

  private void hasNoParameter(
      CallSite site, Declaration.Function function, Optional<LayerNode> node, String parameter) {
    String names =
        node.map(LayerNode::weightNames).orElse(Set.of()).stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    throw session.reporter.fail(
        site.frame(),
        site.span(),
        "E0201",
        "`" + function.name().text() + "` has no parameter `" + parameter + "`",
        names.isEmpty() ? "it has none" : "it has " + names);
  }

  private FlowTracer.Running begin(
      CallSite site, Declaration.Function function, Optional<LayerNode> node, String name) {
    Optional<String> layer = node.map(LayerNode::path).filter(path -> !path.equals("?"));
    return session.flow.begin(
        function.kind() == FunctionKind.FN ? Flow.Kind.FUNCTION : Flow.Kind.LAYER,
        new FlowTracer.Call(name, function.name().text(), layer, site.span()));
  }

  /** Says of a kind that is not applied to tensors where it belongs. */
  private void checkIsNoLine(CallSite site, Declaration.Function function) {
    FunctionKind kind = function.kind();
    if (kind == FunctionKind.OPTIMIZER || kind == FunctionKind.SCHEDULE) {
      throw session.reporter.fail(
          site.frame(),
          site.span(),
          "E0209",
          "`%s` is no layer: it says how the network learns".formatted(function.name().text()),
          "it belongs on a line of its own: `%s %s(…)`"
              .formatted(kind.word(), function.name().text()));
    }
  }

  private void bind(
      CallSite site, Frame frame, Declaration.Function function, Arguments arguments) {
    arguments.byName().forEach((name, given) -> frame.bind(name, given.value()));
    List<Parameter> all = new ArrayList<>(function.statics());
    all.addAll(function.tensors());
    for (Parameter parameter : all) {
      Arguments.Given given = arguments.byName().get(parameter.name().text());
      if (given != null) {
        pattern(site, frame, function, parameter, given);
      } else if (parameter.defaultValue().isEmpty()) {
        throw matcher.missing(site, function, parameter);
      }
    }
    for (Parameter parameter : all) {
      if (!arguments.byName().containsKey(parameter.name().text())) {
        Expression value = parameter.defaultValue().orElseThrow();
        frame.bind(parameter.name().text(), evaluator.evaluate(frame, value));
      }
    }
  }

  private void pattern(
      CallSite site,
      Frame frame,
      Declaration.Function function,
      Parameter parameter,
      Arguments.Given given) {
    if (parameter.shape().isPresent()) {
      Span span = given.span().orElse(site.span());
      Value value =
          given.value() instanceof Datum.Packed packed
              ? packed.data()
              : new Tensors(session).tensor(site.frame(), span, given.value());
      if (!site.frame().isLibrary()) {
        session.flow.name(value, parameter.shape().get());
      }
      String subject =
          "`" + function.name().text() + "` takes its `" + parameter.name().text() + "` in";
      // The pattern binds names of the callee; the error belongs to the call.
      evaluator
          .patterns()
          .match(
              frame,
              parameter.shape().get(),
              new Patterns.Subject(
                  site.span(), "E0302", subject, value, Optional.of(site.frame())));
    }
  }
}
