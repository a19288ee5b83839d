package dev.netc.compiler.ir;

import java.util.List;

/**
 * Random numbers, equally likely from zero, inclusive, to one, exclusive; multiples of 2^-24.
 *
 * <p>The operand is the key, two whole numbers: the low and the high half of a seed. An element
 * depends on the key, the stream and its row-major position only, so it may be computed in any
 * order, and again. Two values of one stream and key are equal.
 *
 * @param stream what tells apart the random numbers of one graph
 */
public record Random(TensorType type, int stream) implements Op {
  /** The type of a key. */
  public static final TensorType KEY = new TensorType(ElementType.INT, Shape.of(2));

  @Override
  public TensorType infer(List<TensorType> operands) {
    Check.count(this, operands, 1);
    Check.that(operands.get(0).equals(KEY), "a key of type %s", operands.get(0));
    Check.that(type.element().isFloating(), "random numbers of type %s", type);
    return type;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.random(this);
  }
}
