package dev.netc.cli;

import dev.netc.frontend.UsageException;
import dev.netc.frontend.summary.Machine;
import picocli.CommandLine.Option;

/** The options that ask for what kernels cost, on what machine. */
final class MachineArguments {
  @Option(
      names = "--cost",
      description =
          "Also shows what each kernel of the generated class has to do: arithmetic, bytes, and"
              + " which of the two bounds its time.")
  private boolean cost;

  @Option(
      names = "--peak",
      paramLabel = "GFLOPS",
      defaultValue = "100",
      description = "The arithmetic that a core does at best, for --cost. Default: 100 GFLOP/s.")
  private double peak = Machine.USUAL.gflops();

  @Option(
      names = "--bandwidth",
      paramLabel = "GBS",
      defaultValue = "10",
      description = "What a core reads from and writes to memory, for --cost. Default: 10 GB/s.")
  private double bandwidth = Machine.USUAL.gigabytes();

  /** Whether the costs of kernels are asked for. */
  boolean cost() {
    return cost;
  }

  /**
   * The machine.
   *
   * @throws UsageException if a number is none of a machine
   */
  Machine machine() {
    try {
      return new Machine(peak, bandwidth);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--peak and --bandwidth must be above 0");
    }
  }
}
