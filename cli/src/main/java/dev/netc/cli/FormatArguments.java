package dev.netc.cli;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands whose findings programs may read. */
final class FormatArguments {
  @Mixin private ColorArguments color = new ColorArguments();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "How findings are shown: ${COMPLETION-CANDIDATES}. Default: text, on the error stream;"
              + " the others are written to the standard output.")
  private OutputFormat format = OutputFormat.TEXT;

  /** Where the command's findings go. */
  Findings findings(CommandLine command) {
    return Findings.in(format, command, color.colors());
  }
}
