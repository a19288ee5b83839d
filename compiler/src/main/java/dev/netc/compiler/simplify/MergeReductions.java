package dev.netc.compiler.simplify;

import dev.netc.compiler.ir.Axes;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sum of sums is one sum; so with products, maxima and minima. */
final class MergeReductions implements Rule {
  @Override
  public Optional<Value> apply(Value value, GraphBuilder builder) {
    if (!(value.op() instanceof Reduce outer)
        || !(value.operand(0).op() instanceof Reduce inner)
        || inner.kind() != outer.kind()) {
      return Optional.empty();
    }
    Value source = value.operand(0).operand(0);
    List<Integer> left = Axes.others(source.rank(), inner.axes());
    List<Integer> axes = new ArrayList<>(inner.axes());
    outer.axes().forEach(axis -> axes.add(left.get(axis)));
    return Optional.of(builder.reduce(outer.kind(), source, axes));
  }
}
