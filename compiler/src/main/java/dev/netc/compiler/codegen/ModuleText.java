package dev.netc.compiler.codegen;

import dev.netc.compiler.elaborate.Network.Layer;
import java.util.ArrayList;
import java.util.List;

/** The tree of layers as PyTorch prints a module. */
final class ModuleText {
  private ModuleText() {}

  /** The lines, without ends. */
  static List<String> lines(Layer root) {
    List<String> lines = new ArrayList<>();
    add(root, "", "", lines);
    return lines;
  }

  private static void add(Layer layer, String label, String indent, List<String> lines) {
    String start = indent + label + layer.type() + "(";
    if (layer.children().isEmpty()) {
      lines.add(start + layer.representation() + ")");
      return;
    }
    lines.add(start);
    String inner = indent + "  ";
    if (!layer.representation().isEmpty()) {
      lines.add(inner + layer.representation());
    }
    for (Layer child : layer.children()) {
      add(child, "(" + child.name() + "): ", inner, lines);
    }
    lines.add(indent + ")");
  }
}
