package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A recurrent layer that goes along the batch, since it takes the time first and was given {@code
 * [N, T, K]}: a target with one value for each {@code N} tells which axis is the batch.
 */
final class ScannedBatch extends GraphLint {
  private static final String BATCH_FIRST = "batch_first";

  @Override
  public String code() {
    return "W0408";
  }

  @Override
  public String name() {
    return "scanned-batch";
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    Optional<Value> target =
        flow.graph().inputs().stream()
            .filter(value -> ((Op.Input) value.op()).role() == Op.Role.TARGET)
            .filter(value -> value.rank() == 1 && !value.dim(0).isConstant())
            .findFirst();
    if (target.isEmpty()) {
      return;
    }
    for (Value value : flow.graph().values()) {
      if (value.op() instanceof Scan scan) {
        Value sequence = value.operand(scan.carries());
        place(value)
            .filter(span -> goesAlong(flow, sequence, target.get().dim(0)))
            .ifPresent(span -> found.add(diagnostic(value, sequence, target.get(), span, written)));
      }
    }
  }

  private static boolean goesAlong(Flow flow, Value sequence, Dim batch) {
    return sequence.rank() > 2
        && sequence.dim(0).equals(batch)
        && !sequence.dim(1).equals(batch)
        && !sequence.dim(1).is(1)
        && flow.dependsOn(sequence, Flow.Source.INPUT);
  }

  private Diagnostic diagnostic(
      Value value, Value sequence, Value target, Span span, Written written) {
    String batch = sequence.dim(0).toString();
    String label = "`" + ((Op.Input) target.op()).name() + "`";
    Diagnostic.Builder warning =
        Diagnostic.warning(
                code(),
                "%s goes along %s, which is the batch: %s has a value for each"
                    .formatted(name(value), batch, label))
            .at(
                span,
                "it takes the time first, and would see %s sequences of length %s"
                    .formatted(sequence.dim(1), batch));
    target.origin().span().ifPresent(port -> warning.also(port, "one for each " + batch));
    Optional<Written.Call> call =
        written.making(span).filter(made -> takesBatchFirst(made, written));
    call.ifPresentOrElse(
        made ->
            warning.help(
                "say that the batch comes first: `" + BATCH_FIRST + "=true`",
                Written.argument(made, BATCH_FIRST + "=true")),
        () -> warning.help("put the time first: `transpose(0, 1)`"));
    return warning.build();
  }

  private static boolean takesBatchFirst(Written.Call call, Written written) {
    boolean given =
        call.arguments().stream()
            .anyMatch(
                argument ->
                    argument.name().filter(name -> name.text().equals(BATCH_FIRST)).isPresent());
    return !given
        && written
            .function(call)
            .filter(
                function ->
                    function.statics().stream()
                        .anyMatch(parameter -> parameter.name().text().equals(BATCH_FIRST)))
            .isPresent();
  }
}
