package dev.netc.cli;

import dev.netc.compiler.cost.Limits;
import dev.netc.compiler.cost.Measure;
import dev.netc.frontend.BudgetLimits;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what networks may cost. */
final class BudgetArguments {
  @Option(
      names = "--max-parameters",
      paramLabel = "N",
      description = "How many parameters each network may have, such as 12M.")
  private Optional<String> parameters = Optional.empty();

  @Option(
      names = "--max-macs",
      paramLabel = "N",
      description = "How many multiply-adds a forward pass may take, such as 1.5G.")
  private Optional<String> macs = Optional.empty();

  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      description =
          "The memory that training may take, or predicting where there is no training, such as"
              + " 64MiB: parameters, buffers, gradients, optimizer state and activations.")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = "--max-predict-memory",
      paramLabel = "SIZE",
      description = "The memory that predicting may take: parameters, buffers and activations.")
  private Optional<String> predictMemory = Optional.empty();

  @Mixin private SizeArguments sizes = new SizeArguments();

  /**
   * The limits for the compiler.
   *
   * @throws UsageException if one is no quantity, or a size is none
   */
  Limits limits() {
    BudgetLimits limits = new BudgetLimits();
    parameters.ifPresent(text -> limits.add(Measure.PARAMETERS, "--max-parameters", text));
    macs.ifPresent(text -> limits.add(Measure.MACS, "--max-macs", text));
    memory.ifPresent(text -> limits.add(Measure.MEMORY, "--max-memory", text));
    predictMemory.ifPresent(
        text -> limits.add(Measure.PREDICT_MEMORY, "--max-predict-memory", text));
    return limits.at(sizes.batch(), sizes.sizes());
  }

  /** Checks that each size given is one that a network has. */
  void requireKnown(Set<String> known) {
    sizes.requireKnown(known);
  }
}
