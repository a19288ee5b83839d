package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.Label;
import dev.netc.compiler.diagnostics.Prose;
import dev.netc.compiler.diagnostics.Suggestion;
import dev.netc.compiler.explain.Explanation;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SARIF 2.1.0, which code scanning services read. Only fixes that have been tried are in it.
 *
 * <p>Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
 */
public final class SarifFormat implements ReportFormat {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final String ROOT = "%SRCROOT%";

  private final String netc;
  private final Places places;

  /**
   * @param netc the version of netc
   * @param places names the files
   */
  public SarifFormat(String netc, Places places) {
    this.netc = netc;
    this.places = places;
  }

  @Override
  public String render(Report report) {
    return new JsonObjectBuilder()
        .with("$schema", SCHEMA)
        .with("version", "2.1.0")
        .with("runs", List.of(report), this::run)
        .text();
  }

  private JsonObjectBuilder run(Report report) {
    List<String> codes =
        report.diagnostics().stream().map(Diagnostic::code).distinct().sorted().toList();
    return new JsonObjectBuilder()
        .with("tool", new JsonObjectBuilder().with("driver", driver(codes)))
        .with("columnKind", "utf16CodeUnits")
        .with(
            "originalUriBaseIds",
            new JsonObjectBuilder()
                .with(ROOT, new JsonObjectBuilder().with("uri", places.rootUri())))
        .with("invocations", List.of(report.problems()), SarifFormat::invocation)
        .with("artifacts", report.files(), this::artifact)
        .with("results", report.diagnostics(), diagnostic -> result(diagnostic, codes));
  }

  private JsonObjectBuilder driver(List<String> codes) {
    return new JsonObjectBuilder()
        .with("name", "netc")
        .with("version", netc)
        .with("rules", codes, SarifFormat::rule);
  }

  private static JsonObjectBuilder rule(String code) {
    Optional<Explanation> page = Explanation.of(code);
    return new JsonObjectBuilder()
        .with("id", code)
        .with("shortDescription", message(page.map(Explanation::title).orElse(code)))
        .with("help", page.map(p -> message(p.title()).with("markdown", p.text())))
        .with(
            "defaultConfiguration",
            new JsonObjectBuilder().with("level", code.startsWith("W") ? "warning" : "error"));
  }

  private static JsonObjectBuilder invocation(List<String> problems) {
    return new JsonObjectBuilder()
        .flag("executionSuccessful", problems.isEmpty())
        .withAny("toolExecutionNotifications", problems, SarifFormat::notification);
  }

  private static JsonObjectBuilder notification(String problem) {
    return new JsonObjectBuilder().with("level", "error").with("message", message(problem));
  }

  private JsonObjectBuilder artifact(CheckedFile file) {
    return new JsonObjectBuilder()
        .with("location", artifactLocation(file.name()))
        .with("encoding", "UTF-8");
  }

  private JsonObjectBuilder result(Diagnostic diagnostic, List<String> codes) {
    List<Label> labels = diagnostic.labels();
    return new JsonObjectBuilder()
        .with("ruleId", diagnostic.code())
        .with("ruleIndex", codes.indexOf(diagnostic.code()))
        .with("level", diagnostic.severity().word())
        .with("message", message(Prose.text(diagnostic)))
        .with("locations", List.of(labels.get(0)), this::location)
        .withAny("relatedLocations", labels.subList(1, labels.size()), this::location)
        .with(
            "partialFingerprints",
            new JsonObjectBuilder().with("netcFinding/v1", Fingerprint.of(diagnostic, places)))
        .withAny(
            "fixes",
            diagnostic.suggestions().stream().filter(Suggestion::isChecked).toList(),
            this::fix);
  }

  private JsonObjectBuilder location(Label label) {
    return new JsonObjectBuilder()
        .with("physicalLocation", physicalLocation(label.span()))
        .with(
            "message",
            label.text().isEmpty() ? Optional.empty() : Optional.of(message(label.text())));
  }

  private JsonObjectBuilder physicalLocation(Span span) {
    return new JsonObjectBuilder()
        .with("artifactLocation", artifactLocation(span.file().name()))
        .with("region", region(span));
  }

  /** Columns count from 1, and the end is behind the last character. */
  private static JsonObjectBuilder region(Span span) {
    SourceFile file = span.file();
    return new JsonObjectBuilder()
        .with("startLine", span.line())
        .with("startColumn", span.column())
        .with("endLine", file.line(span.end()))
        .with("endColumn", file.column(span.end()))
        .with("charOffset", span.start())
        .with("charLength", span.end() - span.start());
  }

  private JsonObjectBuilder artifactLocation(String name) {
    JsonObjectBuilder location = new JsonObjectBuilder().with("uri", places.uri(name));
    return places.isBelow(name) ? location.with("uriBaseId", ROOT) : location;
  }

  private JsonObjectBuilder fix(Suggestion fix) {
    Map<SourceFile, List<Edit>> byFile = new LinkedHashMap<>();
    for (Edit edit : fix.edits()) {
      byFile.computeIfAbsent(edit.span().file(), file -> new ArrayList<>()).add(edit);
    }
    return new JsonObjectBuilder()
        .with("description", message(fix.message()))
        .with("artifactChanges", byFile.entrySet(), change -> change(change));
  }

  private JsonObjectBuilder change(Map.Entry<SourceFile, List<Edit>> change) {
    return new JsonObjectBuilder()
        .with("artifactLocation", artifactLocation(change.getKey().name()))
        .with("replacements", change.getValue(), SarifFormat::replacement);
  }

  private static JsonObjectBuilder replacement(Edit edit) {
    return new JsonObjectBuilder()
        .with("deletedRegion", region(edit.span()))
        .with("insertedContent", message(edit.replacement()));
  }

  private static JsonObjectBuilder message(String text) {
    return new JsonObjectBuilder().with("text", text);
  }
}
