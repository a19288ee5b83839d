package dev.netc.compiler.lint;

import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.Cast;
import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Gather;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Map;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which axes of values are places in space or time, because a window has slid along them: for each
 * axis the windows that did.
 */
final class Places {
  private final java.util.Map<Value, List<Set<Value>>> byValue = new HashMap<>();

  Places(Graph graph) {
    graph.values().forEach(value -> byValue.put(value, axesOf(value)));
  }

  /** The windows that slid along an axis to make it, in order; empty if it is none of places. */
  Set<Value> windows(Value value, int axis) {
    List<Set<Value>> axes = byValue.get(value);
    return axes == null ? Set.of() : axes.get(axis);
  }

  private List<Set<Value>> axesOf(Value value) {
    List<Set<Value>> axes = new ArrayList<>();
    value.shape().dims().forEach(dim -> axes.add(Set.of()));
    if (value.operands().isEmpty()) {
      return axes;
    }
    Value operand = value.operand(0);
    Op op = value.op();
    if (op instanceof Map) {
      for (Value each : value.operands()) {
        copy(each, axes);
      }
    } else if (op instanceof Cast
        || op instanceof Move.Slice
        || op instanceof Move.Pad
        || op instanceof Move.Flip
        || op instanceof Move.Concat) {
      copy(operand, axes);
    } else if (op instanceof Move.Transpose transpose) {
      for (int axis = 0; axis < axes.size(); axis++) {
        axes.set(axis, windows(operand, transpose.permutation().get(axis)));
      }
    } else if (op instanceof Move.Broadcast broadcast) {
      for (int axis = 0; axis < broadcast.axes().size(); axis++) {
        axes.set(broadcast.axes().get(axis), windows(operand, axis));
      }
    } else if (op instanceof Move.Window window) {
      slide(value, window, axes);
    } else if (op instanceof Gather gather) {
      copy(operand, axes);
      axes.set(gather.axis(), Set.of());
    } else if (op instanceof Reduce reduce) {
      drop(operand, reduce.axes(), axes);
    } else if (op instanceof ArgReduce reduce) {
      drop(operand, List.of(reduce.axis()), axes);
    } else if (op instanceof Contract contract) {
      contract(value, contract, axes);
    } else if (op instanceof Move.Reshape) {
      reshape(value, axes);
    }
    return axes;
  }

  private void copy(Value from, List<Set<Value>> axes) {
    for (int axis = 0; axis < axes.size(); axis++) {
      if (!windows(from, axis).isEmpty()) {
        axes.set(axis, windows(from, axis));
      }
    }
  }

  private void slide(Value value, Move.Window window, List<Set<Value>> axes) {
    Value operand = value.operand(0);
    for (int axis = 0; axis < operand.rank(); axis++) {
      Set<Value> windows = new LinkedHashSet<>(windows(operand, axis));
      if (window.axes().contains(axis)) {
        windows.add(value);
      }
      axes.set(axis, windows);
    }
  }

  private void drop(Value operand, List<Integer> dropped, List<Set<Value>> axes) {
    int at = 0;
    for (int axis = 0; axis < operand.rank(); axis++) {
      if (!dropped.contains(axis)) {
        axes.set(at++, windows(operand, axis));
      }
    }
  }

  private void contract(Value value, Contract contract, List<Set<Value>> axes) {
    for (int axis = 0; axis < axes.size(); axis++) {
      int label = contract.result().get(axis);
      int left = contract.left().indexOf(label);
      int right = contract.right().indexOf(label);
      Set<Value> windows = left >= 0 ? windows(value.operand(0), left) : Set.of();
      axes.set(axis, windows.isEmpty() && right >= 0 ? windows(value.operand(1), right) : windows);
    }
  }

  /** Axes that stay whole: as many elements lie before them and in them as before. */
  private void reshape(Value value, List<Set<Value>> axes) {
    Value operand = value.operand(0);
    if (Axes.range(operand.rank()).stream().allMatch(axis -> windows(operand, axis).isEmpty())) {
      return;
    }
    Dim before = Dim.ONE;
    for (int axis = 0; axis < operand.rank(); axis++) {
      Dim same = Dim.ONE;
      for (int at = 0; at < value.rank(); at++) {
        if (same.equals(before)
            && value.dim(at).equals(operand.dim(axis))
            && !value.dim(at).is(1)) {
          axes.set(at, windows(operand, axis));
        }
        same = same.times(value.dim(at));
      }
      before = before.times(operand.dim(axis));
    }
  }
}
