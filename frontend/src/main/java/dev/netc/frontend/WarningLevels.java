package dev.netc.frontend;

import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.lint.Level;
import dev.netc.compiler.lint.Levels;
import dev.netc.compiler.lint.Lints;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads what users say of warnings: codes (W0311), names (unused), or {@code all}. */
public final class WarningLevels {
  private static final String ALL = "all";

  private final Map<String, Level> levels = new HashMap<>();
  private final UnaryOperator<String> option;

  private WarningLevels(UnaryOperator<String> option) {
    this.option = option;
  }

  /**
   * What the user wants; a single warning goes before all.
   *
   * @param option how the front end calls its option {@code allow}, {@code warn} or {@code deny}
   * @throws UsageException if there is no such warning, or two options disagree on one
   */
  public static Levels of(
      List<String> allowed,
      List<String> warned,
      List<String> denied,
      UnaryOperator<String> option) {
    WarningLevels read = new WarningLevels(option);
    read.put(Level.ALLOW, allowed);
    read.put(Level.WARN, warned);
    read.put(Level.DENY, denied);
    Optional<Level> all = Optional.ofNullable(read.levels.remove(ALL));
    return new Levels(read.levels, all);
  }

  private void put(Level level, List<String> callings) {
    for (String calling : callings) {
      Level other = levels.put(code(level, calling), level);
      if (other != null && other != level) {
        throw new UsageException("both " + option(other) + " and " + option(level) + " " + calling);
      }
    }
  }

  private String code(Level level, String calling) {
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

  private String option(Level level) {
    return option.apply(level.name().toLowerCase(Locale.ROOT));
  }
}
