package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Prose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The XML of Checkstyle, which many build servers and editors read. */
public final class CheckstyleFormat implements ReportFormat {
  private final Places places;

  /**
   * @param places names the files
   */
  public CheckstyleFormat(Places places) {
    this.places = places;
  }

  @Override
  public String render(Report report) {
    Map<String, List<Diagnostic>> byFile = new LinkedHashMap<>();
    report.files().forEach(file -> byFile.put(places.path(file.name()), new ArrayList<>()));
    report
        .diagnostics()
        .forEach(
            d ->
                byFile
                    .computeIfAbsent(places.path(d.span().file().name()), file -> new ArrayList<>())
                    .add(d));
    return XmlDocument.of(
        document ->
            document.element(
                "checkstyle",
                new String[] {"version", "10.0"},
                inner -> {
                  for (Map.Entry<String, List<Diagnostic>> file : byFile.entrySet()) {
                    inner.element(
                        "file",
                        new String[] {"name", file.getKey()},
                        lines -> {
                          for (Diagnostic diagnostic : file.getValue()) {
                            lines.element("error", error(diagnostic));
                          }
                        });
                  }
                }));
  }

  private static String[] error(Diagnostic diagnostic) {
    return new String[] {
      "line", Integer.toString(diagnostic.span().line()),
      "column", Integer.toString(diagnostic.span().column()),
      "severity", diagnostic.severity().word(),
      "message", Prose.text(diagnostic),
      "source", "netc." + diagnostic.code()
    };
  }
}
