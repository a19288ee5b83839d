package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * The XML of JUnit, which shows each file as a test: it fails if the file has an error. Warnings
 * are its output.
 */
public final class JunitFormat implements ReportFormat {
  private static final TextRenderer RENDERER = new TextRenderer(Colors.NONE);

  private final Places places;

  /**
   * @param places names the files
   */
  public JunitFormat(Places places) {
    this.places = places;
  }

  @Override
  public String render(Report report) {
    String tests = Integer.toString(report.files().size() + report.problems().size());
    String failures = Long.toString(report.files().stream().filter(CheckedFile::hasErrors).count());
    String errors = Integer.toString(report.problems().size());
    String[] counts = {
      "name", "netc check", "tests", tests, "failures", failures, "errors", errors, "time", "0"
    };
    return XmlDocument.of(
        document ->
            document.element(
                "testsuites",
                counts,
                suites ->
                    suites.element(
                        "testsuite",
                        counts,
                        cases -> {
                          for (CheckedFile file : report.files()) {
                            testCase(cases, file);
                          }
                          for (String problem : report.problems()) {
                            problem(cases, problem);
                          }
                        })));
  }

  private void testCase(XmlDocument document, CheckedFile file) throws XMLStreamException {
    String path = places.path(file.name());
    String[] attributes = {"classname", "netc", "name", path, "file", path, "time", "0"};
    List<Diagnostic> errors = file.diagnostics().stream().filter(Diagnostic::isError).toList();
    List<Diagnostic> warnings = file.diagnostics().stream().filter(d -> !d.isError()).toList();
    if (file.diagnostics().isEmpty()) {
      document.element("testcase", attributes);
      return;
    }
    document.element(
        "testcase",
        attributes,
        inner -> {
          if (!errors.isEmpty()) {
            inner.text(
                "failure",
                RENDERER.render(errors),
                "type",
                errors.get(0).code(),
                "message",
                errors.get(0).span() + ": " + errors.get(0).message() + others(errors));
          }
          if (!warnings.isEmpty()) {
            inner.text("system-out", RENDERER.render(warnings));
          }
        });
  }

  private static String others(List<Diagnostic> errors) {
    return errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
  }

  private static void problem(XmlDocument document, String problem) throws XMLStreamException {
    document.element(
        "testcase",
        new String[] {"classname", "netc", "name", problem, "time", "0"},
        inner -> inner.text("error", problem, "type", "problem", "message", problem));
  }
}
