package dev.netc.compiler.lint;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Inputs that lines name and no output, loss or metric depends on: what is made of them is a dead
 * branch. One whose size alone is asked for has an effect, if no other input has that size. Also
 * outputs that depend on nothing.
 */
final class InputWithoutEffect implements Lint {
  @Override
  public String code() {
    return "W0312";
  }

  @Override
  public String name() {
    return "without-effect";
  }

  @Override
  public List<Diagnostic> check(Subject subject) {
    Set<Span> unnamed =
        subject.program().file().declarations().stream()
            .filter(declaration -> declaration instanceof Declaration.Network)
            .flatMap(
                network -> UseWalk.of(((Declaration.Network) network).body()).unused().stream())
            .filter(unused -> unused.statement() instanceof Statement.Port)
            .map(unused -> unused.statement().span())
            .collect(Collectors.toSet());
    Stream<Diagnostic> inputs =
        subject.flows().stream()
            .flatMap(flow -> withoutEffect(flow).stream())
            .filter(value -> value.origin().span().filter(unnamed::contains).isEmpty())
            .flatMap(value -> value.origin().span().map(span -> diagnostic(value, span)).stream());
    Stream<Diagnostic> targets =
        subject.flows().stream().flatMap(flow -> targets(flow, subject.written()).stream());
    Stream<Diagnostic> outputs =
        subject.flows().stream().flatMap(flow -> unaffected(flow, subject).stream());
    return Stream.of(inputs, targets, outputs).flatMap(all -> all).distinct().toList();
  }

  /** Inputs that the loss or a metric depends on, and no output: they are targets. */
  private List<Diagnostic> targets(Flow flow, Written written) {
    List<Value> results =
        flow.graph().outputs(Graph.Result.OUTPUT).stream().map(Graph.Output::value).toList();
    Set<Value> used = flow.used();
    Set<Value> before = flow.before(results);
    SortedSet<String> known = new TreeSet<>();
    flow.graph().inputs().stream()
        .filter(before::contains)
        .forEach(value -> known.addAll(freeNames(value)));
    List<Diagnostic> found = new ArrayList<>();
    for (Statement.Port port : written.ports(flow.network().span())) {
      flow.graph()
          .input(Op.Role.INPUT, port.name().text())
          .filter(value -> port.kind() == Statement.PortKind.INPUT && !results.isEmpty())
          .filter(value -> used.contains(value) && !before.contains(value))
          .filter(value -> known.containsAll(freeNames(value)))
          .ifPresent(value -> found.add(target(port)));
    }
    return found;
  }

  private Diagnostic target(Statement.Port port) {
    Span span = port.span();
    Span word = new Span(span.file(), span.start(), span.start() + "input".length());
    return Diagnostic.warning(
            code(), "no output depends on the input `%s`".formatted(port.name().text()))
        .at(span, "only the loss or a metric does, and who predicts has to give it")
        .help(
            "declare it as a target: `target %s`"
                .formatted(span.text().substring("input".length()).strip()),
            new Edit(word, "target"))
        .build();
  }

  private static List<Value> withoutEffect(Flow flow) {
    Set<Value> used = flow.used();
    List<Value> inputs =
        flow.graph().inputs().stream()
            .filter(value -> value.op() instanceof Op.Input in && isMeantToBeUsed(in))
            .toList();
    SortedSet<String> known = new TreeSet<>();
    inputs.stream().filter(used::contains).forEach(value -> known.addAll(freeNames(value)));
    return inputs.stream()
        .filter(value -> !used.contains(value) && known.containsAll(freeNames(value)))
        .filter(value -> !flow.graph().outputs(Graph.Result.OUTPUT).isEmpty())
        .toList();
  }

  /** Outputs of real numbers that are the same whatever comes in. */
  private List<Diagnostic> unaffected(Flow flow, Subject subject) {
    return flow.graph().outputs(Graph.Result.OUTPUT).stream()
        .filter(output -> !flow.network().inputs().isEmpty())
        .filter(output -> output.value().type().element().isFloating())
        .flatMap(
            output ->
                unaffected(flow, output.value())
                    .flatMap(
                        why ->
                            subject
                                .written()
                                .output(flow.network().span(), output.name())
                                .map(span -> unaffected(output.name(), span, why)))
                    .stream())
        .toList();
  }

  /** Why an output is the same whatever comes in, if it is: of a constant size, or for a batch. */
  private static Optional<String> unaffected(Flow flow, Value output) {
    if (flow.isConstant(output)
        && output.shape().elements().isConstant()
        && flow.before(output).stream().noneMatch(InputWithoutEffect::isKept)) {
      return Optional.of("it depends on no input and nothing learned");
    }
    boolean ofBatch =
        output.rank() > 0
            && flow.network().inputs().stream()
                .allMatch(
                    input -> input.type().rank() > 0 && input.type().dim(0).equals(output.dim(0)));
    return ofBatch && !output.dim(0).isConstant() && flow.isLearned(output)
        ? Optional.of("it depends on what is learned, and on no input")
        : Optional.empty();
  }

  private Diagnostic unaffected(String output, Span span, String why) {
    return Diagnostic.warning(
            code(), "the output `%s` is the same whatever comes in".formatted(output))
        .at(span, why)
        .help("make it of an input, or remove it")
        .build();
  }

  private static boolean isKept(Value value) {
    return value.op() instanceof Op.Input;
  }

  private static boolean isMeantToBeUsed(Op.Input input) {
    return input.role() == Op.Role.INPUT && !input.name().startsWith("_");
  }

  private static SortedSet<String> freeNames(Value value) {
    SortedSet<String> names = new TreeSet<>();
    value.shape().dims().forEach(dim -> names.addAll(dim.freeNames()));
    return names;
  }

  private Diagnostic diagnostic(Value value, Span span) {
    String name = "`" + ((Op.Input) value.op()).name() + "`";
    return Diagnostic.warning(code(), "no output, loss or metric depends on the input " + name)
        .at(span, "what is made of it goes nowhere")
        .help("use it, or remove it with what is made of it")
        .build();
  }
}
