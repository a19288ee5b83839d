package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Renders diagnostics for people, in the form that rustc made known:
 *
 * <pre>
 * error[E0301]: `Linear` expects 120 input features, its input has 400
 *   --> lenet.net:9:33
 *    |
 *  8 |     flat = pooled -> flatten
 *    |            ----------------- `flat` is float[N, 400]
 *  9 |     h = flat -> fc1: Linear(84, in_features=120)
 *    |                                 ^^^^^^^^^^^^^^^ 120 is asserted here
 *    |
 *    = help: leave `in_features` out: the size is inferred
 * </pre>
 *
 * Carets mark the primary place, dashes the others. The same diagnostics give the same text.
 */
public final class TextRenderer {
  private final Colors colors;

  /** Makes a renderer. */
  public TextRenderer(Colors colors) {
    this.colors = colors;
  }

  /**
   * Renders diagnostics in the order of the files, an empty line between two of them.
   *
   * @return the text, with a line end after each line; empty for no diagnostics
   */
  public String render(Collection<Diagnostic> diagnostics) {
    Sources sources = new Sources();
    List<String> rendered =
        diagnostics.stream()
            .sorted(Diagnostic.BY_POSITION)
            .map(diagnostic -> render(diagnostic, sources))
            .toList();
    return String.join("\n", rendered);
  }

  /** Renders one diagnostic, with a line end after each line. */
  public String render(Diagnostic diagnostic) {
    return render(diagnostic, new Sources());
  }

  /** The lines that have been laid out: many diagnostics may be of one. */
  private static final class Sources {
    private final Map<SourceFile, Map<Integer, DisplayLine>> files = new HashMap<>();

    DisplayLine line(SourceFile file, int line) {
      return files
          .computeIfAbsent(file, f -> new HashMap<>())
          .computeIfAbsent(line, l -> new DisplayLine(file, l));
    }
  }

  private String render(Diagnostic diagnostic, Sources sources) {
    List<String> lines = new ArrayList<>();
    Style severity = Style.of(diagnostic.severity());
    lines.add(
        severity.paint(diagnostic.severity().word() + "[" + diagnostic.code() + "]", colors)
            + Style.MESSAGE.paint(": " + diagnostic.message(), colors));
    Gutter gutter = new Gutter(lastLine(diagnostic), colors);
    Map<SourceFile, List<Label>> byFile = new LinkedHashMap<>();
    diagnostic
        .labels()
        .forEach(l -> byFile.computeIfAbsent(l.span().file(), f -> new ArrayList<>()).add(l));
    String arrow = "--> ";
    for (List<Label> labels : byFile.values()) {
      lines.add(gutter.arrow(arrow) + labels.get(0).span());
      lines.add(gutter.empty());
      addSnippet(lines, labels, diagnostic, gutter, sources);
      arrow = "::: ";
    }
    addNotes(lines, diagnostic, gutter);
    return String.join("\n", lines) + "\n";
  }

  private static int lastLine(Diagnostic diagnostic) {
    return diagnostic.labels().stream()
        .map(Label::span)
        .mapToInt(span -> span.file().line(span.end()))
        .max()
        .orElse(1);
  }

  private void addSnippet(
      List<String> lines,
      List<Label> labels,
      Diagnostic diagnostic,
      Gutter gutter,
      Sources sources) {
    SourceFile file = labels.get(0).span().file();
    List<Mark> marks = new ArrayList<>();
    Label primary = diagnostic.labels().get(0);
    for (Label label : labels) {
      Style style = label.equals(primary) ? Style.of(diagnostic.severity()) : Style.SECONDARY;
      marks.addAll(Mark.of(label, label.equals(primary) ? '^' : '-', style, sources));
    }
    int shown = 0;
    for (int line : new TreeSet<>(marks.stream().map(Mark::line).toList())) {
      if (shown > 0 && line == shown + 2) {
        DisplayLine between = sources.line(file, line - 1);
        lines.add(gutter.line(line - 1, Crop.of(between, List.of()).text(between)));
      } else if (shown > 0 && line > shown + 1) {
        lines.add(gutter.gap());
      }
      List<Mark> here = marks.stream().filter(mark -> mark.line() == line).toList();
      DisplayLine display = sources.line(file, line);
      Crop crop = Crop.of(display, here);
      lines.add(gutter.line(line, crop.text(display)));
      new MarkedLine(here.stream().map(crop::mark).toList(), colors)
          .rows()
          .forEach(row -> lines.add(gutter.beside(row)));
      shown = line;
    }
  }

  private static void addNotes(List<String> lines, Diagnostic diagnostic, Gutter gutter) {
    List<String> notes = Prose.notes(diagnostic);
    List<Suggestion> advice = diagnostic.advice();
    if (notes.isEmpty() && advice.isEmpty()) {
      return;
    }
    lines.add(gutter.empty());
    notes.forEach(note -> lines.add(gutter.note("note", note)));
    advice.forEach(help -> lines.add(gutter.note("help", help.message())));
  }

  /** What stands left of the source: line numbers and a rule. */
  private record Gutter(int lastLine, Colors colors) {

    private String blank() {
      return " ".repeat(Integer.toString(lastLine).length() + 1);
    }

    String arrow(String arrow) {
      return blank() + Style.GUTTER.paint(arrow, colors);
    }

    String empty() {
      return blank() + Style.GUTTER.paint(" |", colors);
    }

    String gap() {
      return Style.GUTTER.paint(" ...", colors);
    }

    String line(int line, String text) {
      String number = Integer.toString(line);
      String padded = " ".repeat(blank().length() - number.length()) + number;
      return Style.GUTTER.paint(padded + " |", colors) + (text.isEmpty() ? "" : " " + text);
    }

    String beside(String row) {
      return empty() + " " + row;
    }

    String note(String kind, String text) {
      String indent = "\n" + blank() + " ".repeat(" = : ".length() + kind.length());
      return blank()
          + Style.GUTTER.paint(" = ", colors)
          + Style.MESSAGE.paint(kind + ":", colors)
          + " "
          + text.replace("\n", indent);
    }
  }

  /**
   * The underline of one label in one line.
   *
   * @param line the line, from 1
   * @param start the first column, from 0
   * @param end the column behind the last
   * @param stroke what it is drawn with
   * @param text what is said there
   * @param style how it looks
   */
  record Mark(int line, int start, int end, char stroke, String text, Style style) {

    /** The marks of a label: of its line, or of the first and the last of its lines. */
    static List<Mark> of(Label label, char stroke, Style style, Sources sources) {
      Span span = label.span();
      SourceFile file = span.file();
      int first = span.line();
      int last = span.end() == span.start() ? first : file.line(span.end() - 1);
      DisplayLine top = sources.line(file, first);
      int start = top.column(span.start());
      if (first == last) {
        int end = Math.max(start + 1, top.column(span.end()));
        return List.of(new Mark(first, start, end, stroke, label.text(), style));
      }
      DisplayLine bottom = sources.line(file, last);
      int indent = bottom.text().length() - bottom.text().stripLeading().length();
      int end = Math.max(indent + 1, bottom.column(span.end()));
      return List.of(
          new Mark(first, start, Math.max(start + 1, top.end()), stroke, "", style),
          new Mark(last, indent, end, stroke, label.text(), style));
    }
  }
}
