package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A scan: its body becomes a schedule of its own. */
record ScanForm(Value result, Scan scan, List<Kernel.Convolution.Dense> operands) implements Form {
  static ScanForm of(Value result, Scan scan) {
    return new ScanForm(result, scan, result.operands().stream().map(ScanForm::operand).toList());
  }

  /** Where an operand lies, if all of it lies together in another value, or in its own memory. */
  private static Kernel.Convolution.Dense operand(Value value) {
    StridedView view = StridedView.of(value);
    List<Dim> dense = StridedView.dense(value.shape());
    for (int axis = 0; axis < value.rank(); axis++) {
      if (!value.dim(axis).is(1) && !view.strides().get(axis).equals(dense.get(axis))) {
        return new Kernel.Convolution.Dense(value, Dim.ZERO);
      }
    }
    return new Kernel.Convolution.Dense(view.base(), view.start());
  }

  @Override
  public List<Value> needs() {
    return operands.stream().map(Kernel.Convolution.Dense::value).toList();
  }

  @Override
  public List<Value> takes() {
    return List.of();
  }

  @Override
  public Set<Value> absorbs() {
    return Set.of();
  }

  @Override
  public Kernel build(Set<Value> stored) {
    Scan runnable = scan.withBody(withoutExchange(scan.body()));
    return new Kernel.Rounds(result, operands, runnable, Fuser.fuse(runnable.body()));
  }

  /**
   * Carried values change in place, one after another. One that becomes the old value of another is
   * therefore computed anew, as a product with one.
   */
  private Graph withoutExchange(Graph body) {
    GraphBuilder builder = GraphBuilder.continuing(body);
    List<Graph.Output> outputs = new ArrayList<>(body.outputs());
    for (int i = 0; i < scan.carries(); i++) {
      Value next = scan.next(i);
      boolean exchanged = next.op() instanceof Op.Input && next != body.inputs().get(i);
      if (exchanged) {
        Value copy = builder.map(Elementwise.MUL, next, builder.like(next, 1));
        outputs.set(i, new Graph.Output(outputs.get(i).kind(), outputs.get(i).name(), copy));
      }
    }
    return builder.build(outputs);
  }
}
