package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.lint.Forms.Mean;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A normalisation in training over the batch and nothing else, such as batch normalisation of rows:
 * of a single sample it makes zero. Who has two samples in each step need not care: one has to ask
 * for these warnings.
 */
public final class BatchOfOne extends GraphLint {
  @Override
  public String code() {
    return "W0415";
  }

  @Override
  public String name() {
    return "batch-of-one";
  }

  @Override
  public Level level() {
    return Level.ALLOW;
  }

  /** What a network applies in training that takes a batch of two samples at least, by name. */
  public static List<String> needTwoSamples(Network network) {
    Flow flow = new Flow(network);
    return overBatch(flow).stream().map(GraphLint::name).distinct().toList();
  }

  @Override
  void check(Flow flow, Written written, List<Diagnostic> found) {
    for (Value value : overBatch(flow)) {
      place(value).ifPresent(span -> found.add(diagnostic(flow, value, span)));
    }
  }

  private static List<Value> overBatch(Flow flow) {
    Forms forms = new Forms(flow);
    List<Value> over = new ArrayList<>();
    for (Value value : flow.graph().values()) {
      Optional<Mean> mean = forms.centred(value);
      if (mean.isPresent() && flow.dependsOn(value, Flow.Source.INPUT) && isOfBatch(mean.get())) {
        over.add(value);
      }
    }
    return over;
  }

  /** Whether a mean is over a first axis of a size that is free, and over as many elements. */
  private static boolean isOfBatch(Mean mean) {
    Dim count = mean.count();
    return mean.axes().contains(0)
        && count.equals(mean.of().dim(0))
        && count.freeNames().size() == 1
        && count.equals(Dim.free(count.freeNames().first()));
  }

  private Diagnostic diagnostic(Flow flow, Value value, Span span) {
    String batch = value.dim(0).toString();
    return Diagnostic.warning(
            code(),
            "%s normalises over the batch alone: a single sample becomes zero in training"
                .formatted(name(value)))
        .at(span, "%s with %s = 1".formatted(flow.trace().shape(value), batch))
        .note("less the mean of one value, which is itself, each value is 0")
        .help("train with two samples or more in each step: leave out a last one that has one")
        .build();
  }
}
