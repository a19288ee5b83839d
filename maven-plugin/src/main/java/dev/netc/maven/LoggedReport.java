package dev.netc.maven;

import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.compiler.source.Span;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.NetcVersion;
import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.format.Places;
import dev.netc.frontend.format.Report;
import dev.netc.frontend.format.SarifFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Shows findings in Maven's log, each with its place first as Maven's compiler plugin writes it,
 * which editors turn into a link: {@code /path/lenet.net:[9,33] error[E0301]: ...}.
 */
final class LoggedReport {
  private final Log log;
  private final FileImports imports;
  private final TextRenderer renderer = new TextRenderer(Colors.NONE);

  /**
   * Shows in a log.
   *
   * @param imports knows where the files lie
   */
  LoggedReport(Log log, FileImports imports) {
    this.log = log;
    this.imports = imports;
  }

  /** Shows all that was found. */
  void show(Report report) {
    report.diagnostics().forEach(this::show);
    report.problems().forEach(log::error);
  }

  private void show(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    String file = imports.path(span.file()).map(this::absolute).orElse(span.file().name());
    String text =
        "%s:[%d,%d] %s"
            .formatted(file, span.line(), span.column(), renderer.render(diagnostic))
            .stripTrailing();
    if (diagnostic.isError()) {
      log.error(text);
    } else {
      log.warn(text);
    }
  }

  /** Within a jar there is nothing to open. */
  private String absolute(Path path) {
    return path.getFileSystem().equals(java.nio.file.FileSystems.getDefault())
        ? path.toAbsolutePath().toString()
        : imports.reader().name(path);
  }

  /** Writes the findings for code scanning, also if there are none. */
  void writeSarif(Report report, Path file, Path root) {
    OutputFiles.write(file, new SarifFormat(NetcVersion.number(), new Places(root)).render(report));
  }

  /**
   * Fails the build if something is wrong; all has been shown by then.
   *
   * @param failOnWarning whether a warning is enough
   */
  static void failIfWrong(Report report, boolean failOnWarning) throws MojoFailureException {
    List<String> counts = new ArrayList<>();
    if (report.errors() > 0) {
      counts.add(count(report.errors(), "error"));
    }
    if (report.warnings() > 0) {
      counts.add(count(report.warnings(), "warning"));
    }
    if (!report.problems().isEmpty()) {
      counts.add(count(report.problems().size(), "file") + " could not be read");
    }
    if (report.errors() > 0
        || !report.problems().isEmpty()
        || (failOnWarning && report.warnings() > 0)) {
      String why =
          report.errors() == 0 && report.problems().isEmpty() ? " (failOnWarning is set)" : "";
      throw new MojoFailureException(
          "the networks have " + String.join(", ", counts) + why + "; see above");
    }
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
