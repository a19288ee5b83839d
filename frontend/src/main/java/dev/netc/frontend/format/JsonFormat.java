package dev.netc.frontend.format;

import dev.netc.compiler.diagnostics.Chain;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.Enclosing;
import dev.netc.compiler.diagnostics.Label;
import dev.netc.compiler.diagnostics.Mismatch;
import dev.netc.compiler.diagnostics.Step;
import dev.netc.compiler.diagnostics.Suggestion;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * All facts of a report as one JSON object, for programs that want more than a line and a message.
 * {@code docs/schema/check-1.schema.json} is its schema; members are added to it, and none is
 * changed or taken away without another version.
 */
public final class JsonFormat implements ReportFormat {
  private static final int VERSION = 1;

  private final String netc;

  /**
   * @param netc the version of netc
   */
  public JsonFormat(String netc) {
    this.netc = netc;
  }

  @Override
  public String render(Report report) {
    return new JsonObjectBuilder()
        .with("version", VERSION)
        .with("tool", new JsonObjectBuilder().with("name", "netc").with("version", netc))
        .with(
            "summary",
            new JsonObjectBuilder()
                .with("files", report.files().size())
                .with("errors", report.errors())
                .with("warnings", report.warnings())
                .with("fixable", report.fixable()))
        .with("files", report.files(), JsonFormat::file)
        .with("diagnostics", report.diagnostics(), JsonFormat::diagnostic)
        .with("problems", report.problems())
        .text();
  }

  private static JsonObjectBuilder file(CheckedFile file) {
    return new JsonObjectBuilder().with("path", file.name()).with("networks", file.networks());
  }

  private static JsonObjectBuilder diagnostic(Diagnostic diagnostic) {
    List<Label> labels = diagnostic.labels();
    return new JsonObjectBuilder()
        .with("code", diagnostic.code())
        .with("severity", diagnostic.severity().word())
        .with("message", diagnostic.message())
        .with("location", location(diagnostic.span()))
        .with("label", labels.get(0).text())
        .with("related", labels.subList(1, labels.size()), JsonFormat::related)
        .with("path", diagnostic.path(), JsonFormat::enclosing)
        .with("mismatch", diagnostic.mismatch().map(JsonFormat::mismatch))
        .with("notes", diagnostic.notes())
        .with("traces", diagnostic.traces(), JsonFormat::chain)
        .with("help", diagnostic.advice().stream().map(Suggestion::message).toList())
        .with(
            "fixes",
            diagnostic.advice().stream().filter(s -> !s.edits().isEmpty()).toList(),
            JsonFormat::fix);
  }

  private static JsonObjectBuilder related(Label label) {
    return new JsonObjectBuilder()
        .with("location", location(label.span()))
        .with("label", label.text());
  }

  private static JsonObjectBuilder enclosing(Enclosing enclosing) {
    return new JsonObjectBuilder()
        .with("declaration", enclosing.declaration())
        .with("layer", enclosing.layer())
        .with("call", location(enclosing.call()));
  }

  private static JsonObjectBuilder mismatch(Mismatch mismatch) {
    return new JsonObjectBuilder()
        .with("expected", mismatch.expected())
        .with("actual", mismatch.actual());
  }

  private static JsonObjectBuilder chain(Chain chain) {
    return new JsonObjectBuilder().with("steps", chain.steps(), JsonFormat::step);
  }

  private static JsonObjectBuilder step(Step step) {
    return new JsonObjectBuilder()
        .with("name", step.name())
        .with("shape", step.shape())
        .with("arithmetic", step.arithmetic())
        .with("location", step.span().map(JsonFormat::location));
  }

  private static JsonObjectBuilder fix(Suggestion fix) {
    return new JsonObjectBuilder()
        .with("title", fix.message())
        .flag("checked", fix.isChecked())
        .with("edits", fix.edits(), JsonFormat::edit);
  }

  private static JsonObjectBuilder edit(Edit edit) {
    return new JsonObjectBuilder()
        .with("location", location(edit.span()))
        .with("replacement", edit.replacement());
  }

  private static JsonObjectBuilder location(Span span) {
    return new JsonObjectBuilder()
        .with("file", span.file().name())
        .with("start", position(span.file(), span.start()))
        .with("end", position(span.file(), span.end()));
  }

  private static JsonObjectBuilder position(SourceFile file, int offset) {
    return new JsonObjectBuilder()
        .with("line", file.line(offset))
        .with("column", file.column(offset))
        .with("offset", offset);
  }
}
