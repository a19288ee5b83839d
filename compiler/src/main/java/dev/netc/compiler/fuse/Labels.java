package dev.netc.compiler.fuse;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of a contraction with their extents, and a counter for each. Labels of extent one play
 * no part.
 */
final class Labels {
  private final Map<Integer, Axis> axes = new HashMap<>();

  Labels(Contract contract, Value contraction) {
    add(contract.left(), contraction.operand(0));
    add(contract.right(), contraction.operand(1));
  }

  private void add(List<Integer> labels, Value operand) {
    for (int axis = 0; axis < labels.size(); axis++) {
      axes.put(labels.get(axis), new Axis(labels.get(axis), operand.dim(axis)));
    }
  }

  Dim extent(int label) {
    return requireNonNull(axes.get(label)).extent();
  }

  /** The labels of extent other than one, in order. */
  List<Integer> proper(List<Integer> labels) {
    return labels.stream().filter(label -> !extent(label).is(1)).toList();
  }

  /** The counters of labels. */
  List<Index> counters(List<Integer> labels) {
    return labels.stream().map(label -> Index.of(requireNonNull(axes.get(label)))).toList();
  }

  Dim product(List<Integer> labels) {
    return labels.stream().map(this::extent).reduce(Dim.ONE, Dim::times);
  }

  /**
   * Whether a view's strides are those of a dense tensor with the labels of {@code order} as axes.
   */
  boolean dense(StridedView view, List<Integer> labels, List<Integer> order) {
    if (!List.copyOf(proper(labels)).stream()
        .sorted()
        .toList()
        .equals(order.stream().sorted().toList())) {
      return false;
    }
    Dim stride = Dim.ONE;
    for (int i = order.size() - 1; i >= 0; i--) {
      if (!view.strides().get(labels.indexOf(order.get(i))).equals(stride)) {
        return false;
      }
      stride = stride.times(extent(order.get(i)));
    }
    return true;
  }
}
