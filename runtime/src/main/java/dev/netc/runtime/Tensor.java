package dev.netc.runtime;

import java.util.Arrays;

/**
 * A shape laid over a Java array: element type, storage, offset and sizes, contiguous and
 * row-major.
 *
 * <p>The handle never changes; the elements are those of the storage, which other tensors and the
 * caller may share, as in PyTorch. {@link #view} makes another handle over the same storage, {@link
 * #copy} one over its own.
 *
 * <pre>{@code
 * Tensor x = Tensor.randn(42, 1, 1, 32, 32);
 * Tensor y = Tensor.arange(0, 10).view(1, -1);
 * }</pre>
 */
public final class Tensor {
  private final ElementType type;
  private final Object storage;
  private final int offset;
  private final int[] shape;
  private final int numel;

  private Tensor(ElementType type, Object storage, int length, int offset, int[] shape) {
    this.type = type;
    this.storage = storage;
    this.offset = offset;
    this.shape = shape.clone();
    this.numel = Shapes.count(shape);
    if (offset < 0 || offset > length - numel) {
      throw new IllegalArgumentException(
          "shape "
              + Shapes.text(shape)
              + " needs "
              + numel
              + " elements from offset "
              + offset
              + ", the array has "
              + length);
    }
  }

  // ---- Over given arrays

  /**
   * A tensor over {@code data} itself, which is not copied. Without a shape it has one axis.
   *
   * @throws IllegalArgumentException if {@code data} has not exactly as many elements as the shape
   */
  public static Tensor of(float[] data, int... shape) {
    return new Tensor(ElementType.FLOAT, data, data.length, 0, exact(data.length, shape));
  }

  /** As {@link #of(float[], int...)}, of type {@code DOUBLE}. */
  public static Tensor of(double[] data, int... shape) {
    return new Tensor(ElementType.DOUBLE, data, data.length, 0, exact(data.length, shape));
  }

  /** As {@link #of(float[], int...)}, of type {@code INT}. */
  public static Tensor of(int[] data, int... shape) {
    return new Tensor(ElementType.INT, data, data.length, 0, exact(data.length, shape));
  }

  /** As {@link #of(float[], int...)}, of type {@code BOOL}. */
  public static Tensor of(boolean[] data, int... shape) {
    return new Tensor(ElementType.BOOL, data, data.length, 0, exact(data.length, shape));
  }

  /**
   * A tensor over a part of {@code storage}, which is not copied, from {@code offset} on. An empty
   * shape is a scalar.
   *
   * @throws IllegalArgumentException if the shape needs more elements than there are
   */
  public static Tensor wrap(float[] storage, int offset, int[] shape) {
    return new Tensor(ElementType.FLOAT, storage, storage.length, offset, shape);
  }

  /** As {@link #wrap(float[], int, int[])}, of type {@code DOUBLE}. */
  public static Tensor wrap(double[] storage, int offset, int[] shape) {
    return new Tensor(ElementType.DOUBLE, storage, storage.length, offset, shape);
  }

  /** As {@link #wrap(float[], int, int[])}, of type {@code INT}. */
  public static Tensor wrap(int[] storage, int offset, int[] shape) {
    return new Tensor(ElementType.INT, storage, storage.length, offset, shape);
  }

  /** As {@link #wrap(float[], int, int[])}, of type {@code BOOL}. */
  public static Tensor wrap(boolean[] storage, int offset, int[] shape) {
    return new Tensor(ElementType.BOOL, storage, storage.length, offset, shape);
  }

  /** A scalar: a tensor with no axis and one element. */
  public static Tensor scalar(float value) {
    return wrap(new float[] {value}, 0, new int[0]);
  }

  // ---- New arrays

  /** A new float tensor of zeros. */
  public static Tensor zeros(int... shape) {
    return wrap(new float[Shapes.count(shape)], 0, shape);
  }

  /** A new tensor of zeros, or of {@code false}, of the given type. */
  public static Tensor zeros(ElementType type, int... shape) {
    int count = Shapes.count(shape);
    return switch (type) {
      case FLOAT -> wrap(new float[count], 0, shape);
      case DOUBLE -> wrap(new double[count], 0, shape);
      case INT -> wrap(new int[count], 0, shape);
      case BOOL -> wrap(new boolean[count], 0, shape);
    };
  }

  /** A new float tensor of ones. */
  public static Tensor ones(int... shape) {
    return full(1, shape);
  }

  /** A new float tensor with {@code value} everywhere. */
  public static Tensor full(float value, int... shape) {
    float[] data = new float[Shapes.count(shape)];
    Arrays.fill(data, value);
    return wrap(data, 0, shape);
  }

  /** A new float tensor {@code [end - start]}: start, start + 1, … below {@code end}. */
  public static Tensor arange(int start, int end) {
    float[] data = new float[Math.max(0, end - start)];
    for (int i = 0; i < data.length; i++) {
      data[i] = start + i;
    }
    return wrap(data, 0, new int[] {data.length});
  }

  /** A new float tensor, uniform in [0, 1), the same for the same seed on every machine. */
  public static Tensor rand(long seed, int... shape) {
    float[] data = new float[Shapes.count(shape)];
    Initializer.uniform(data, 0, data.length, 0, 1, seed, 0);
    return wrap(data, 0, shape);
  }

  /** A new float tensor, standard normal, the same for the same seed on every machine. */
  public static Tensor randn(long seed, int... shape) {
    float[] data = new float[Shapes.count(shape)];
    Initializer.normal(data, 0, data.length, 0, 1, seed, 0);
    return wrap(data, 0, shape);
  }

  // ---- Shape

  /** The type of the elements. */
  public ElementType type() {
    return type;
  }

  /** The sizes, outermost axis first; a copy. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of axes. */
  public int rank() {
    return shape.length;
  }

  /**
   * The size of one axis; a negative one counts from the end.
   *
   * @throws IndexOutOfBoundsException if there is no such axis
   */
  public int size(int axis) {
    int index = axis < 0 ? axis + shape.length : axis;
    if (index < 0 || index >= shape.length) {
      throw new IndexOutOfBoundsException(
          "axis " + axis + " of a tensor of shape " + Shapes.text(shape));
    }
    return shape[index];
  }

  /** The number of elements. */
  public int numel() {
    return numel;
  }

  /**
   * The same elements in another shape; one size may be -1 and is then worked out.
   *
   * @throws IllegalArgumentException if the number of elements differs
   */
  public Tensor view(int... sizes) {
    int[] wanted = sizes.clone();
    int free = -1;
    int known = 1;
    for (int axis = 0; axis < wanted.length; axis++) {
      if (wanted[axis] == -1 && free < 0) {
        free = axis;
      } else {
        known *= wanted[axis];
      }
    }
    if (free >= 0 && known > 0) {
      wanted[free] = numel / known;
    }
    if (Arrays.stream(wanted).anyMatch(size -> size < 0) || Shapes.count(wanted) != numel) {
      throw new IllegalArgumentException(
          "a tensor of shape " + Shapes.text(shape) + " has no view " + Shapes.text(sizes));
    }
    return new Tensor(type, storage, storageLength(), offset, wanted);
  }

  /**
   * The part with position {@code index} on the outermost axis: a row of a matrix, a sample of a
   * batch. It shares the storage.
   *
   * @throws IndexOutOfBoundsException if this is a scalar or the axis is shorter
   */
  public Tensor select(int index) {
    if (index < 0 || index >= size(0)) {
      throw new IndexOutOfBoundsException(
          "position " + index + " of a tensor of shape " + Shapes.text(shape));
    }
    int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
    return new Tensor(type, storage, storageLength(), offset + index * Shapes.count(rest), rest);
  }

  /** A part in another shape, from a row-major position on. It shares the storage. */
  Tensor part(int start, int[] sizes) {
    return new Tensor(type, storage, storageLength(), offset + start, sizes);
  }

  // ---- Elements

  /**
   * One element as a number; 1 and 0 stand for true and false.
   *
   * @throws IndexOutOfBoundsException if the indices do not lie in the shape
   */
  public double get(int... indices) {
    if (indices.length != shape.length) {
      throw new IndexOutOfBoundsException(
          indices.length + " indices into a tensor of shape " + Shapes.text(shape));
    }
    int position = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (indices[axis] < 0 || indices[axis] >= shape[axis]) {
        throw new IndexOutOfBoundsException(
            "indices " + Arrays.toString(indices) + " into shape " + Shapes.text(shape));
      }
      position = position * shape[axis] + indices[axis];
    }
    return element(position);
  }

  /**
   * The only element.
   *
   * @throws IllegalStateException if there are more, or none
   */
  public double item() {
    if (numel != 1) {
      throw new IllegalStateException(
          "item() needs one element, the tensor of shape " + Shapes.text(shape) + " has " + numel);
    }
    return element(0);
  }

  /** The element at a row-major position, 0 to {@code numel() - 1}, as a number. */
  double element(int position) {
    int at = offset + position;
    return switch (type) {
      case FLOAT -> ((float[]) storage)[at];
      case DOUBLE -> ((double[]) storage)[at];
      case INT -> ((int[]) storage)[at];
      case BOOL -> ((boolean[]) storage)[at] ? 1 : 0;
    };
  }

  /** A copy of the elements of a {@code FLOAT} tensor, row-major. */
  public float[] floats() {
    return Arrays.copyOfRange(floatStorage(), offset, offset + numel);
  }

  /** A copy of the elements of a {@code DOUBLE} tensor, row-major. */
  public double[] doubles() {
    return Arrays.copyOfRange(doubleStorage(), offset, offset + numel);
  }

  /** A copy of the elements of an {@code INT} tensor, row-major. */
  public int[] ints() {
    return Arrays.copyOfRange(intStorage(), offset, offset + numel);
  }

  /** A copy of the elements of a {@code BOOL} tensor, row-major. */
  public boolean[] booleans() {
    return Arrays.copyOfRange(boolStorage(), offset, offset + numel);
  }

  /** Copies the elements of a {@code FLOAT} tensor to {@code target} from {@code start} on. */
  public void copyTo(float[] target, int start) {
    Copy.floats(floatStorage(), offset, target, start, numel);
  }

  /** Copies the elements of a {@code DOUBLE} tensor to {@code target} from {@code start} on. */
  public void copyTo(double[] target, int start) {
    System.arraycopy(doubleStorage(), offset, target, start, numel);
  }

  /** Copies the elements of an {@code INT} tensor to {@code target} from {@code start} on. */
  public void copyTo(int[] target, int start) {
    System.arraycopy(intStorage(), offset, target, start, numel);
  }

  /** Copies the elements of a {@code BOOL} tensor to {@code target} from {@code start} on. */
  public void copyTo(boolean[] target, int start) {
    System.arraycopy(boolStorage(), offset, target, start, numel);
  }

  /**
   * Overwrites the elements with those of {@code source}, which has the same type and shape.
   *
   * @throws IllegalArgumentException if type or shape differ; nothing is written then
   */
  public void copyFrom(Tensor source) {
    if (source.type != type || !Arrays.equals(source.shape, shape)) {
      throw new IllegalArgumentException(
          "cannot copy " + source.describe() + " into " + describe());
    }
    System.arraycopy(source.storage, source.offset, storage, offset, numel);
  }

  /** The same elements in an array of their own. */
  public Tensor copy() {
    Tensor copy = zeros(type, shape);
    copy.copyFrom(this);
    return copy;
  }

  /**
   * The elements converted to another type, in an array of their own ({@code Tensor.to}); to {@code
   * INT} towards zero, to {@code BOOL} as unequal to zero.
   */
  public Tensor to(ElementType target) {
    Tensor converted = zeros(target, shape);
    for (int i = 0; i < numel; i++) {
      double element = element(i);
      switch (target) {
        case FLOAT -> ((float[]) converted.storage)[i] = (float) element;
        case DOUBLE -> ((double[]) converted.storage)[i] = element;
        case INT -> ((int[]) converted.storage)[i] = (int) element;
        case BOOL -> ((boolean[]) converted.storage)[i] = element != 0;
      }
    }
    return converted;
  }

  // ---- Storage

  /** The array behind a {@code FLOAT} tensor, not a copy; its elements begin at {@link #offset}. */
  public float[] floatStorage() {
    return (float[]) storage(ElementType.FLOAT);
  }

  /** The array behind a {@code DOUBLE} tensor, not a copy. */
  public double[] doubleStorage() {
    return (double[]) storage(ElementType.DOUBLE);
  }

  /** The array behind an {@code INT} tensor, not a copy. */
  public int[] intStorage() {
    return (int[]) storage(ElementType.INT);
  }

  /** The array behind a {@code BOOL} tensor, not a copy. */
  public boolean[] boolStorage() {
    return (boolean[]) storage(ElementType.BOOL);
  }

  /** Where in its storage the tensor begins. */
  public int offset() {
    return offset;
  }

  /** Type and shape: {@code float[6, 1, 3, 3]}. */
  public String describe() {
    return type + Shapes.text(shape);
  }

  /**
   * As PyTorch prints it: {@code tensor([[0.1000, 2.0000]])}. Java's int is {@code torch.int32}.
   */
  @Override
  public String toString() {
    return TensorText.of(this);
  }

  private Object storage(ElementType wanted) {
    if (type != wanted) {
      throw new IllegalStateException("a tensor of type " + type + " read as " + wanted);
    }
    return storage;
  }

  private int storageLength() {
    return java.lang.reflect.Array.getLength(storage);
  }

  private static int[] exact(int length, int[] shape) {
    int[] sizes = shape.length == 0 ? new int[] {length} : shape;
    if (Shapes.count(sizes) != length) {
      throw new IllegalArgumentException(
          "an array of " + length + " elements has not the shape " + Shapes.text(sizes));
    }
    return sizes;
  }
}
