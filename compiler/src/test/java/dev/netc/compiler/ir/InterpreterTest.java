package dev.netc.compiler.ir;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Each op against values found by hand. */
final class InterpreterTest {
  private static final DoubleTensor SIX = tensor(new int[] {2, 3}, 1, 2, 3, 4, 5, 6);

  private static DoubleTensor tensor(int[] shape, double... elements) {
    return DoubleTensor.of(shape, elements);
  }

  /** The value {@code y} of some equations over {@code x: float[2, 3]}, here 1 to 6. */
  private static DoubleTensor y(String equations) {
    return y("x: float[2, 3] = input(role=input, name=\"x\")\n" + equations, SIX);
  }

  private static DoubleTensor y(String equations, DoubleTensor x) {
    Graph graph = GraphParser.parse(equations + "\noutput output \"y\" = y");
    return Interpreter.run(graph, java.util.Map.of(new Interpreter.Key(Op.Role.INPUT, "x"), x))
        .output(Graph.Result.OUTPUT, "y");
  }

  @Test
  void sources() {
    assertThat(y("y: float[] = constant(value=2.5)")).isEqualTo(DoubleTensor.scalar(2.5));
    assertThat(y("y: int[2, 2] = iota(axis=1)")).isEqualTo(tensor(new int[] {2, 2}, 0, 1, 0, 1));
    assertThat(
            y(
                "x: float[N] = input(role=input, name=\"x\")\ny: float[] = size(dim=2*N + 1)",
                DoubleTensor.vector(7, 7, 7)))
        .isEqualTo(DoubleTensor.scalar(7));
  }

  @Test
  void elementwise() {
    assertThat(y("y: float[2, 3] = neg(x)"))
        .isEqualTo(tensor(new int[] {2, 3}, -1, -2, -3, -4, -5, -6));
    assertThat(
            y(
                """
                two: float[] = constant(value=2.0)
                twos: float[2, 3] = broadcast(two, axes=[])
                less: bool[2, 3] = le(x, twos)
                y: float[2, 3] = where(less, twos, x)"""))
        .isEqualTo(tensor(new int[] {2, 3}, 2, 2, 3, 4, 5, 6));
  }

  @Test
  void wholeNumbersDivideTowardsZeroAndWrap() {
    String input = "x: int[2] = input(role=input, name=\"x\")\n";
    assertThat(
            y(
                input
                    + "two: int[] = constant(value=2.0)\ntwos: int[2] = broadcast(two, axes=[])\n"
                    + "y: int[2] = div(x, twos)",
                DoubleTensor.vector(7, -7)))
        .isEqualTo(DoubleTensor.vector(3, -3));
    assertThat(y(input + "y: int[2] = add(x, x)", DoubleTensor.vector(1 << 30, 3)))
        .isEqualTo(DoubleTensor.vector(Integer.MIN_VALUE, 6));
  }

  @Test
  void castsAreJavas() {
    String input = "x: float[4] = input(role=input, name=\"x\")\n";
    DoubleTensor x = DoubleTensor.vector(-1.7, 0, Double.NaN, 1e12);
    assertThat(y(input + "y: int[4] = cast(x)", x))
        .isEqualTo(DoubleTensor.vector(-1, 0, 0, Integer.MAX_VALUE));
    assertThat(y(input + "y: bool[4] = cast(x)", x)).isEqualTo(DoubleTensor.vector(1, 0, 1, 1));
  }

  @Test
  void reductions() {
    assertThat(y("y: float[3] = reduce(x, kind=sum, axes=[0])"))
        .isEqualTo(DoubleTensor.vector(5, 7, 9));
    assertThat(y("y: float[2] = reduce(x, kind=prod, axes=[1])"))
        .isEqualTo(DoubleTensor.vector(6, 120));
    assertThat(y("y: float[] = reduce(x, kind=max, axes=[0, 1])"))
        .isEqualTo(DoubleTensor.scalar(6));
    assertThat(y("y: float[2] = reduce(x, kind=min, axes=[1])"))
        .isEqualTo(DoubleTensor.vector(1, 4));
  }

  @Test
  void theFirstOfEqualsAndNanAreFound() {
    String input = "x: float[2, 3] = input(role=input, name=\"x\")\n";
    DoubleTensor x = tensor(new int[] {2, 3}, 2, 7, 7, 1, Double.NaN, 9);
    assertThat(y(input + "y: int[2] = argmax(x, axis=1)", x)).isEqualTo(DoubleTensor.vector(1, 1));
    assertThat(y(input + "y: int[3] = argmin(x, axis=0)", x))
        .isEqualTo(DoubleTensor.vector(1, 1, 0));
  }

  @Test
  void contractions() {
    assertThat(y("y: float[2, 2] = contract(x, x, left=[0, 2], right=[1, 2], result=[0, 1])"))
        .isEqualTo(tensor(new int[] {2, 2}, 14, 32, 32, 77));
    assertThat(y("y: float[3] = contract(x, x, left=[0, 1], right=[0, 1], result=[1])"))
        .isEqualTo(DoubleTensor.vector(17, 29, 45));
  }

  @Test
  void movements() {
    assertThat(y("y: float[3, 2] = reshape(x)"))
        .isEqualTo(tensor(new int[] {3, 2}, 1, 2, 3, 4, 5, 6));
    assertThat(y("y: float[3, 2] = transpose(x, permutation=[1, 0])"))
        .isEqualTo(tensor(new int[] {3, 2}, 1, 4, 2, 5, 3, 6));
    assertThat(
            y(
                "r: float[2] = reduce(x, kind=max, axes=[1])\ny: float[2, 2] = broadcast(r, axes=[0])"))
        .isEqualTo(tensor(new int[] {2, 2}, 3, 3, 6, 6));
    assertThat(y("y: float[1, 2] = slice(x, starts=[1, 0], limits=[2, 3], strides=[1, 2])"))
        .isEqualTo(tensor(new int[] {1, 2}, 4, 6));
    assertThat(y("y: float[2, 6] = pad(x, low=[0, 1], high=[0, 0], interior=[0, 1], value=9.0)"))
        .isEqualTo(tensor(new int[] {2, 6}, 9, 1, 9, 2, 9, 3, 9, 4, 9, 5, 9, 6));
    assertThat(y("y: float[2, 3] = flip(x, axes=[1])"))
        .isEqualTo(tensor(new int[] {2, 3}, 3, 2, 1, 6, 5, 4));
    assertThat(y("y: float[2, 6] = concat(x, x, axis=1)"))
        .isEqualTo(tensor(new int[] {2, 6}, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6));
  }

  @Test
  void windowsAndTheirOverlap() {
    String window =
        "w: float[2, 2, 2] = window(x, axes=[1], sizes=[2], strides=[1], dilations=[1])\n";
    assertThat(y(window + "y: float[8] = reshape(w)"))
        .isEqualTo(DoubleTensor.vector(1, 2, 2, 3, 4, 5, 5, 6));
    assertThat(
            y(
                window
                    + "y: float[2, 3] = overlap_add(w, axes=[1], sizes=[2], strides=[1],"
                    + " dilations=[1], extents=[3])"))
        .isEqualTo(tensor(new int[] {2, 3}, 1, 4, 3, 4, 10, 6));
    assertThat(y("y: float[2, 1, 2] = window(x, axes=[1], sizes=[2], strides=[1], dilations=[2])"))
        .isEqualTo(tensor(new int[] {2, 1, 2}, 1, 3, 4, 6));
  }

  @Test
  void indices() {
    String reversed =
        """
        i: int[2, 3] = iota(axis=0)
        one: int[] = constant(value=1.0)
        ones: int[2, 3] = broadcast(one, axes=[])
        r: int[2, 3] = sub(ones, i)
        """;
    assertThat(y(reversed + "y: float[2, 3] = gather(x, r, axis=0)"))
        .isEqualTo(tensor(new int[] {2, 3}, 4, 5, 6, 1, 2, 3));
    assertThat(y(reversed + "y: float[2, 3] = scatter_add(x, ones, axis=0, extent=2)"))
        .isEqualTo(tensor(new int[] {2, 3}, 0, 0, 0, 5, 7, 9));
  }

  @Test
  void indicesOutsideAreRefused() {
    assertThrows(
        IndexOutOfBoundsException.class,
        () ->
            y(
                """
                two: int[] = constant(value=2.0)
                twos: int[2, 3] = broadcast(two, axes=[])
                y: float[2, 3] = gather(x, twos, axis=0)"""));
  }

  @Test
  void inputsMustFit() {
    String input = "x: float[N, N] = input(role=input, name=\"x\")\ny: float[N, N] = neg(x)";
    assertThrows(IllegalArgumentException.class, () -> y(input, SIX));
    assertThrows(IllegalArgumentException.class, () -> y(input, DoubleTensor.vector(1, 2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> y("z: float[] = input(role=target, name=\"x\")\ny: float[] = neg(z)", SIX));
  }

  @Test
  void theErrorFunctionIsExactToADoublesPrecision() {
    double[][] points = {
      {0, 0}, {0.5, 0.5204998778130465}, {1, 0.8427007929497149}, {3.5, 0.9999992569016276}
    };
    for (double[] point : points) {
      assertThat(Elementwise.ERF.evaluate(point[0], 0, 0)).isWithin(1e-15).of(point[1]);
      assertThat(Elementwise.ERF.evaluate(-point[0], 0, 0)).isWithin(1e-15).of(-point[1]);
    }
  }
}
