package dev.netc.cli;

import static java.util.stream.Collectors.joining;

import dev.netc.compiler.codegen.Programs;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a network is made of and what it costs, for one size of the batch.
 *
 * <p>The batch is the first axis of the first input, if that is free. Costs that depend on another
 * free size are shown as expressions of it.
 */
final class Summary {
  /** Stands where there is nothing to say. */
  static final String NONE = "-";

  private final Network network;
  private final Programs programs;
  private final Map<String, Long> sizes;
  private final int batch;

  Summary(Network network, Programs programs, int batch) {
    this.network = network;
    this.programs = programs;
    this.batch = batch;
    this.sizes = batchSizes(network, batch);
  }

  private static Map<String, Long> batchSizes(Network network, int batch) {
    return network.inputs().stream()
        .map(Network.Port::type)
        .filter(type -> type.rank() > 0)
        .findFirst()
        .map(type -> type.dim(0).freeNames())
        .filter(names -> names.size() == 1)
        .map(names -> Map.of(names.first(), (long) batch))
        .orElse(Map.of());
  }

  /** The table and the totals below it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(network.name() + ", batch of " + number(batch));
    lines.add("");
    lines.addAll(layers().lines());
    lines.addAll(totals());
    lines.add("");
    lines.addAll(new MemoryNeed(network, programs, sizes).table().lines());
    return lines;
  }

  private Table layers() {
    Table table = new Table(2, "Layer", "Output shape", "Parameters", "Multiply-adds");
    for (Network.Port input : network.inputs()) {
      table.add(input.name() + " (input)", shape(input.type()), NONE, NONE);
    }
    for (Application application : network.applications()) {
      table.add(
          "  ".repeat(application.depth()) + title(application),
          application.results().stream().map(this::shape).collect(joining(", ")),
          application.parameters() == 0 ? NONE : number(application.parameters()),
          application.multiplyAdds().is(0) ? NONE : cost(application.multiplyAdds()));
    }
    return table;
  }

  /** {@code conv1 (Conv2d)}; a function that nobody labelled is only {@code relu}. */
  private static String title(Application application) {
    return application.name().equals(application.type())
        ? application.name()
        : application.name() + " (" + application.type() + ")";
  }

  private List<String> totals() {
    long parameters = network.parameterCount();
    Dim multiplyAdds =
        network.applications().stream()
            .filter(application -> application.depth() == 0)
            .map(Application::multiplyAdds)
            .reduce(Dim.ZERO, Dim::plus);
    return List.of(
        "Parameters:     " + number(parameters), "Multiply-adds:  " + cost(multiplyAdds));
  }

  private String shape(TensorType type) {
    return type.shape().dims().stream().map(this::size).collect(joining(", ", "[", "]"));
  }

  private String size(Dim dim) {
    return isKnown(dim) ? Long.toString(dim.evaluate(sizes)) : dim.toString();
  }

  private String cost(Dim dim) {
    return isKnown(dim) ? number(dim.evaluate(sizes)) : dim.toString();
  }

  private boolean isKnown(Dim dim) {
    return sizes.keySet().containsAll(dim.freeNames());
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
