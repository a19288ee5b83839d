package dev.netc.frontend.drawing;

import dev.netc.frontend.drawing.Layers.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Where layers lie from the top to the bottom.
 *
 * @param tops of the layers
 * @param heights of the layers
 */
record Rows(List<Double> tops, List<Double> heights) {

  /** The layers one below another, from a height on. */
  static Rows of(Layers layers, double head) {
    List<Double> tops = new ArrayList<>();
    List<Double> heights = new ArrayList<>();
    double y = head;
    List<List<Node>> all = layers.layers;
    for (int i = 0; i < all.size(); i++) {
      double height = all.get(i).stream().mapToDouble(node -> node.height).max().orElse(0);
      tops.add(y);
      heights.add(height);
      boolean border = height == 0 || (i + 1 < all.size() && isBorder(all.get(i + 1)));
      double gap = height == 0 ? Sizing.BORDER_GAP : border ? Sizing.GAP - 12 : Sizing.GAP;
      y += height + (i + 1 < all.size() ? gap : 0);
    }
    return new Rows(tops, heights);
  }

  private static boolean isBorder(List<Node> layer) {
    return layer.stream().allMatch(node -> node.height == 0);
  }

  /** The bottom of the last layer. */
  double bottom() {
    return tops.isEmpty() ? 0 : tops.get(tops.size() - 1) + heights.get(heights.size() - 1);
  }

  double topOfLayer(Node node) {
    return tops.get(node.layer);
  }

  double bottomOfLayer(Node node) {
    return tops.get(node.layer) + heights.get(node.layer);
  }

  /** The top of a node, which stands in the middle of its layer. */
  double top(Node node) {
    return topOfLayer(node) + (heights.get(node.layer) - node.height) / 2;
  }
}
