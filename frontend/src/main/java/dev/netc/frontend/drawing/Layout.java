package dev.netc.frontend.drawing;

import dev.netc.compiler.elaborate.Flow;
import dev.netc.frontend.drawing.Layers.Node;
import dev.netc.frontend.drawing.Placed.End;
import dev.netc.frontend.drawing.Placed.Note;
import dev.netc.frontend.drawing.Placed.Point;
import dev.netc.frontend.drawing.Placed.Wire;
import dev.netc.frontend.drawing.Scene.Box;
import dev.netc.frontend.drawing.Scene.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places the boxes of a scene, from the innermost groups outwards. A line that crosses the border
 * of a group is laid in parts, which meet at the border.
 */
final class Layout {
  private final Map<Integer, List<Integer>> ways = new HashMap<>();
  private final List<Line> lines;

  /** What leaves a box: the same tensor is one line, wherever it goes. */
  private record Source(int box, Flow.Tensor tensor) {}

  /** A box with its size, and where lines meet its border, from its middle. */
  private record Block(
      Placed placed, double room, Map<Source, Double> in, Map<Source, Double> out) {}

  private record Segment(Node from, Node to, Source source, int target) {}

  private Layout(Scene scene) {
    this.lines = scene.lines();
    note(scene.boxes(), List.of());
  }

  /** The scene as one placed box without a border. */
  static Placed of(Scene scene, Box root) {
    return new Layout(scene).group(root, 0).placed();
  }

  /** Notes for each box what it is within, the outermost first, and then itself. */
  private void note(List<Box> boxes, List<Integer> outer) {
    for (Box box : boxes) {
      List<Integer> way = new ArrayList<>(outer);
      way.add(box.id());
      ways.put(box.id(), way);
      note(box.children(), way);
    }
  }

  private Block leaf(Box box) {
    Set<Source> sources = new LinkedHashSet<>();
    for (Line line : lines) {
      if (line.from() == box.id()) {
        sources.add(new Source(line.from(), line.tensor()));
      }
    }
    double width = Sizing.width(box);
    double notes = sources.stream().mapToDouble(s -> Sizing.note(s.tensor()) + Sizing.SIDE).sum();
    Map<Source, Double> out = new HashMap<>();
    double x = -notes / 2;
    for (Source source : sources) {
      out.put(source, sources.size() == 1 ? 0 : x);
      x += Sizing.note(source.tensor()) + Sizing.SIDE;
    }
    double room = Math.max(width, sources.size() == 1 ? 2 * notes - Sizing.SIDE : notes);
    double drawn = sources.size() == 1 ? width : Math.max(width, notes);
    Placed placed =
        new Placed(box, 0, 0, drawn, Sizing.textHeight(box), List.of(), List.of(), List.of());
    return new Block(placed, room, Map.of(), out);
  }

  /** A group and all within it; {@code depth} is how many groups it is within. */
  private Block group(Box group, int depth) {
    boolean root = depth == 0;
    Layers layers = new Layers();
    Map<Source, Node> entries = new LinkedHashMap<>();
    Map<Source, Node> exits = new LinkedHashMap<>();
    Map<Integer, Node> nodes = new LinkedHashMap<>();
    Map<Node, Block> blocks = new LinkedHashMap<>();
    for (Line line : lines) {
      if (!isWithin(line.from(), group, depth) && isWithin(line.to(), group, depth)) {
        entries.computeIfAbsent(
            new Source(line.from(), line.tensor()), s -> layers.add(Layers.Pin.TOP, 4, 0));
      }
    }
    for (Box child : group.children()) {
      Block block = child.isGroup() ? group(child, depth + 1) : leaf(child);
      Node node = layers.add(Layers.Pin.ANYWHERE, block.room(), block.placed().height());
      nodes.put(child.id(), node);
      blocks.put(node, block);
    }
    for (Line line : lines) {
      if (isWithin(line.from(), group, depth) && !isWithin(line.to(), group, depth)) {
        exits.computeIfAbsent(
            new Source(line.from(), line.tensor()), s -> layers.add(Layers.Pin.BOTTOM, 4, 0));
      }
    }
    Set<Segment> segments = new LinkedHashSet<>();
    for (Line line : lines) {
      Source source = new Source(line.from(), line.tensor());
      boolean from = isWithin(line.from(), group, depth);
      boolean to = isWithin(line.to(), group, depth);
      if (from || to) {
        Node start = from ? nodes.get(child(line.from(), depth)) : entries.get(source);
        Node end = to ? nodes.get(child(line.to(), depth)) : exits.get(source);
        if (start != null && end != null && start != end) {
          segments.add(new Segment(start, end, source, to ? child(line.to(), depth) : -1));
        }
      }
    }
    return placed(group, root, new Parts(layers, entries, exits, blocks, List.copyOf(segments)));
  }

  private record Parts(
      Layers layers,
      Map<Source, Node> entries,
      Map<Source, Node> exits,
      Map<Node, Block> blocks,
      List<Segment> segments) {

    double out(Segment segment) {
      Block block = blocks.get(segment.from());
      return block == null ? 0 : block.out().getOrDefault(segment.source(), 0.0);
    }

    double in(Segment segment) {
      Block block = blocks.get(segment.to());
      return block == null ? 0 : block.in().getOrDefault(segment.source(), 0.0);
    }
  }

  private boolean isWithin(int box, Box group, int depth) {
    if (depth == 0) {
      return true;
    }
    List<Integer> way = ways.getOrDefault(box, List.of());
    return way.size() > depth && way.get(depth - 1) == group.id();
  }

  private int child(int box, int depth) {
    return ways.getOrDefault(box, List.of()).get(depth);
  }

  private static Block placed(Box group, boolean root, Parts parts) {
    Layers layers = parts.layers();
    List<Layers.Edge> edges = new ArrayList<>();
    for (Segment segment : parts.segments()) {
      edges.add(
          new Layers.Edge(
              segment.from(),
              segment.to(),
              List.of(segment.from(), segment.source()),
              parts.out(segment),
              parts.in(segment)));
    }
    List<List<Node>> ways = layers.arrange(edges);
    double content = Columns.place(layers);
    double side = root ? 0 : Sizing.SIDE;
    double head = root ? 0 : Sizing.textHeight(group) - Sizing.PADDING;
    double header = root ? 0 : Sizing.textWidth(group) + Sizing.SIDE;
    double width =
        Math.max(content + 2 * side, parts.entries().isEmpty() ? header + side : 2 * header);
    double shift = (width - content) / 2;
    layers.nodes.forEach(node -> node.x += shift);
    Rows rows = Rows.of(layers, head);
    double height = rows.bottom() + (root ? 0 : parts.exits().isEmpty() ? Sizing.SIDE : 0);
    List<Placed> children = new ArrayList<>();
    List<Note> notes = new ArrayList<>();
    parts
        .blocks()
        .forEach(
            (node, block) -> {
              Placed child = block.placed();
              double top = rows.top(node);
              children.add(child.at(node.x - child.width() / 2, top));
              if (!child.box().isGroup()) {
                notes(node, block, top).forEach(notes::add);
              }
            });
    notes.sort(Comparator.comparing(Note::y).thenComparing(Note::x));
    List<Wire> wires = wires(parts, ways, rows, height);
    Map<Source, Double> in = offsets(parts.entries(), width);
    Map<Source, Double> out = offsets(parts.exits(), width);
    return new Block(
        new Placed(group, 0, 0, width, height, children, wires, notes), width, in, out);
  }

  /** The shapes of what leaves a box, below it. Numbers without a shape have none. */
  private static List<Note> notes(Node node, Block block, double top) {
    List<Note> notes = new ArrayList<>();
    double y = top + block.placed().height() + Sizing.TEXT_LINE - 1;
    block
        .out()
        .forEach(
            (source, offset) -> {
              if (source.tensor().type().rank() > 0) {
                notes.add(new Note(node.x + offset + 6, y, source.tensor().shape()));
              }
            });
    return notes;
  }

  private static Map<Source, Double> offsets(Map<Source, Node> borders, double width) {
    Map<Source, Double> offsets = new LinkedHashMap<>();
    borders.forEach((source, node) -> offsets.put(source, node.x - width / 2));
    return offsets;
  }

  private static List<Wire> wires(Parts parts, List<List<Node>> ways, Rows rows, double height) {
    Map<Node, List<Integer>> arriving = new LinkedHashMap<>();
    for (int i = 0; i < ways.size(); i++) {
      arriving.computeIfAbsent(parts.segments().get(i).to(), n -> new ArrayList<>()).add(i);
    }
    double[] arrivals = new double[ways.size()];
    arriving.forEach((node, all) -> arrivals(parts, ways, node, all, arrivals));
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      Segment segment = parts.segments().get(i);
      List<Point> points = new ArrayList<>();
      List<Node> way = ways.get(i);
      Node from = segment.from();
      Node to = segment.to();
      double startX = from.x + parts.out(segment);
      boolean enters = !parts.blocks().containsKey(from);
      points.add(new Point(startX, enters ? 0 : rows.top(from) + from.height));
      points.add(new Point(startX, rows.bottomOfLayer(from)));
      if (!enters) {
        points.add(new Point(startX, rows.bottomOfLayer(from) + Sizing.STEM));
      }
      for (Node bend : way.subList(1, way.size() - 1)) {
        points.add(new Point(bend.x, rows.topOfLayer(bend)));
        points.add(new Point(bend.x, rows.bottomOfLayer(bend)));
      }
      boolean leaves = !parts.blocks().containsKey(to);
      points.add(new Point(arrivals[i], rows.topOfLayer(to)));
      points.add(new Point(arrivals[i], leaves ? height : rows.top(to)));
      Block target = parts.blocks().get(to);
      boolean ends = target != null && !target.placed().box().isGroup();
      wires.add(
          new Wire(segment.source().box(), segment.target(), points, ends ? End.ARROW : End.OPEN));
    }
    return wires;
  }

  /** Lines that arrive at a box without a place for each stand side by side, and do not cross. */
  private static void arrivals(
      Parts parts, List<List<Node>> ways, Node node, List<Integer> all, double[] arrivals) {
    Block block = parts.blocks().get(node);
    if (block == null || block.placed().box().isGroup()) {
      all.forEach(i -> arrivals[i] = node.x + parts.in(parts.segments().get(i)));
      return;
    }
    List<Integer> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparing(
            (Integer i) -> {
              List<Node> way = ways.get(i);
              Node before = way.get(way.size() - 2);
              return before.x + (way.size() == 2 ? parts.out(parts.segments().get(i)) : 0);
            }));
    double step =
        sorted.size() == 1 ? 0 : Math.min(18, (block.placed().width() - 12) / (sorted.size() - 1));
    for (int i = 0; i < sorted.size(); i++) {
      arrivals[sorted.get(i)] = node.x + step * (i - (sorted.size() - 1) / 2.0);
    }
  }
}
