package dev.netc.compiler.ir;

/** What is known of a value at compile time: {@code float[N, 6, 15, 15]}. */
public record TensorType(ElementType element, Shape shape) {

  public static TensorType scalar(ElementType element) {
    return new TensorType(element, Shape.SCALAR);
  }

  public int rank() {
    return shape.rank();
  }

  public Dim dim(int axis) {
    return shape.dim(axis);
  }

  public TensorType withShape(Shape other) {
    return new TensorType(element, other);
  }

  public TensorType withElement(ElementType other) {
    return other == element ? this : new TensorType(other, shape);
  }

  @Override
  public String toString() {
    return element + shape.toString();
  }
}
