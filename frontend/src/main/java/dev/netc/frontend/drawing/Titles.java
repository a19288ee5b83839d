package dev.netc.frontend.drawing;

import dev.netc.compiler.cost.Quantity;
import dev.netc.compiler.elaborate.Flow;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in the boxes of a network. */
final class Titles {
  private static final int LONGEST = 40;
  private static final int MOST_PARAMETERS = 3;
  private static final Pattern LABEL =
      Pattern.compile("^(?:[A-Za-z_]\\w*|\"(?:\\\\.|[^\"\\\\])*+\")\\s*:\\s*");

  private final Map<String, Network.Layer> layers;
  private final Map<String, TensorType> parameters = new HashMap<>();

  Titles(Network network, Map<String, Network.Layer> layers) {
    this.layers = layers;
    network.parameters().forEach(p -> parameters.put(p.path(), p.type()));
  }

  /** The name of a step within what has a path. */
  static String local(String name, String path) {
    return !path.isEmpty() && name.startsWith(path + ".")
        ? name.substring(path.length() + 1)
        : name;
  }

  /** What the author has written, or the name of what is applied. */
  String call(Flow.Step step) {
    String text = step.span().text().replaceAll("\\s+", " ");
    Matcher label = LABEL.matcher(text);
    String call = label.find() ? text.substring(label.end()) : text;
    boolean makes = step.kind() == Flow.Kind.LAYER && step.layer().isPresent();
    if (call.startsWith(step.type()) && (makes || isStage(step.span()))) {
      return shortened(call);
    }
    String made = step.layer().map(layers::get).map(Network.Layer::representation).orElse("");
    return shortened(made.isEmpty() ? step.type() : step.type() + "(" + made + ")");
  }

  /** Whether a place stands behind an arrow or brace, so that its text does not name its input. */
  private static boolean isStage(Span span) {
    String before = span.file().text().substring(0, span.start()).stripTrailing();
    return before.endsWith("->") || before.endsWith("{");
  }

  static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = LONGEST - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  /** The parameters of a layer and of all within it, in lines. */
  List<String> parameters(String path) {
    List<String> all = new ArrayList<>();
    collect(layers.get(path), all);
    if (all.size() > MOST_PARAMETERS) {
      return List.of(Quantity.count(elements(path)) + " parameters");
    }
    List<String> lines = new ArrayList<>();
    for (String name : all) {
      TensorType type = parameters.get(name);
      if (type != null) {
        lines.add(local(name, path) + " " + type.shape());
      }
    }
    return lines;
  }

  /** The elements of the parameters of a layer and of all within it. */
  long elements(String path) {
    List<String> all = new ArrayList<>();
    collect(layers.get(path), all);
    return all.stream()
        .map(parameters::get)
        .filter(type -> type != null)
        .mapToLong(type -> type.shape().elements().constant())
        .sum();
  }

  private static void collect(Network.@Nullable Layer layer, List<String> all) {
    if (layer != null) {
      all.addAll(layer.parameters());
      layer.children().forEach(child -> collect(child, all));
    }
  }
}
