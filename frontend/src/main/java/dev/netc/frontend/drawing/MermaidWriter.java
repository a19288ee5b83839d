package dev.netc.frontend.drawing;

import dev.netc.frontend.drawing.Scene.Box;
import dev.netc.frontend.drawing.Scene.Line;
import java.util.ArrayList;
import java.util.List;

/** Writes a scene for Mermaid. */
final class MermaidWriter {
  private final StringBuilder out = new StringBuilder();

  private MermaidWriter() {}

  static String write(Scene scene) {
    MermaidWriter writer = new MermaidWriter();
    writer.line(0, "flowchart TD");
    scene.boxes().forEach(box -> writer.box(1, box));
    for (Line line : scene.lines()) {
      String shape = Escapes.mermaid(line.tensor().shape());
      writer.line(1, "n%d -->|\"%s\"| n%d".formatted(line.from(), shape, line.to()));
    }
    writer.line(1, "classDef input fill:#e6f0fd,stroke:#3b78d8,color:#1f2328");
    writer.line(1, "classDef target fill:#f2ebfc,stroke:#8a5cd1,color:#1f2328");
    writer.line(1, "classDef owner fill:#e5f4ea,stroke:#2f8f53,color:#1f2328");
    writer.line(1, "classDef parameter fill:#f1f6e2,stroke:#78952a,color:#1f2328");
    writer.line(1, "classDef output fill:#fdf0de,stroke:#c27717,color:#1f2328");
    writer.line(1, "classDef loss fill:#fde7e7,stroke:#cf4a4a,color:#1f2328");
    writer.line(1, "classDef plain fill:#f3f4f6,stroke:#98a2ad,color:#1f2328");
    return writer.out.toString();
  }

  private void box(int depth, Box box) {
    String label = label(box);
    if (box.isGroup()) {
      line(depth, "subgraph n%d [\"%s\"]".formatted(box.id(), label));
      box.children().forEach(child -> box(depth + 1, child));
      line(depth, "end");
    } else {
      boolean round = isRound(box);
      line(
          depth,
          "n%d%s\"%s\"%s:::%s"
              .formatted(box.id(), round ? "([" : "[", label, round ? "])" : "]", style(box)));
    }
  }

  private static boolean isRound(Box box) {
    return switch (box.kind()) {
      case INPUT, TARGET, OUTPUT, LOSS, METRIC, OPERATOR -> true;
      case PARAMETER, LAYER, FUNCTION, SEQUENCE, REPEAT -> false;
    };
  }

  private static String style(Box box) {
    return switch (box.kind()) {
      case INPUT -> "input";
      case TARGET -> "target";
      case PARAMETER -> "parameter";
      case OUTPUT -> "output";
      case LOSS, METRIC -> "loss";
      case LAYER, FUNCTION, OPERATOR, SEQUENCE, REPEAT ->
          box.details().isEmpty() ? "plain" : "owner";
    };
  }

  private static String label(Box box) {
    List<String> lines = new ArrayList<>();
    lines.add(box.heading());
    lines.addAll(Sizing.texts(box));
    return String.join("<br>", lines.stream().map(Escapes::mermaid).toList());
  }

  private void line(int depth, String text) {
    out.append("    ".repeat(depth)).append(text).append('\n');
  }
}
