package dev.netc.frontend.format;

/** A format for programs: turns a whole report into a document. */
@FunctionalInterface
public interface ReportFormat {
  /** The document, with a line end at its end; empty if the format has nothing to say. */
  String render(Report report);
}
