package dev.netc.cli;

import dev.netc.compiler.diagnostics.Colors;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The option of every command that shows diagnostics. */
final class ColorArguments {
  /** When messages have colours. */
  enum When {
    /** On a terminal, unless the environment says otherwise: NO_COLOR, CLICOLOR, CLICOLOR_FORCE. */
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Colours: ${COMPLETION-CANDIDATES}. auto (default) means on a terminal; NO_COLOR and"
              + " CLICOLOR_FORCE are heeded.")
  private When when = When.AUTO;

  /** What the user wants, or what the terminal can show. */
  Colors colors() {
    return switch (when) {
      case AUTO -> Ansi.AUTO.enabled() ? Colors.ANSI : Colors.NONE;
      case ALWAYS -> Colors.ANSI;
      case NEVER -> Colors.NONE;
    };
  }
}
