package dev.netc.cli;

import dev.netc.compiler.lint.Levels;
import dev.netc.frontend.UsageException;
import dev.netc.frontend.WarningLevels;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what becomes of warnings. */
final class LevelArguments {
  @Option(
      names = "--allow",
      split = ",",
      paramLabel = "WARNING",
      description = "Does not show a warning: its code (W0311), its name (unused), or all.")
  private List<String> allowed = new ArrayList<>();

  @Option(
      names = "--warn",
      split = ",",
      paramLabel = "WARNING",
      description = "Shows a warning that is off, or that all others are denied beside.")
  private List<String> warned = new ArrayList<>();

  @Option(
      names = "--deny",
      split = ",",
      paramLabel = "WARNING",
      description = "Makes a warning an error; --deny all suits CI.")
  private List<String> denied = new ArrayList<>();

  /**
   * What the user wants; a single warning goes before all.
   *
   * @throws UsageException if there is no such warning, or two options disagree on one
   */
  Levels levels() {
    return WarningLevels.of(allowed, warned, denied, level -> "--" + level);
  }
}
