package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Prose;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands of GitHub Actions, a line each, which become annotations of a pull request.
 *
 * <p>Source: GitHub, <i>Workflow commands for GitHub Actions</i>, and {@code command.ts} of its
 * toolkit for what is escaped.
 */
public final class GithubFormat implements ReportFormat {
  private final Places places;

  /**
   * @param places names the files
   */
  public GithubFormat(Places places) {
    this.places = places;
  }

  @Override
  public String render(Report report) {
    StringBuilder commands = new StringBuilder();
    report.diagnostics().forEach(d -> commands.append(command(d)).append('\n'));
    report.problems().forEach(p -> commands.append("::error::").append(data(p)).append('\n'));
    return commands.toString();
  }

  private String command(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    SourceFile file = span.file();
    int lastLine = file.line(span.end());
    List<String> properties = new ArrayList<>();
    properties.add("file=" + property(places.path(file.name())));
    properties.add("line=" + span.line());
    properties.add("endLine=" + lastLine);
    if (lastLine == span.line()) {
      // Columns of several lines are refused.
      properties.add("col=" + span.column());
      properties.add("endColumn=" + Math.max(span.column(), file.column(span.end()) - 1));
    }
    properties.add("title=" + property(diagnostic.code()));
    return "::"
        + diagnostic.severity().word()
        + " "
        + String.join(",", properties)
        + "::"
        + data(Prose.text(diagnostic));
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
