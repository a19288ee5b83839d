package dev.netc.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A parameter that is multiplied by a mask of zeros and ones. */
record Pruned(Tensor original, Tensor mask) {
  static final String ORIGINAL = "_orig";
  static final String MASK = "_mask";

  /** The parameter {@code fc.weight}, if it has a mask. */
  static Optional<Pruned> find(Model model, String parameter) {
    return named(model.parameters(), parameter + ORIGINAL)
        .flatMap(
            original ->
                named(model.buffers(), parameter + MASK).map(mask -> new Pruned(original, mask)));
  }

  /**
   * As {@link #find}.
   *
   * @throws IllegalArgumentException if the network declares no mask for the parameter
   */
  static Pruned of(Model model, String parameter) {
    return find(model, parameter)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    parameter
                        + " cannot be pruned: the network is to make its layer with prune.identity, so that it has "
                        + parameter
                        + ORIGINAL
                        + " and "
                        + parameter
                        + MASK));
  }

  private static Optional<Tensor> named(List<Parameter> all, String name) {
    return all.stream().filter(each -> each.name().equals(name)).map(Parameter::value).findFirst();
  }

  int size() {
    return original.numel();
  }

  boolean isLeft(int i) {
    return mask.element(i) != 0;
  }

  int left() {
    return (int) IntStream.range(0, size()).filter(this::isLeft).count();
  }

  /** Prunes all others. */
  void keep(IntPredicate kept) {
    double[] next = new double[size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = isLeft(i) && kept.test(i) ? 1 : 0;
    }
    mask.copyFrom(Tensor.of(next, mask.shape()).to(mask.type()));
  }

  /** A number for each element, drawn at random. */
  double[] drawn(long seed) {
    return Tensor.rand(seed, size()).to(ElementType.DOUBLE).doubles();
  }

  /** A number for each position along an axis, drawn at random. */
  double[] drawn(long seed, int axis) {
    return Tensor.rand(seed, original.size(axis)).to(ElementType.DOUBLE).doubles();
  }

  /** The norm of order {@code n} of what is left at each position along an axis. */
  double[] norms(double n, int axis) {
    double[] norms = new double[original.size(axis)];
    for (int position = 0; position < norms.length; position++) {
      norms[position] = norm(n, elements(axis, position).filter(this::isLeft).toArray());
    }
    return norms;
  }

  private double norm(double n, int[] elements) {
    IntStream all = IntStream.of(elements);
    if (n == Double.POSITIVE_INFINITY) {
      return all.mapToDouble(i -> Math.abs(original.element(i))).max().orElse(0);
    }
    if (n == 0) {
      return all.filter(i -> original.element(i) != 0).count();
    }
    return Math.pow(all.mapToDouble(i -> Math.pow(Math.abs(original.element(i)), n)).sum(), 1 / n);
  }

  /** Prunes the elements with the least numbers among those that are left. */
  void dropElements(double[] numbers, IntFunction<Integer> amount) {
    boolean[] gone = new boolean[size()];
    least(IntStream.range(0, size()).filter(this::isLeft), numbers, amount)
        .forEach(i -> gone[i] = true);
    keep(i -> !gone[i]);
  }

  /** Prunes the positions with the least numbers among those at which anything is left. */
  void dropPositions(double[] numbers, int axis, IntFunction<Integer> amount) {
    IntStream open =
        IntStream.range(0, numbers.length)
            .filter(position -> elements(axis, position).anyMatch(this::isLeft));
    boolean[] gone = new boolean[size()];
    least(open, numbers, amount)
        .flatMap(position -> elements(axis, position))
        .forEach(i -> gone[i] = true);
    keep(i -> !gone[i]);
  }

  private static IntStream least(IntStream open, double[] numbers, IntFunction<Integer> amount) {
    int[] all = open.toArray();
    return IntStream.of(all)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> numbers[i]))
        .limit(amount.apply(all.length))
        .mapToInt(i -> i);
  }

  /** The row-major positions of the elements at one position along an axis. */
  private IntStream elements(int axis, int position) {
    int[] shape = original.shape();
    int at = axis < 0 ? axis + shape.length : axis;
    int inner = 1;
    for (int i = at + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    int below = inner;
    return IntStream.range(0, size()).filter(i -> i / below % shape[at] == position);
  }
}
