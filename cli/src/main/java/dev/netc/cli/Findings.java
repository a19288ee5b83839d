package dev.netc.cli;

import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.frontend.format.CheckedFile;
import dev.netc.frontend.format.Report;
import dev.netc.frontend.format.ReportFormat;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;

/**
 * Gathers what the compiler finds in files and shows it in the end: to people on the error stream,
 * to programs as one document on the standard output.
 */
final class Findings {
  private final CommandLine command;
  private final Optional<ReportFormat> format;
  private final TextRenderer renderer;
  private final List<CheckedFile> files = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Findings(CommandLine command, Optional<ReportFormat> format, Colors colors) {
    this.command = command;
    this.format = format;
    this.renderer = new TextRenderer(colors);
  }

  /** Shows them to people. */
  static Findings forPeople(CommandLine command, Colors colors) {
    return new Findings(command, Optional.empty(), colors);
  }

  /** Shows them in a format. */
  static Findings in(OutputFormat format, CommandLine command, Colors colors) {
    return new Findings(command, format.forPrograms(), colors);
  }

  /** Adds what was found in the next file; says whether it is free of errors. */
  boolean add(CheckedFile file) {
    files.add(file);
    return !file.hasErrors();
  }

  /** Adds why a file could not be checked at all. */
  void addProblem(String problem) {
    problems.add(problem);
  }

  /** Whether people read them, and not programs. */
  boolean arePeoples() {
    return format.isEmpty();
  }

  /** Shows all that was found, with a word for each file without errors. */
  int concludeCheck() {
    return conclude(
        file -> {
          List<String> names = file.networks();
          command
              .getOut()
              .println(
                  file.name() + ": ok" + (names.isEmpty() ? "" : ", " + String.join(", ", names)));
          command.getOut().flush();
        });
  }

  /** Shows all that was found; gives the exit code that follows. */
  int conclude() {
    return conclude(file -> {});
  }

  private int conclude(Consumer<CheckedFile> success) {
    Report report = report();
    if (format.isPresent()) {
      command.getOut().print(format.get().render(report));
      command.getOut().flush();
    } else {
      for (int i = 0; i < report.files().size(); i++) {
        show(report.findings(i));
        if (!report.files().get(i).hasErrors()) {
          success.accept(report.files().get(i));
        }
      }
      sumUp(report);
    }
    if (!problems.isEmpty()) {
      return ExitCode.USAGE;
    }
    return report.errors() > 0 ? ExitCode.PROGRAM : ExitCode.OK;
  }

  private Report report() {
    return new Report(files, problems);
  }

  private void show(List<Diagnostic> diagnostics) {
    PrintWriter err = command.getErr();
    diagnostics.forEach(diagnostic -> err.println(renderer.render(diagnostic)));
    err.flush();
  }

  private void sumUp(Report report) {
    PrintWriter err = command.getErr();
    for (String problem : problems) {
      err.println("netc " + command.getCommandName() + ": " + problem);
    }
    List<String> counts = new ArrayList<>();
    if (report.errors() > 0) {
      counts.add(count(report.errors(), "error"));
    }
    if (report.warnings() > 0) {
      counts.add(count(report.warnings(), "warning"));
    }
    if (!counts.isEmpty()) {
      String where = files.size() > 1 ? " in " + count(files.size(), "file") : "";
      err.println(String.join(", ", counts) + where + fixes(report.fixable()));
    }
    err.flush();
  }

  private static String fixes(long fixable) {
    return fixable == 0 ? "" : "; `netc fix` mends " + fixable;
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
