package dev.netc.compiler.ir;

import java.util.List;

/**
 * Picks along {@code axis}: {@code y[.., j, ..] = x[.., i[.., j, ..], ..]} for operands {@code x}
 * and {@code i} of equal rank and of equal dims on all other axes ({@code torch.gather}). The
 * result has the shape of {@code i}.
 */
public record Gather(int axis) implements Op {
  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, 2);
    TensorType source = operands.get(0);
    TensorType indices = operands.get(1);
    Check.that(indices.element() == ElementType.INT, "indices of type %s", indices);
    Check.axis(axis, source);
    List<Integer> along = List.of(axis);
    Check.that(
        source.rank() == indices.rank()
            && source.shape().without(along).equals(indices.shape().without(along)),
        "gather from %s at %s",
        source,
        indices);
    return source.withShape(indices.shape());
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.gather(this);
  }
}
