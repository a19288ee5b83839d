package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Outputs that do not depend on an input that other outputs depend on. Often that is meant, such as
 * with two towers that are compared: one has to ask for these warnings.
 */
final class IndependentOutput extends GraphLint {
  @Override
  public String code() {
    return "W0314";
  }

  @Override
  public String name() {
    return "independent-output";
  }

  @Override
  public Level level() {
    return Level.ALLOW;
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    List<Graph.Output> outputs = flow.graph().outputs(Graph.Result.OUTPUT);
    Set<Value> ofAny = flow.before(outputs.stream().map(Graph.Output::value).toList());
    List<Value> inputs =
        flow.graph().inputs().stream()
            .filter(value -> ((Op.Input) value.op()).role() == Op.Role.INPUT)
            .filter(ofAny::contains)
            .toList();
    for (Graph.Output output : outputs) {
      Set<Value> before = flow.before(output.value());
      List<Value> missing = inputs.stream().filter(input -> !before.contains(input)).toList();
      if (!missing.isEmpty()) {
        written
            .output(flow.network().span(), output.name())
            .map(
                span ->
                    Diagnostic.warning(code(), message(output, missing))
                        .at(span, "another output does")
                        .help("make it of all inputs that it should depend on")
                        .build())
            .ifPresent(found::add);
      }
    }
  }

  private static String message(Graph.Output output, List<Value> missing) {
    String names =
        missing.stream()
            .map(value -> "`" + ((Op.Input) value.op()).name() + "`")
            .collect(Collectors.joining(", "));
    return "the output `%s` does not depend on %s %s"
        .formatted(output.name(), missing.size() == 1 ? "the input" : "the inputs", names);
  }
}
