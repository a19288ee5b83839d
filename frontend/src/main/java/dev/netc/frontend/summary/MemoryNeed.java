package dev.netc.frontend.summary;

import dev.netc.compiler.codegen.Programs;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Slot;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The memory that a network takes to predict and to train, as the compiler has planned it. */
final class MemoryNeed {
  private static final double MEGABYTE = 1e6;

  private final Network network;
  private final Programs programs;
  private final Map<String, Long> sizes;

  /**
   * The need for given sizes.
   *
   * @param sizes values of free names such as {@code N}; a need that depends on others is left open
   */
  MemoryNeed(Network network, Programs programs, Map<String, Long> sizes) {
    this.network = network;
    this.programs = programs;
    this.sizes = sizes;
  }

  /** In megabytes, by what it is for. */
  Table table() {
    Table table = new Table(1, "Memory (MB)", "Predict", "Train");
    long weights = bytes(network.parameters().stream().map(Network.Parameter::type));
    long buffers = bytes(network.buffers().stream().map(Network.Buffer::type));
    long states =
        bytes(
            network.optimizer().stream()
                .flatMap(o -> o.states().stream())
                .map(Network.StatePart::type));
    table.add("parameters", megabytes(weights), training(megabytes(weights)));
    if (buffers > 0) {
      table.add("buffers", megabytes(buffers), training(megabytes(buffers)));
    }
    table.add("gradients", Summary.NONE, training(megabytes(weights)));
    if (states > 0) {
      table.add("optimizer state", Summary.NONE, training(megabytes(states)));
    }
    table.add(
        "activations",
        workSpace(programs.inference()),
        programs.training().map(this::workSpace).orElse(Summary.NONE));
    return table;
  }

  private String training(String need) {
    return programs.training().isPresent() ? need : Summary.NONE;
  }

  private static long bytes(Stream<TensorType> types) {
    return types
        .mapToLong(type -> type.shape().elements().constant() * type.element().bytes())
        .sum();
  }

  private String workSpace(Plan plan) {
    boolean known =
        plan.slots().stream()
            .map(Slot::sizes)
            .flatMap(slot -> slot.stream())
            .allMatch(size -> sizes.keySet().containsAll(size.freeNames()));
    return known ? megabytes(plan.workspaceBytes(sizes)) : "?";
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.2f", bytes / MEGABYTE);
  }
}
