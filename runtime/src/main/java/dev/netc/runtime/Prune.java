package dev.netc.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes weights out of a network: PyTorch's {@code torch.nn.utils.prune}.
 *
 * <p>The network declares what can be pruned, {@code fc: prune.identity(Linear(10), "weight")};
 * then {@code fc.weight} is the product of the parameter {@code fc.weight_orig} and of the buffer
 * {@code fc.weight_mask}, which is all ones at first. The methods of this class put zeros into
 * masks. Masks stay through steps of a trainer and are saved with the weights.
 *
 * <p>Parameters are named without {@code _orig}: {@code fc.weight}. What is pruned already is not
 * counted and not looked at again. An amount is the number of elements to prune, or as a {@code
 * double} their share, from 0 to 1, rounded to the even number if it lies in the middle.
 *
 * @see <a href="https://pytorch.org/docs/stable/nn.html#utilities">torch.nn.utils.prune</a>
 */
public final class Prune {
  private Prune() {}

  /** Prunes the elements that are least in absolute value. */
  public static void l1Unstructured(Model model, String parameter, double amount) {
    globalUnstructured(model, List.of(parameter), amount);
  }

  /** As {@link #l1Unstructured(Model, String, double)}, by their number. */
  public static void l1Unstructured(Model model, String parameter, int amount) {
    globalUnstructured(model, List.of(parameter), amount);
  }

  /** Prunes elements that are drawn at random; equal seeds draw the same. */
  public static void randomUnstructured(Model model, String parameter, double amount, long seed) {
    Pruned pruned = Pruned.of(model, parameter);
    pruned.dropElements(pruned.drawn(seed), left -> share(amount, left));
  }

  /** As {@link #randomUnstructured(Model, String, double, long)}, by their number. */
  public static void randomUnstructured(Model model, String parameter, int amount, long seed) {
    Pruned pruned = Pruned.of(model, parameter);
    pruned.dropElements(pruned.drawn(seed), left -> number(amount, left));
  }

  /**
   * Prunes the positions along an axis whose elements have the least norm of order {@code n}: whole
   * channels or neurons.
   *
   * @param axis the axis; a negative one counts from the end
   */
  public static void lnStructured(
      Model model, String parameter, double amount, double n, int axis) {
    Pruned pruned = Pruned.of(model, parameter);
    pruned.dropPositions(pruned.norms(n, axis), axis, left -> share(amount, left));
  }

  /** As {@link #lnStructured(Model, String, double, double, int)}, by their number. */
  public static void lnStructured(Model model, String parameter, int amount, double n, int axis) {
    Pruned pruned = Pruned.of(model, parameter);
    pruned.dropPositions(pruned.norms(n, axis), axis, left -> number(amount, left));
  }

  /** Prunes positions along an axis that are drawn at random; equal seeds draw the same. */
  public static void randomStructured(
      Model model, String parameter, double amount, int axis, long seed) {
    Pruned pruned = Pruned.of(model, parameter);
    pruned.dropPositions(pruned.drawn(seed, axis), axis, left -> share(amount, left));
  }

  /** As {@link #randomStructured(Model, String, double, int, long)}, by their number. */
  public static void randomStructured(
      Model model, String parameter, int amount, int axis, long seed) {
    Pruned pruned = Pruned.of(model, parameter);
    pruned.dropPositions(pruned.drawn(seed, axis), axis, left -> number(amount, left));
  }

  /** Prunes the elements that are least in absolute value among those of all these parameters. */
  public static void globalUnstructured(Model model, List<String> parameters, double amount) {
    global(model, parameters, left -> share(amount, left));
  }

  /** As {@link #globalUnstructured(Model, List, double)}, by their number. */
  public static void globalUnstructured(Model model, List<String> parameters, int amount) {
    global(model, parameters, left -> number(amount, left));
  }

  /**
   * Prunes where a mask is 0, and what is pruned already.
   *
   * @param mask of zeros and ones, of any type, in the parameter's shape
   */
  public static void customFromMask(Model model, String parameter, Tensor mask) {
    Pruned pruned = Pruned.of(model, parameter);
    if (!Arrays.equals(mask.shape(), pruned.original().shape())) {
      throw new IllegalArgumentException(
          "a mask "
              + mask.describe()
              + " for "
              + parameter
              + ", which is "
              + pruned.original().describe());
    }
    pruned.keep(i -> mask.element(i) != 0);
  }

  /** Lets a parameter hold zeros where it is pruned, and learn again: the mask is all ones. */
  public static void remove(Model model, String parameter) {
    Pruned pruned = Pruned.of(model, parameter);
    Tensor original = pruned.original();
    double[] product = new double[original.numel()];
    for (int i = 0; i < product.length; i++) {
      product[i] = pruned.isLeft(i) ? original.element(i) : 0;
    }
    original.copyFrom(Tensor.of(product, original.shape()).to(original.type()));
    double[] ones = new double[original.numel()];
    Arrays.fill(ones, 1);
    pruned.mask().copyFrom(Tensor.of(ones, original.shape()).to(original.type()));
  }

  /** Whether any element of any parameter is pruned. */
  public static boolean isPruned(Model model) {
    return model.buffers().stream()
        .map(Parameter::name)
        .filter(name -> name.endsWith(Pruned.MASK))
        .map(name -> name.substring(0, name.length() - Pruned.MASK.length()))
        .anyMatch(parameter -> isPruned(model, parameter));
  }

  /** Whether any element of a parameter is pruned; of one that cannot be, none is. */
  public static boolean isPruned(Model model, String parameter) {
    return Pruned.find(model, parameter)
        .filter(pruned -> pruned.left() < pruned.size())
        .isPresent();
  }

  private static void global(Model model, List<String> parameters, IntFunction<Integer> amount) {
    List<Pruned> all = parameters.stream().map(each -> Pruned.of(model, each)).toList();
    int[][] places =
        IntStream.range(0, all.size())
            .boxed()
            .flatMap(
                k ->
                    IntStream.range(0, all.get(k).size())
                        .filter(i -> all.get(k).isLeft(i))
                        .mapToObj(i -> new int[] {k, i}))
            .toArray(int[][]::new);
    int count = amount.apply(places.length);
    boolean[][] gone = new boolean[all.size()][];
    for (int k = 0; k < gone.length; k++) {
      gone[k] = new boolean[all.get(k).size()];
    }
    Stream.of(places)
        .sorted(
            (a, b) ->
                Double.compare(
                    Math.abs(all.get(a[0]).original().element(a[1])),
                    Math.abs(all.get(b[0]).original().element(b[1]))))
        .limit(count)
        .forEach(place -> gone[place[0]][place[1]] = true);
    for (int k = 0; k < gone.length; k++) {
      boolean[] own = gone[k];
      all.get(k).keep(i -> !own[i]);
    }
  }

  private static int share(double amount, int of) {
    if (!(amount >= 0 && amount <= 1)) {
      throw new IllegalArgumentException("a share to prune is 0 to 1, not " + amount);
    }
    return (int) Math.rint(amount * of);
  }

  private static int number(int amount, int of) {
    if (amount < 0 || amount > of) {
      throw new IllegalArgumentException(
          "a number to prune is 0 to " + of + " here, not " + amount);
    }
    return amount;
  }
}
