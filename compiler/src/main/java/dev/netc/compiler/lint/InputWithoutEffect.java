package dev.netc.compiler.lint;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
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
    Stream<Diagnostic> outputs =
        subject.flows().stream().flatMap(flow -> unaffected(flow, subject).stream());
    return Stream.concat(inputs, outputs).distinct().toList();
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

  /** Outputs of real numbers that are the same whatever comes in, drawn or learned. */
  private List<Diagnostic> unaffected(Flow flow, Subject subject) {
    return flow.graph().outputs(Graph.Result.OUTPUT).stream()
        .filter(output -> flow.isConstant(output.value()) && !flow.network().inputs().isEmpty())
        .filter(output -> output.value().type().element().isFloating())
        .filter(output -> output.value().shape().elements().isConstant())
        .filter(
            output -> flow.before(output.value()).stream().noneMatch(InputWithoutEffect::isKept))
        .flatMap(
            output ->
                subject
                    .written()
                    .output(flow.network().span(), output.name())
                    .map(
                        span ->
                            Diagnostic.warning(
                                    code(),
                                    "the output `%s` is the same whatever comes in"
                                        .formatted(output.name()))
                                .at(span, "it depends on no input and nothing learned")
                                .help("make it of an input, or remove it")
                                .build())
                    .stream())
        .toList();
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
