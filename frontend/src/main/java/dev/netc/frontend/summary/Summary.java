package dev.netc.frontend.summary;

import static java.util.stream.Collectors.joining;

import dev.netc.compiler.codegen.Programs;
import dev.netc.compiler.cost.MultiplyAdds;
import dev.netc.compiler.cost.Quantity;
import dev.netc.compiler.cost.Sizes;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.TensorType;
import dev.netc.frontend.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * What a network is made of and what it costs, for given sizes.
 *
 * <p>The batch is the first axis of the first input, if that is free. Costs that depend on a free
 * size that is not given are shown as expressions of it.
 */
public final class Summary {
  /** Stands where there is nothing to say. */
  static final String NONE = "-";

  private final Network network;
  private final Programs programs;
  private final NavigableSet<String> free;
  private final Sizes sizes;

  /**
   * The summary for given sizes.
   *
   * @param sizes those of free names; one of the batch's goes before {@code batch}
   * @throws UsageException if the network has no such name
   */
  public Summary(Network network, Programs programs, int batch, Map<String, Long> sizes) {
    this.network = network;
    this.programs = programs;
    this.free = Sizes.names(network);
    for (String name : sizes.keySet()) {
      if (!free.contains(name)) {
        throw new UsageException(
            "%s has no size %s; known at run time only: %s"
                .formatted(network.name(), name, String.join(", ", free)));
      }
    }
    this.sizes = Sizes.of(network, batch, sizes);
  }

  /** The table and the totals below it. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(heading());
    lines.add("");
    lines.addAll(layers().lines());
    lines.addAll(totals());
    lines.add("");
    lines.addAll(new MemoryNeed(network, programs, sizes).table().lines());
    return lines;
  }

  /** What each kernel has to do, and what bounds its time on a machine. */
  public List<String> kernelLines(Machine machine) {
    return new KernelTables(programs, sizes, machine).lines();
  }

  /** The names of sizes that are known at run time only, and were not given. */
  public List<String> openSizes() {
    return List.copyOf(sizes.lacking(free));
  }

  /** {@code GPT for N = 1, T = 64}. */
  private String heading() {
    return sizes.known().isEmpty()
        ? network.name()
        : sizes.known().entrySet().stream()
            .map(size -> size.getKey() + " = " + Quantity.count(size.getValue()))
            .collect(joining(", ", network.name() + " for ", ""));
  }

  private Table layers() {
    Table table = new Table(2, "Layer", "Output shape", "Parameters", "Multiply-adds");
    for (Network.Port input : network.inputs()) {
      table.add(input.name() + " (input)", shape(input.type()), NONE, NONE);
    }
    for (Application application : told()) {
      table.add(
          "  ".repeat(application.depth()) + title(application),
          application.results().stream().map(this::shape).collect(joining(", ")),
          application.parameters() == 0 ? NONE : Quantity.count(application.parameters()),
          application.multiplyAdds().is(0) ? NONE : cost(application.multiplyAdds()));
    }
    return table;
  }

  /**
   * The applications that give tensors, but for what happens within one that neither owns
   * parameters nor multiplies: that says all there is to say.
   */
  private List<Application> told() {
    List<Application> told = new ArrayList<>();
    int depth = Integer.MAX_VALUE;
    for (Application application : network.applications()) {
      if (application.depth() <= depth && !application.results().isEmpty()) {
        told.add(application);
        boolean cheap = application.parameters() == 0 && application.multiplyAdds().is(0);
        depth = cheap ? application.depth() : Integer.MAX_VALUE;
      }
    }
    return told;
  }

  /** {@code conv1 (Conv2d)}; a function that nobody labelled is only {@code relu}. */
  private static String title(Application application) {
    return application.name().equals(application.type())
        ? application.name()
        : application.name() + " (" + application.type() + ")";
  }

  private List<String> totals() {
    long parameters = network.parameterCount();
    return List.of(
        "Parameters:     " + Quantity.count(parameters),
        "Multiply-adds:  " + cost(MultiplyAdds.of(network)));
  }

  private String shape(TensorType type) {
    return type.shape().dims().stream().map(this::size).collect(joining(", ", "[", "]"));
  }

  private String size(Dim dim) {
    return dim.with(sizes.known()).toString();
  }

  private String cost(Dim dim) {
    Dim known = dim.with(sizes.known());
    return known.isConstant() ? Quantity.count(known.constant()) : known.toString();
  }
}
