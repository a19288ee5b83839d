package dev.netc.frontend.summary;

import dev.netc.compiler.codegen.Programs;
import dev.netc.compiler.cost.Memory;
import dev.netc.compiler.cost.Sizes;
import dev.netc.compiler.elaborate.Network;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The memory that a network takes to predict and to train, as the compiler has planned it. */
final class MemoryNeed {
  private static final double MEGABYTE = 1e6;

  private final Memory predict;
  private final Optional<Memory> train;

  /**
   * The need for given sizes.
   *
   * @param sizes a need that depends on others is left open
   */
  MemoryNeed(Network network, Programs programs, Sizes sizes) {
    this.predict = Memory.toPredict(network, programs.inference(), sizes);
    this.train = programs.training().map(plan -> Memory.toTrain(network, plan, sizes));
  }

  /** In megabytes, by what it is for. */
  Table table() {
    Table table = new Table(1, "Memory (MB)", "Predict", "Train");
    for (Memory.Part part : Memory.Part.values()) {
      if (predict.has(part) || train.filter(memory -> memory.has(part)).isPresent()) {
        table.add(
            part.toString(),
            cell(predict, part),
            train.map(memory -> cell(memory, part)).orElse(Summary.NONE));
      }
    }
    return table;
  }

  private static String cell(Memory memory, Memory.Part part) {
    if (!memory.has(part)) {
      return Summary.NONE;
    }
    OptionalLong bytes = memory.bytes(part);
    return bytes.isPresent() ? megabytes(bytes.getAsLong()) : "?";
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.2f", bytes / MEGABYTE);
  }
}
