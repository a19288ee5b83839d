package dev.netc.cli;

import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Shows the compiler's diagnostics, and counts them. */
final class Findings {
  private final PrintWriter err;
  private final TextRenderer renderer;
  private long errors;
  private long warnings;

  /** Shows them on {@code err}, in colours if that is a terminal whose user wants them. */
  Findings(PrintWriter err) {
    this.err = err;
    this.renderer = new TextRenderer(Ansi.AUTO.enabled() ? Colors.ANSI : Colors.NONE);
  }

  /** Shows the diagnostics of one file; says whether the file is free of errors. */
  boolean show(List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      err.println(renderer.render(diagnostic));
    }
    long found = diagnostics.stream().filter(Diagnostic::isError).count();
    errors += found;
    warnings += diagnostics.size() - found;
    err.flush();
    return found == 0;
  }

  /** Says how many there were, if any, and gives the exit code that follows. */
  int conclude() {
    if (errors + warnings > 0) {
      err.println(
          errors == 0
              ? count(warnings, "warning")
              : warnings == 0
                  ? count(errors, "error")
                  : count(errors, "error") + ", " + count(warnings, "warning"));
      err.flush();
    }
    return errors > 0 ? ExitCode.PROGRAM : ExitCode.OK;
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
