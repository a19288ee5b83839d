package dev.netc.frontend.drawing;

import dev.netc.frontend.drawing.Scene.Box;
import dev.netc.frontend.drawing.Scene.Line;
import java.util.ArrayList;
import java.util.List;

/** Writes a scene for Graphviz. */
final class DotWriter {
  private final StringBuilder out = new StringBuilder();

  private DotWriter() {}

  static String write(Scene scene) {
    DotWriter writer = new DotWriter();
    writer.line(0, "digraph \"" + Escapes.dot(scene.title()) + "\" {");
    writer.line(1, "graph [fontname=\"Helvetica\", fontsize=11, ranksep=0.4]");
    writer.line(
        1,
        "node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded,filled\","
            + " fillcolor=\"#f3f4f6\", color=\"#98a2ad\"]");
    writer.line(1, "edge [fontname=\"Helvetica\", fontsize=9, color=\"#7d8590\", arrowsize=0.7]");
    scene.boxes().forEach(box -> writer.box(1, box));
    for (Line line : scene.lines()) {
      writer.line(
          1,
          "n%d -> n%d [label=\"%s\"]"
              .formatted(line.from(), line.to(), Escapes.dot(line.tensor().shape())));
    }
    writer.line(0, "}");
    return writer.out.toString();
  }

  private void box(int depth, Box box) {
    String label = label(box);
    if (!box.isGroup()) {
      line(depth, "n%d [label=\"%s\"%s]".formatted(box.id(), label, look(box)));
      return;
    }
    line(depth, "subgraph cluster_%d {".formatted(box.id()));
    line(
        depth + 1,
        "graph [label=\"%s\", labeljust=l, style=\"rounded,filled\", fillcolor=\"#8c959f18\","
                .formatted(label)
            + " color=\"#c4cbd3\"]");
    box.children().forEach(child -> box(depth + 1, child));
    line(depth, "}");
  }

  private static String label(Box box) {
    List<String> lines = new ArrayList<>();
    lines.add(box.heading());
    lines.addAll(Sizing.texts(box));
    return String.join("\\n", lines.stream().map(Escapes::dot).toList());
  }

  private static String look(Box box) {
    String fill =
        switch (box.kind()) {
          case INPUT -> "#e6f0fd\", color=\"#3b78d8";
          case TARGET -> "#f2ebfc\", color=\"#8a5cd1";
          case PARAMETER -> "#f1f6e2\", color=\"#78952a";
          case OUTPUT -> "#fdf0de\", color=\"#c27717";
          case LOSS, METRIC -> "#fde7e7\", color=\"#cf4a4a";
          case LAYER, FUNCTION, OPERATOR, SEQUENCE, REPEAT ->
              box.details().isEmpty() ? "" : "#e5f4ea\", color=\"#2f8f53";
        };
    return fill.isEmpty() ? "" : ", fillcolor=\"" + fill + "\"";
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }
}
