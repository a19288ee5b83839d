package dev.netc.frontend.format;

import com.google.gson.JsonArray;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Prose;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.util.HashMap;
import java.util.Map;

/**
 * GitLab's code quality report, which annotates a merge request.
 *
 * <p>Source: GitLab, <i>Code Quality: implement a custom tool</i>, a subset of Code Climate's
 * format.
 */
public final class GitlabFormat implements ReportFormat {
  private final Places places;

  /**
   * @param places names the files
   */
  public GitlabFormat(Places places) {
    this.places = places;
  }

  @Override
  public String render(Report report) {
    Map<String, Integer> seen = new HashMap<>();
    JsonArray issues =
        JsonObjectBuilder.array(
            report.diagnostics(),
            diagnostic -> {
              String fingerprint = Fingerprint.of(diagnostic, places);
              int times = seen.merge(fingerprint, 1, Integer::sum);
              return issue(diagnostic, times == 1 ? fingerprint : fingerprint + "-" + times);
            });
    return JsonObjectBuilder.text(issues);
  }

  private JsonObjectBuilder issue(Diagnostic diagnostic, String fingerprint) {
    Span span = diagnostic.span();
    SourceFile file = span.file();
    return new JsonObjectBuilder()
        .with("description", Prose.text(diagnostic))
        .with("check_name", diagnostic.code())
        .with("fingerprint", fingerprint)
        .with("severity", diagnostic.isError() ? "major" : "minor")
        .with(
            "location",
            new JsonObjectBuilder()
                .with("path", places.path(file.name()))
                .with(
                    "lines",
                    new JsonObjectBuilder()
                        .with("begin", span.line())
                        .with("end", file.line(span.end()))));
  }
}
