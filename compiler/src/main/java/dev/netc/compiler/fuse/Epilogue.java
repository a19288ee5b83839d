package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a product or a convolution does to each of its elements before it lets go of them: {@code
 * min(max(x * scale + shift + added, low), high)}.
 *
 * @param added of the same elements in the same order as the result
 * @param low negative infinity if there is no bound
 * @param high infinity if there is no bound
 */
public record Epilogue(
    Optional<Vector> scale,
    Optional<Vector> shift,
    Optional<Value> added,
    double low,
    double high) {

  public static final Epilogue NONE =
      new Epilogue(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY);

  /**
   * A number for each position of an axis of the result: the element of the result at a row-major
   * position {@code p} meets that at {@code start + p / inner % size}.
   *
   * @param inner the elements of the result for each position of the axis
   */
  public record Vector(Value value, Dim start, Dim size, Dim inner) {}

  public boolean isNone() {
    return equals(NONE);
  }

  /** Scale and shift, as far as there are any. */
  public List<Vector> vectors() {
    return Stream.concat(scale.stream(), shift.stream()).toList();
  }

  /** How many additions, multiplications and comparisons there are for an element. */
  public int operations() {
    int bounds =
        (low == Double.NEGATIVE_INFINITY ? 0 : 1) + (high == Double.POSITIVE_INFINITY ? 0 : 1);
    return vectors().size() + (added.isPresent() ? 1 : 0) + bounds;
  }

  /** The values that are read. */
  List<Value> reads() {
    List<Value> reads = new ArrayList<>();
    vectors().forEach(vector -> reads.add(vector.value()));
    added.ifPresent(reads::add);
    return reads;
  }

  /** Those of a kernel's operands and of its epilogue, each once. */
  static List<Value> reads(List<Value> operands, Epilogue epilogue) {
    LinkedHashSet<Value> reads = new LinkedHashSet<>(operands);
    reads.addAll(epilogue.reads());
    return List.copyOf(reads);
  }

  /**
   * Whether all vectors have a number for each of {@code size} groups of {@code inner} elements.
   */
  boolean isAlong(Dim size, Dim inner) {
    return vectors().stream()
        .allMatch(vector -> vector.size().equals(size) && vector.inner().equals(inner));
  }

  Epilogue within(double newLow, double newHigh) {
    return new Epilogue(scale, shift, added, newLow, newHigh);
  }

  Epilogue scaledBy(Vector vector) {
    return new Epilogue(Optional.of(vector), shift, added, low, high);
  }

  Epilogue shiftedBy(Vector vector) {
    return new Epilogue(scale, Optional.of(vector), added, low, high);
  }

  Epilogue adding(Value value) {
    return new Epilogue(scale, shift, Optional.of(value), low, high);
  }
}
