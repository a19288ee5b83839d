package dev.netc.frontend.drawing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A graph without cycles in layers, from the top to the bottom: which node is in which layer, and
 * in which order they stand there. An edge over several layers has a bend in each that it passes;
 * edges of one origin share their bends.
 *
 * <p>Nodes are given in an order in which edges go forwards only. That order breaks all ties.
 */
final class Layers {
  private static final int SWEEPS = 12;

  final List<Node> nodes = new ArrayList<>();
  final List<List<Node>> layers = new ArrayList<>();

  /** What stands in a layer: a node, or the bend of an edge. */
  static final class Node {
    final int number;
    final Pin pin;
    final double width;
    final double height;
    final List<Link> in = new ArrayList<>();
    final List<Link> out = new ArrayList<>();
    int layer;
    int place;
    double x;
    private double rank;

    private Node(int number, Pin pin, double width, double height) {
      this.number = number;
      this.pin = pin;
      this.width = width;
      this.height = height;
    }

    boolean isBend() {
      return pin == Pin.BEND;
    }
  }

  /** Where a node may stand. */
  enum Pin {
    ANYWHERE,
    TOP,
    BOTTOM,
    BEND
  }

  /**
   * Part of an edge between neighbouring layers.
   *
   * @param fromOffset where it leaves, from the middle of the node
   * @param toOffset where it arrives
   */
  record Link(Node from, Node to, double fromOffset, double toOffset) {
    /** How much it wants to be straight. */
    double weight() {
      if (from.isBend() && to.isBend()) {
        return 4;
      }
      return from.isBend() || to.isBend() ? 0.1 : 1;
    }
  }

  /**
   * An edge as a whole.
   *
   * @param origin edges with the same origin share their bends
   */
  record Edge(Node from, Node to, Object origin, double fromOffset, double toOffset) {}

  Node add(Pin pin, double width, double height) {
    Node node = new Node(nodes.size(), pin, width, height);
    nodes.add(node);
    return node;
  }

  /** Puts nodes in layers, and orders them. Gives the nodes that each edge passes. */
  List<List<Node>> arrange(List<Edge> edges) {
    assignLayers(edges);
    List<List<Node>> ways = connect(edges);
    layers.forEach(layer -> layer.sort(Comparator.comparing(node -> node.number)));
    renumber();
    order();
    return ways;
  }

  private void assignLayers(List<Edge> edges) {
    int first = nodes.stream().anyMatch(node -> node.pin == Pin.TOP) ? 1 : 0;
    int last = 0;
    List<List<Edge>> from = byNode();
    List<List<Edge>> to = byNode();
    for (Edge edge : edges) {
      from.get(edge.from().number).add(edge);
      to.get(edge.to().number).add(edge);
    }
    for (Node node : nodes) {
      node.layer = node.pin == Pin.TOP ? 0 : first;
      for (Edge edge : to.get(node.number)) {
        node.layer = Math.max(node.layer, edge.from().layer + 1);
      }
      last = Math.max(last, node.layer);
    }
    int lowest = last;
    boolean crowded =
        nodes.stream().anyMatch(node -> node.pin != Pin.BOTTOM && node.layer == lowest);
    for (Node node : nodes) {
      if (node.pin == Pin.BOTTOM) {
        node.layer = crowded ? last + 1 : last;
      }
    }
    pullDown(from, to);
    int layerCount = nodes.stream().mapToInt(node -> node.layer + 1).max().orElse(0);
    for (int i = 0; i < layerCount; i++) {
      layers.add(new ArrayList<>());
    }
    nodes.forEach(node -> layers.get(node.layer).add(node));
  }

  private List<List<Edge>> byNode() {
    List<List<Edge>> lists = new ArrayList<>();
    nodes.forEach(node -> lists.add(new ArrayList<>()));
    return lists;
  }

  /** What nothing that is pinned holds from above stands right above what takes it. */
  private void pullDown(List<List<Edge>> from, List<List<Edge>> to) {
    boolean[] floats = new boolean[nodes.size()];
    for (Node node : nodes) {
      floats[node.number] =
          node.pin == Pin.ANYWHERE
              && to.get(node.number).stream().allMatch(edge -> floats[edge.from().number]);
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      List<Edge> out = from.get(i);
      if (floats[i] && !out.isEmpty()) {
        node.layer = out.stream().mapToInt(edge -> edge.to().layer).min().orElseThrow() - 1;
      }
    }
  }

  private List<List<Node>> connect(List<Edge> edges) {
    List<List<Node>> ways = new ArrayList<>();
    List<Object> origins = new ArrayList<>();
    List<List<Node>> bends = new ArrayList<>();
    for (Edge edge : edges) {
      int known = origins.indexOf(edge.origin());
      if (known < 0) {
        known = origins.size();
        origins.add(edge.origin());
        bends.add(new ArrayList<>(List.of(edge.from())));
      }
      List<Node> chain = bends.get(known);
      List<Node> way = new ArrayList<>(List.of(edge.from()));
      for (int layer = edge.from().layer + 1; layer < edge.to().layer; layer++) {
        int position = layer - edge.from().layer;
        if (position >= chain.size()) {
          Node bend = add(Pin.BEND, 0, 0);
          bend.layer = layer;
          layers.get(layer).add(bend);
          Node before = chain.get(position - 1);
          link(before, bend, position == 1 ? edge.fromOffset() : 0, 0);
          chain.add(bend);
        }
        way.add(chain.get(position));
      }
      Node before = way.get(way.size() - 1);
      link(before, edge.to(), way.size() == 1 ? edge.fromOffset() : 0, edge.toOffset());
      way.add(edge.to());
      ways.add(way);
    }
    return ways;
  }

  private static void link(Node from, Node to, double fromOffset, double toOffset) {
    Link link = new Link(from, to, fromOffset, toOffset);
    from.out.add(link);
    to.in.add(link);
  }

  private void renumber() {
    for (List<Node> layer : layers) {
      for (int i = 0; i < layer.size(); i++) {
        layer.get(i).place = i;
      }
    }
  }

  /** Moves each node to the middle of its neighbours, until the lines cross no less. */
  private void order() {
    List<List<Node>> best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 0; i < layers.size(); i++) {
        List<Node> layer = layers.get(down ? i : layers.size() - 1 - i);
        for (Node node : layer) {
          List<Link> links = down ? node.in : node.out;
          node.rank =
              links.stream()
                  .mapToDouble(link -> place(down ? link.from() : link.to(), link, down))
                  .average()
                  .orElse(node.place);
        }
        layer.sort(Comparator.comparing((Node node) -> node.rank).thenComparing(n -> n.place));
        for (int p = 0; p < layer.size(); p++) {
          layer.get(p).place = p;
        }
      }
      long now = crossings();
      if (now < fewest) {
        fewest = now;
        best = copy();
      }
    }
    for (int i = 0; i < layers.size(); i++) {
      layers.set(i, best.get(i));
    }
    renumber();
  }

  /** The place of a neighbour, with where on it the line is as a fraction. */
  private static double place(Node node, Link link, boolean down) {
    double offset = down ? link.fromOffset() : link.toOffset();
    return node.place + (node.width > 0 ? offset / (2 * node.width) : 0);
  }

  private List<List<Node>> copy() {
    List<List<Node>> copy = new ArrayList<>();
    layers.forEach(layer -> copy.add(new ArrayList<>(layer)));
    return copy;
  }

  private long crossings() {
    long sum = 0;
    for (List<Node> layer : layers) {
      List<double[]> ends = new ArrayList<>();
      for (Node node : layer) {
        for (Link link : node.out) {
          ends.add(new double[] {place(node, link, true), place(link.to(), link, false)});
        }
      }
      for (int i = 0; i < ends.size(); i++) {
        for (int j = 0; j < i; j++) {
          double top = ends.get(i)[0] - ends.get(j)[0];
          double bottom = ends.get(i)[1] - ends.get(j)[1];
          sum += top * bottom < 0 ? 1 : 0;
        }
      }
    }
    return sum;
  }
}
