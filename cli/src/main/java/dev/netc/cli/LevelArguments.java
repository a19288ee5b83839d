package dev.netc.cli;

import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.lint.Level;
import dev.netc.compiler.lint.Levels;
import dev.netc.compiler.lint.Lints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what becomes of warnings. */
final class LevelArguments {
  private static final String ALL = "all";

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
    Map<String, Level> levels = new HashMap<>();
    put(levels, Level.ALLOW, allowed);
    put(levels, Level.WARN, warned);
    put(levels, Level.DENY, denied);
    Optional<Level> all = Optional.ofNullable(levels.remove(ALL));
    return new Levels(levels, all);
  }

  private static void put(Map<String, Level> levels, Level level, List<String> callings) {
    for (String calling : callings) {
      Level other = levels.put(code(level, calling), level);
      if (other != null && other != level) {
        throw new UsageException("both " + option(other) + " and " + option(level) + " " + calling);
      }
    }
  }

  private static String code(Level level, String calling) {
    if (calling.equals(ALL)) {
      return ALL;
    }
    return Lints.code(calling)
        .orElseThrow(
            () -> {
              List<String> near = NearNames.of(calling, Lints.callings());
              String advice =
                  near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
              return new UsageException(
                  option(level) + " " + calling + ": there is no such warning" + advice);
            });
  }

  private static String option(Level level) {
    return "--" + level.name().toLowerCase(Locale.ROOT);
  }
}
