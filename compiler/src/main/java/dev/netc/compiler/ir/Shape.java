package dev.netc.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dims of a tensor, one for each axis; a scalar has none. */
public final class Shape {
  public static final Shape SCALAR = new Shape(List.of());

  private final List<Dim> dims;

  /** Computed when first asked for, as it is asked for again and again. */
  private @Nullable Dim elements;

  public Shape(List<Dim> dims) {
    this.dims = List.copyOf(dims);
  }

  public List<Dim> dims() {
    return dims;
  }

  public static Shape of(long... sizes) {
    return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
  }

  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  public int rank() {
    return dims.size();
  }

  public Dim dim(int axis) {
    return dims.get(axis);
  }

  /** The number of elements. */
  public Dim elements() {
    if (elements == null) {
      Dim product = Dim.ONE;
      for (Dim dim : dims) {
        product = product.times(dim);
      }
      elements = product;
    }
    return elements;
  }

  /** This shape with one axis of another size. */
  public Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(axis, dim);
    return new Shape(changed);
  }

  /** A new axis before axis {@code axis}, or behind the last. */
  public Shape insert(int axis, Dim dim) {
    List<Dim> more = new ArrayList<>(dims);
    more.add(axis, dim);
    return new Shape(more);
  }

  /** This shape less the given axes. */
  public Shape without(List<Integer> axes) {
    List<Dim> rest = new ArrayList<>();
    for (int axis = 0; axis < rank(); axis++) {
      if (!axes.contains(axis)) {
        rest.add(dims.get(axis));
      }
    }
    return new Shape(rest);
  }

  /** The sizes for given values of the free names. */
  public int[] evaluate(Map<String, Long> sizes) {
    return dims.stream().mapToInt(dim -> Math.toIntExact(dim.evaluate(sizes))).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other == this || (other instanceof Shape shape && dims.equals(shape.dims));
  }

  @Override
  public int hashCode() {
    return dims.hashCode();
  }

  /** As a user would write it: {@code [N, 6, 15, 15]}. */
  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
