package dev.netc.frontend.drawing;

import dev.netc.compiler.cost.Quantity;
import dev.netc.compiler.elaborate.Flow;
import dev.netc.compiler.elaborate.Network;
import dev.netc.frontend.drawing.Scene.Box;
import dev.netc.frontend.drawing.Scene.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes boxes and lines of the flow of networks. */
final class SceneBuilder {
  private final Flow flow;
  private final DrawingOptions options;
  private final int base;
  private final Map<String, Network.Layer> layers = new HashMap<>();
  private final Folding folding;
  private final Titles titles;
  private final Set<String> applied = new HashSet<>();

  /** The box that a step is drawn as, or within. */
  private final Map<Integer, Integer> boxes = new HashMap<>();

  private SceneBuilder(Network network, DrawingOptions options, int base) {
    this.flow = network.outline().flow();
    this.options = options;
    this.base = base;
    collect(network.root());
    this.folding =
        options.copies() == DrawingOptions.Copies.FOLDED
            ? Folding.of(flow, layers)
            : Folding.none(flow);
    this.titles = new Titles(network, layers);
  }

  private void collect(Network.Layer layer) {
    layers.put(layer.path(), layer);
    layer.children().forEach(this::collect);
  }

  /** The scene of one network, or of several, each in a box of its own. */
  static Scene scene(List<Network> networks, DrawingOptions options) {
    List<Box> boxes = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    List<String> names = networks.stream().map(Network::name).toList();
    int base = 0;
    for (Network network : networks) {
      SceneBuilder builder = new SceneBuilder(network, options, base + 1);
      List<Box> own = builder.children(-1, "", 0);
      if (networks.size() == 1) {
        boxes.addAll(own);
      } else if (!own.isEmpty()) {
        boxes.add(
            new Box(
                base,
                Flow.Kind.SEQUENCE,
                network.name(),
                Quantity.count(network.parameterCount()) + " parameters",
                List.of(),
                1,
                network.outline().name(),
                own));
      }
      lines.addAll(builder.lines());
      base += builder.flow.steps().size() + 1;
    }
    return new Scene(String.join(", ", names), boxes, lines);
  }

  /** How deep layers lie in each other. */
  static int depth(List<Box> boxes) {
    return boxes.stream()
        .filter(Box::isGroup)
        .mapToInt(box -> 1 + depth(box.children()))
        .max()
        .orElse(0);
  }

  private List<Box> children(int parent, String path, int depth) {
    List<Box> children = new ArrayList<>();
    for (int step : folding.children(parent)) {
      if (folding.shown(step) == step) {
        children.add(box(step, path, depth));
      }
    }
    return children;
  }

  private Box box(int number, String path, int depth) {
    Flow.Step step = flow.steps().get(number);
    boxes.put(number, number);
    boolean open = opens(number, depth);
    if (!open) {
      for (int within = number + 1; within < folding.end(number); within++) {
        boxes.put(within, number);
      }
    }
    boolean again = step.layer().isPresent() && !applied.add(step.layer().get());
    List<Box> within = open ? children(number, step.layer().orElse(path), depth + 1) : List.of();
    String name = name(number, step, path);
    List<String> details = details(step, within.isEmpty(), again);
    String subtitle = subtitle(step, within.isEmpty(), name);
    return new Box(
        base + number,
        step.kind(),
        name,
        subtitle,
        details,
        folding.count(number),
        step.span(),
        within);
  }

  /** Functions that own nothing are drawn closed: what they do is said by their name. */
  private boolean opens(int number, int depth) {
    boolean within = folding.end(number) > number + 1;
    if (!within || (options.depth().isPresent() && depth >= options.depth().getAsInt())) {
      return false;
    }
    return flow.steps().get(number).kind() != Flow.Kind.FUNCTION || ownsAnything(number);
  }

  private boolean ownsAnything(int number) {
    for (int i = number; i < folding.end(number); i++) {
      Flow.Step step = flow.steps().get(i);
      if (step.kind() == Flow.Kind.PARAMETER
          || step.layer().filter(path -> titles.elements(path) > 0).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private String name(int number, Flow.Step step, String path) {
    String local = Titles.local(step.name(), path);
    int count = folding.count(number);
    if (count > 1) {
      int last = number;
      for (int i = number; i < flow.steps().size(); i++) {
        boolean copy = flow.steps().get(i).parent() == step.parent() && folding.shown(i) == number;
        last = copy ? i : last;
      }
      return local + "–" + Titles.local(flow.steps().get(last).name(), path);
    }
    boolean called =
        (step.kind() == Flow.Kind.FUNCTION || step.kind() == Flow.Kind.LAYER)
            && step.name().equals(step.type());
    return called ? titles.call(step) : local;
  }

  private String subtitle(Flow.Step step, boolean closed, String name) {
    return switch (step.kind()) {
      case INPUT, TARGET -> step.results().get(0).toString();
      case OUTPUT, LOSS, METRIC, OPERATOR -> "";
      case PARAMETER -> step.results().get(0).shape().toString();
      case SEQUENCE, REPEAT -> "";
      case LAYER, FUNCTION -> {
        String call = closed ? titles.call(step) : step.type();
        yield call.equals(name) ? "" : call;
      }
    };
  }

  private List<String> details(Flow.Step step, boolean closed, boolean again) {
    if (step.layer().isEmpty() || titles.elements(step.layer().get()) == 0) {
      return List.of();
    }
    if (again) {
      return List.of("the same weights again");
    }
    String path = step.layer().get();
    return closed
        ? titles.parameters(path)
        : List.of(Quantity.count(titles.elements(path)) + " parameters");
  }

  private List<Line> lines() {
    Set<Line> lines = new LinkedHashSet<>();
    for (Flow.Edge edge : flow.edges()) {
      if (!folding.isBetweenCopies(edge)) {
        Integer from = boxes.get(folding.shown(edge.from()));
        Integer to = boxes.get(folding.shown(edge.to()));
        if (from != null && to != null && !from.equals(to)) {
          lines.add(new Line(base + from, base + to, edge.tensor()));
        }
      }
    }
    return List.copyOf(lines);
  }
}
