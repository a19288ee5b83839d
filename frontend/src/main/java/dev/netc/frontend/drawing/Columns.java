package dev.netc.frontend.drawing;

import dev.netc.frontend.drawing.Layers.Link;
import dev.netc.frontend.drawing.Layers.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Places the nodes of layers from left to right: each as near to its neighbours above and below as
 * the order in its layer allows, in the sense of least squares.
 */
final class Columns {
  /** How often nodes are moved at most: enough for a chain to become straight. */
  private static final int MOST_ROUNDS = 4000;

  private static final long MOST_MOVES = 4_000_000;

  /** In pixels: what nobody sees. */
  private static final double STILL = 0.005;

  private static final double NODE_GAP = 30;
  private static final double BEND_GAP = 22;

  private Columns() {}

  /** Sets the middle of each node; the leftmost edge of all is at 0. Gives the whole width. */
  static double place(Layers layers) {
    layers.layers.forEach(Columns::pack);
    long rounds = Math.min(MOST_ROUNDS, MOST_MOVES / Math.max(1, layers.nodes.size()));
    double moved = Double.POSITIVE_INFINITY;
    for (int round = 0; round < rounds && moved > STILL; round++) {
      moved = 0;
      for (int i = 0; i < layers.layers.size(); i++) {
        boolean down = round % 2 == 0;
        moved = Math.max(moved, settle(layers.layers.get(down ? i : layers.layers.size() - 1 - i)));
      }
    }
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    for (Node node : layers.nodes) {
      left = Math.min(left, node.x - node.width / 2);
      right = Math.max(right, node.x + node.width / 2);
    }
    for (Node node : layers.nodes) {
      node.x -= left;
    }
    return layers.nodes.isEmpty() ? 0 : right - left;
  }

  private static void pack(List<Node> layer) {
    double x = 0;
    Node before = null;
    for (Node node : layer) {
      x += before == null ? 0 : distance(before, node);
      node.x = x;
      before = node;
    }
    double middle = x / 2;
    layer.forEach(node -> node.x -= middle);
  }

  private static double distance(Node left, Node right) {
    double gap = left.isBend() || right.isBend() ? BEND_GAP : NODE_GAP;
    return (left.width + right.width) / 2 + gap;
  }

  /**
   * Nodes whose wishes collide are moved as one block, to the mean of what they wish. Gives the
   * longest way that one has moved.
   */
  private static double settle(List<Node> layer) {
    List<Block> blocks = new ArrayList<>();
    double offset = 0;
    Node before = null;
    for (Node node : layer) {
      offset += before == null ? 0 : distance(before, node);
      Block block = new Block(node, offset);
      while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).start() > block.start()) {
        block = blocks.remove(blocks.size() - 1).joined(block);
      }
      blocks.add(block);
      before = node;
    }
    double moved = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.nodes.size(); i++) {
        Node node = block.nodes.get(i);
        double x = block.start() + block.offsets.get(i);
        moved = Math.max(moved, Math.abs(x - node.x));
        node.x = x;
      }
    }
    return moved;
  }

  /** Nodes at fixed distances. */
  private static final class Block {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Double> offsets = new ArrayList<>();
    private double weight;
    private double wish;

    Block(Node node, double offset) {
      double sum = 0;
      double wished = 0;
      for (Link link : node.in) {
        sum += link.weight();
        wished += link.weight() * (link.from().x + link.fromOffset() - link.toOffset());
      }
      for (Link link : node.out) {
        sum += link.weight();
        wished += link.weight() * (link.to().x + link.toOffset() - link.fromOffset());
      }
      nodes.add(node);
      offsets.add(offset);
      // A node without neighbours stays where it is if nobody minds.
      this.weight = sum == 0 ? 0.001 : sum;
      this.wish = (sum == 0 ? node.x * 0.001 : wished) - this.weight * offset;
    }

    double start() {
      return wish / weight;
    }

    Block joined(Block right) {
      nodes.addAll(right.nodes);
      offsets.addAll(right.offsets);
      weight += right.weight;
      wish += right.wish;
      return this;
    }
  }
}
