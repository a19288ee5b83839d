package dev.netc.frontend.drawing;

import dev.netc.compiler.elaborate.Flow;
import dev.netc.compiler.elaborate.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the copies of repetitions that are equal but for their number. */
final class Folding {
  private final Flow flow;
  private final Map<String, Network.Layer> layers;
  private final int[] ends;
  private final int[] shown;
  private final int[] counts;

  private Folding(Flow flow, Map<String, Network.Layer> layers) {
    this.flow = flow;
    this.layers = layers;
    int size = flow.steps().size();
    this.ends = new int[size];
    this.shown = new int[size];
    this.counts = new int[size];
    for (int i = size - 1; i >= 0; i--) {
      ends[i] = Math.max(ends[i], i + 1);
      shown[i] = i;
      counts[i] = 1;
      int parent = flow.steps().get(i).parent();
      if (parent >= 0) {
        ends[parent] = Math.max(ends[parent], ends[i]);
      }
    }
  }

  /** Nothing is folded. */
  static Folding none(Flow flow) {
    return new Folding(flow, Map.of());
  }

  /** Equal copies that follow each other are one. */
  static Folding of(Flow flow, Map<String, Network.Layer> layers) {
    Folding folding = new Folding(flow, layers);
    // The innermost first: what they are drawn as is part of what those around them are.
    for (int i = flow.steps().size() - 1; i >= 0; i--) {
      if (flow.steps().get(i).kind() == Flow.Kind.REPEAT) {
        folding.fold(folding.children(i));
      }
    }
    return folding;
  }

  /** The steps right within a step, or those within none for a negative number. */
  List<Integer> children(int step) {
    List<Integer> children = new ArrayList<>();
    int end = step < 0 ? ends.length : ends[step];
    for (int i = step + 1; i < end; i = ends[i]) {
      children.add(i);
    }
    return children;
  }

  /** The step that a step is drawn as. */
  int shown(int step) {
    return shown[step];
  }

  /** How many copies a step that is drawn stands for. */
  int count(int step) {
    return counts[step];
  }

  /** Behind the last step within a step. */
  int end(int step) {
    return ends[step];
  }

  private void fold(List<Integer> copies) {
    int first = -1;
    String signature = "";
    for (int copy : copies) {
      String own = signature(copy);
      if (first >= 0 && own.equals(signature)) {
        counts[first]++;
        for (int i = copy; i < ends[copy]; i++) {
          shown[i] = shown[first + i - copy];
        }
      } else {
        first = copy;
        signature = own;
      }
    }
  }

  /** All that a copy looks like. */
  private String signature(int copy) {
    StringBuilder text = new StringBuilder();
    String prefix = flow.steps().get(copy).name() + ".";
    for (int i = copy; i < ends[copy]; i++) {
      Flow.Step step = flow.steps().get(i);
      text.append(i == copy ? "" : step.parent() - copy).append('|').append(step.kind());
      text.append('|').append(i == copy ? "" : local(step.name(), prefix));
      text.append('|').append(step.type()).append('|').append(step.span().text());
      text.append('|').append(step.results()).append('|');
      step.layer().map(layers::get).ifPresent(layer -> text.append(layer.representation()));
      text.append('\n');
    }
    for (Flow.Edge edge : flow.edges()) {
      if (edge.from() >= copy && edge.to() < ends[copy] && edge.to() >= copy) {
        text.append(edge.from() - copy).append('>').append(edge.to() - copy).append(' ');
      }
    }
    return text.toString();
  }

  private static String local(String name, String prefix) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  /** Whether an edge goes from one copy to another one that is drawn as the same. */
  boolean isBetweenCopies(Flow.Edge edge) {
    List<Integer> from = ancestors(edge.from());
    List<Integer> to = ancestors(edge.to());
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      int a = from.get(i);
      int b = to.get(i);
      if (a != b) {
        return shown[a] == shown[b];
      }
    }
    return false;
  }

  /** A step and those that it is within, the outermost first. */
  private List<Integer> ancestors(int step) {
    List<Integer> ancestors = new ArrayList<>();
    for (int at = step; at >= 0; at = flow.steps().get(at).parent()) {
      ancestors.add(0, at);
    }
    return ancestors;
  }
}
