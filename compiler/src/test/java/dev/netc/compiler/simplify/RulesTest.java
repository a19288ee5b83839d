package dev.netc.compiler.simplify;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphParser;
import dev.netc.compiler.ir.GraphPrinter;
import dev.netc.compiler.ir.Verifier;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each rule where it applies, and next to where it does. */
final class RulesTest {
  private static final String INPUTS =
      """
      x: float[N, 3] = input(role=input, name="x")
      w: float[3] = input(role=parameter, name="w")
      i: int[N, 3] = input(role=input, name="i")
      c: bool[N, 3] = input(role=input, name="c")
      """;

  private static final String NUMBERS =
      """
      zero: float[] = constant(value=0.0)
      zeros: float[N, 3] = broadcast(zero, axes=[])
      one: float[] = constant(value=1.0)
      ones: float[N, 3] = broadcast(one, axes=[])
      two: float[] = constant(value=2.0)
      twos: float[N, 3] = broadcast(two, axes=[])
      """;

  /** The equations, but for the inputs, that are left of some that end in {@code y}. */
  private static String simplified(String equations) {
    Graph graph = GraphParser.parse(INPUTS + NUMBERS + equations + "output output \"y\" = y\n");
    assertThat(Verifier.accepts(graph)).isTrue();
    return GraphPrinter.print(Simplifier.simplify(graph))
        .lines()
        .filter(line -> !line.contains(" = input("))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static void assertBecomes(String value, String equations) {
    assertThat(simplified(equations)).isEqualTo("output output \"y\" = " + value + "\n");
  }

  private static void assertStays(String equations) {
    String used =
        NUMBERS
            .lines()
            .filter(line -> needed(line.substring(0, line.indexOf(':')), equations))
            .collect(Collectors.joining("\n", "", "\n"))
            .stripLeading();
    assertThat(simplified(equations)).isEqualTo(used + equations + "output output \"y\" = y\n");
  }

  private static boolean needed(String number, String equations) {
    return equations.contains(number) || equations.contains(number + "s");
  }

  @Test
  void neutralElementsAreDropped() {
    assertBecomes("x", "y: float[N, 3] = add(x, zeros)\n");
    assertBecomes("x", "y: float[N, 3] = add(zeros, x)\n");
    assertBecomes("x", "y: float[N, 3] = sub(x, zeros)\n");
    assertBecomes("x", "y: float[N, 3] = mul(x, ones)\n");
    assertBecomes("x", "y: float[N, 3] = mul(ones, x)\n");
    assertBecomes("x", "y: float[N, 3] = div(x, ones)\n");
  }

  @Test
  void zeroTimesXStaysAsXMayBeNan() {
    assertStays("y: float[N, 3] = mul(x, zeros)\n");
    assertStays("y: float[N, 3] = sub(x, x)\n");
    assertStays("y: float[N, 3] = div(x, x)\n");
  }

  @Test
  void zeroMinusXAndOneOverXStay() {
    assertStays("y: float[N, 3] = sub(zeros, x)\n");
    assertStays("y: float[N, 3] = div(ones, x)\n");
  }

  @Test
  void doubleNegationIsDropped() {
    assertBecomes("x", "n: float[N, 3] = neg(x)\ny: float[N, 3] = neg(n)\n");
    assertBecomes("c", "n: bool[N, 3] = not(c)\ny: bool[N, 3] = not(n)\n");
    assertStays("n: float[N, 3] = abs(x)\ny: float[N, 3] = neg(n)\n");
  }

  @Test
  void constantsAreFolded() {
    assertThat(simplified("y: float[] = add(one, two)\n"))
        .isEqualTo("y: float[] = constant(value=3.0)\noutput output \"y\" = y\n");
    assertThat(simplified("t: float[N, 3] = add(ones, twos)\ny: int[N, 3] = cast(t)\n"))
        .isEqualTo(
            """
            y: int[] = constant(value=3.0)
            y#2: int[N, 3] = broadcast(y, axes=[])
            output output "y" = y#2
            """);
  }

  @Test
  void aConstantThatNoFloatCanHoldIsNotFolded() {
    assertStays("large: float[] = constant(value=1.0E30)\ny: float[] = mul(large, large)\n");
    assertStays("small: float[] = constant(value=1.0E-30)\ny: float[] = mul(small, small)\n");
  }

  @Test
  void movedConstantsAreConstants() {
    String slice = "s: float[N, 2] = slice(twos, starts=[0, 1], limits=[N, 3], strides=[1, 1])\n";
    assertThat(simplified(slice + "y: float[2, N] = transpose(s, permutation=[1, 0])\n"))
        .isEqualTo(
            """
            y: float[] = constant(value=2.0)
            y#2: float[2, N] = broadcast(y, axes=[])
            output output "y" = y#2
            """);
  }

  @Test
  void aConstantPaddedWithAnotherStays() {
    assertStays(
        "y: float[N, 4] = pad(twos, low=[0, 1], high=[0, 0], interior=[0, 0], value=0.0)\n");
  }

  @Test
  void knownConditionsChoose() {
    String known = "k: bool[N, 3] = lt(zeros, ones)\n";
    assertBecomes("x", known + "y: float[N, 3] = where(k, x, ones)\n");
    assertBecomes("x", known + "n: bool[N, 3] = not(k)\ny: float[N, 3] = where(n, ones, x)\n");
    assertBecomes("x", "y: float[N, 3] = where(c, x, x)\n");
    assertStays("y: float[N, 3] = where(c, x, ones)\n");
  }

  @Test
  void smallPowersAreProducts() {
    assertBecomes("x", "y: float[N, 3] = pow(x, ones)\n");
    assertThat(simplified("y: float[N, 3] = pow(x, twos)\n"))
        .isEqualTo("y: float[N, 3] = mul(x, x)\noutput output \"y\" = y\n");
    assertStays("y: float[N, 3] = pow(twos, x)\n");
  }

  @Test
  void stopGradientIsDropped() {
    assertBecomes("x", "y: float[N, 3] = stop_gradient(x)\n");
  }

  @Test
  void slicesOfWhatWasPutTogetherAreOfTheParts() {
    String slice = "y: float[N, 3] = slice(p, starts=[0, 3], limits=[N, 6], strides=[1, 1])\n";
    assertBecomes("x", "p: float[N, 6] = concat(twos, x, axis=1)\n" + slice);
    assertBecomes(
        "x",
        "p: float[N, 7] = pad(x, low=[0, 3], high=[0, 1], interior=[0, 0], value=0.0)\n" + slice);
    String sum =
        """
        q: float[N, 6] = concat(x, zeros, axis=1)
        r: float[N, 6] = concat(zeros, x, axis=1)
        p: float[N, 6] = add(q, r)
        """;
    assertBecomes("x", sum + slice);
    assertStays(
        """
        p: float[N, 6] = concat(twos, x, axis=1)
        y: float[N, 3] = slice(p, starts=[0, 2], limits=[N, 5], strides=[1, 1])
        """);
    assertStays(
        "p: float[N, 7] = pad(x, low=[0, 2], high=[0, 2], interior=[0, 0], value=0.0)\n" + slice);
  }

  @Test
  void slicesOfPaddingAreConstants() {
    String pad = "p: float[N, 7] = pad(x, low=[0, 3], high=[0, 1], interior=[0, 0], value=2.0)\n";
    assertThat(
            simplified(
                pad + "y: float[N, 2] = slice(p, starts=[0, 1], limits=[N, 3], strides=[1, 1])\n"))
        .isEqualTo(
            """
            y: float[] = constant(value=2.0)
            y#2: float[N, 2] = broadcast(y, axes=[])
            output output "y" = y#2
            """);
  }

  @Test
  void padsSideBySideAreConcatenated() {
    String pads =
        """
        a: float[N, 9] = pad(x, low=[0, 0], high=[0, 6], interior=[0, 0], value=0.0)
        b: float[N, 9] = pad(x, low=[0, 3], high=[0, 3], interior=[0, 0], value=0.0)
        d: float[N, 9] = pad(x, low=[0, 6], high=[0, 0], interior=[0, 0], value=0.0)
        """;
    for (List<String> order :
        List.of(List.of("a", "b", "d"), List.of("d", "a", "b"), List.of("b", "d", "a"))) {
      String sum =
          "s: float[N, 9] = add(%s, %s)\ny: float[N, 9] = add(s, %s)\n".formatted(order.toArray());
      assertThat(simplified(pads + sum))
          .isEqualTo("y: float[N, 9] = concat(x, x, x, axis=1)\noutput output \"y\" = y\n");
    }
    assertStays(
        """
        a: float[N, 6] = pad(x, low=[0, 0], high=[0, 3], interior=[0, 0], value=0.0)
        b: float[N, 6] = pad(x, low=[0, 2], high=[0, 1], interior=[0, 0], value=0.0)
        y: float[N, 6] = add(a, b)
        """);
  }

  @Test
  void commonFactorsAreTakenOutOfSums() {
    String factors =
        """
        e: float[N, 3] = exp(x)
        s: float[N, 3] = sin(x)
        a: float[N, 3] = abs(x)
        """;
    assertThat(
            simplified(
                factors
                    + """
                    f: float[N, 3] = mul(e, s)
                    p: float[N, 3] = mul(f, x)
                    q: float[N, 3] = mul(a, e)
                    y: float[N, 3] = sub(p, q)
                    """))
        .isEqualTo(
            factors
                + """
                y: float[N, 3] = mul(s, x)
                y#2: float[N, 3] = sub(y, a)
                y#3: float[N, 3] = mul(e, y#2)
                output output "y" = y#3
                """);
    assertStays(
        """
        e: float[N, 3] = exp(x)
        p: float[N, 3] = mul(e, x)
        y: float[N, 3] = add(p, e)
        """);
  }

  @Test
  void whatIsNeededBesideKeepsItsFactors() {
    assertStays(
        """
        e: float[N, 3] = exp(x)
        s: float[N, 3] = sin(x)
        p: float[N, 3] = mul(e, x)
        q: float[N, 3] = mul(e, s)
        a: float[N, 3] = add(p, q)
        y: float[N, 3] = max(a, p)
        """);
  }

  @Test
  void reshapesMerge() {
    String reshape = "r: float[3*N] = reshape(x)\n";
    assertBecomes("x", reshape + "y: float[N, 3] = reshape(r)\n");
    assertThat(simplified(reshape + "y: float[3, N] = reshape(r)\n"))
        .isEqualTo("y: float[3, N] = reshape(x)\noutput output \"y\" = y\n");
    assertStays(
        "r: float[3*N] = reshape(x)\nn: float[3*N] = neg(r)\ny: float[N, 3] = reshape(n)\n");
  }

  @Test
  void transposesMerge() {
    String transpose = "t: float[3, N] = transpose(x, permutation=[1, 0])\n";
    assertBecomes("x", transpose + "y: float[N, 3] = transpose(t, permutation=[1, 0])\n");
    assertThat(
            simplified(
                """
                t: float[2, N, 3] = broadcast(x, axes=[1, 2])
                s: float[N, 3, 2] = transpose(t, permutation=[1, 2, 0])
                y: float[3, 2, N] = transpose(s, permutation=[1, 2, 0])
                """))
        .isEqualTo(
            """
            t: float[2, N, 3] = broadcast(x, axes=[1, 2])
            y: float[3, 2, N] = transpose(t, permutation=[2, 0, 1])
            output output "y" = y
            """);
  }

  @Test
  void broadcastsMerge() {
    assertThat(
            simplified(
                """
                b: float[N, 3] = broadcast(w, axes=[1])
                y: float[N, 2, 3] = broadcast(b, axes=[0, 2])
                """))
        .isEqualTo("y: float[N, 2, 3] = broadcast(w, axes=[2])\noutput output \"y\" = y\n");
  }

  @Test
  void castsThatLoseNothingMerge() {
    assertBecomes("x", "d: double[N, 3] = cast(x)\ny: float[N, 3] = cast(d)\n");
    assertBecomes("i", "d: double[N, 3] = cast(i)\ny: int[N, 3] = cast(d)\n");
    assertStays("d: float[N, 3] = cast(i)\ny: int[N, 3] = cast(d)\n");
    assertStays("d: int[N, 3] = cast(x)\ny: float[N, 3] = cast(d)\n");
  }

  @Test
  void opsThatChangeNothingAreDropped() {
    assertBecomes("x", "y: float[N, 3] = transpose(x, permutation=[0, 1])\n");
    assertBecomes("x", "y: float[N, 3] = broadcast(x, axes=[0, 1])\n");
    assertBecomes("x", "y: float[N, 3] = reshape(x)\n");
    assertBecomes("x", "y: float[N, 3] = cast(x)\n");
    assertBecomes("x", "y: float[N, 3] = concat(x, axis=1)\n");
    assertBecomes("x", "y: float[N, 3] = flip(x, axes=[])\n");
    assertBecomes("x", "y: float[N, 3] = reduce(x, kind=max, axes=[])\n");
    assertBecomes("x", "y: float[N, 3] = slice(x, starts=[0, 0], limits=[N, 3], strides=[1, 1])\n");
    assertBecomes(
        "x", "y: float[N, 3] = pad(x, low=[0, 0], high=[0, 0], interior=[0, 0], value=9.0)\n");
    assertStays("y: float[N, 3] = flip(x, axes=[1])\n");
    assertStays(
        """
        t: float[3, 3] = broadcast(w, axes=[1])
        y: float[3, 3] = transpose(t, permutation=[1, 0])
        """);
  }

  @Test
  void reductionsMerge() {
    assertThat(
            simplified(
                """
                r: float[N] = reduce(x, kind=sum, axes=[1])
                y: float[] = reduce(r, kind=sum, axes=[0])
                """))
        .isEqualTo("y: float[] = reduce(x, kind=sum, axes=[0, 1])\noutput output \"y\" = y\n");
    assertStays(
        """
        r: float[N] = reduce(x, kind=max, axes=[1])
        y: float[] = reduce(r, kind=sum, axes=[0])
        """);
  }

  @Test
  void sumsOfRepeatedElementsAreProducts() {
    String broadcast = "b: float[N, 3] = broadcast(w, axes=[1])\n";
    assertThat(simplified(broadcast + "y: float[3] = reduce(b, kind=sum, axes=[0])\n"))
        .isEqualTo(
            """
            y: float[] = size(dim=N)
            y#2: float[3] = broadcast(y, axes=[])
            y#3: float[3] = mul(w, y#2)
            output output "y" = y#3
            """);
    assertThat(simplified(broadcast + "y: float[] = reduce(b, kind=sum, axes=[0, 1])\n"))
        .isEqualTo(
            """
            y: float[] = reduce(w, kind=sum, axes=[0])
            y#2: float[] = size(dim=N)
            y#3: float[] = mul(y, y#2)
            output output "y" = y#3
            """);
    assertBecomes("w", broadcast + "y: float[3] = reduce(b, kind=max, axes=[0])\n");
    assertStays(broadcast + "y: float[N] = reduce(b, kind=sum, axes=[1])\n");
    assertStays(broadcast + "y: float[3] = reduce(b, kind=prod, axes=[0])\n");
  }

  @Test
  void contractionsTakeTheirOperandsInAnyOrder() {
    assertThat(
            simplified(
                """
                t: float[3, N] = transpose(x, permutation=[1, 0])
                y: float[N, N] = contract(x, t, left=[0, 1], right=[1, 2], result=[0, 2])
                """))
        .isEqualTo(
            """
            y: float[N, N] = contract(x, x, left=[0, 1], right=[2, 1], result=[0, 2])
            output output "y" = y
            """);
  }

  @Test
  void contractionsKeepATransposeThatBringsSummedAxesInOneOrder() {
    String other = "p: float[3, N] = contract(x, w, left=[1, 0], right=[0], result=[0, 1])\n";
    String turned =
        """
        r: float[N, 3, 1] = reshape(x)
        t: float[3, N, 1] = transpose(r, permutation=[1, 0, 2])
        """;
    assertStays(
        other
            + turned
            + "y: float[1] = contract(t, p, left=[0, 1, 2], right=[0, 1], result=[2])\n");
    assertThat(
            simplified(
                turned
                    + "y: float[1, 1] = contract(t, t, left=[0, 1, 2], right=[0, 1, 3], result=[2,"
                    + " 3])\n"))
        .isEqualTo(
            """
            r: float[N, 3, 1] = reshape(x)
            y: float[1, 1] = contract(r, r, left=[1, 0, 2], right=[1, 0, 3], result=[2, 3])
            output output "y" = y
            """);
  }

  @Test
  void contractionsKeepATransposeThatMakesOneAxisOfRows() {
    String turned =
        """
        b: float[N, 2, 3] = pad(r, low=[0, 0, 0], high=[0, 1, 0], interior=[0, 0, 0], value=1.0)
        t: float[2, N, 3] = transpose(b, permutation=[1, 0, 2])
        """;
    String padded = "r: float[N, 1, 3] = reshape(x)\n" + turned;
    assertStays(
        padded + "y: float[2, N] = contract(t, w, left=[0, 1, 2], right=[2], result=[0, 1])\n");
    assertThat(
            simplified(
                padded
                    + "y: float[N, 2] = contract(t, w, left=[0, 1, 2], right=[2], result=[1, 0])\n"))
        .contains("contract(b, w, left=[1, 0, 2], right=[2], result=[1, 0])");
  }

  @Test
  void contractionsGiveTheirResultInTheOrderOfItsOnlyUse() {
    String product = "p: float[N, 3] = contract(x, w, left=[0, 1], right=[1], result=[0, 1])\n";
    String transpose = "y: float[3, N] = transpose(p, permutation=[1, 0])\n";
    assertThat(simplified(product + transpose))
        .isEqualTo(
            """
            y: float[3, N] = contract(x, w, left=[0, 1], right=[1], result=[1, 0])
            output output "y" = y
            """);
    assertStays(
        product
            + transpose.replace("y:", "t:")
            + "q: float[3] = reduce(p, kind=max, axes=[0])\n"
            + "r: float[3] = reduce(t, kind=min, axes=[1])\ny: float[3] = add(q, r)\n");
  }

  private static final String PRODUCT =
      """
      m: float[5, 3] = input(role=parameter, name="m")
      v: float[5] = input(role=parameter, name="v")
      u: float[5] = input(role=buffer, name="u")
      p: float[N, 5] = contract(x, m, left=[0, 1], right=[2, 1], result=[0, 2])
      vs: float[N, 5] = broadcast(v, axes=[1])
      us: float[N, 5] = broadcast(u, axes=[1])
      """;

  @Test
  void factorsAndSummandsOfAColumnBecomeOneOfEach() {
    String text =
        simplified(
            PRODUCT
                + """
                a: float[N, 5] = sub(p, us)
                b: float[N, 5] = div(a, vs)
                y: float[N, 5] = add(b, us)
                """);
    assertThat(text)
        .isEqualTo(
            """
            p: float[N, 5] = contract(x, m, left=[0, 1], right=[2, 1], result=[0, 2])
            a: float[5] = neg(u)
            b: float[] = constant(value=1.0)
            b#2: float[5] = broadcast(b, axes=[])
            b#3: float[5] = div(b#2, v)
            b#4: float[5] = div(a, v)
            y: float[5] = add(b#4, u)
            y#2: float[N, 5] = broadcast(b#3, axes=[1])
            y#3: float[N, 5] = mul(p, y#2)
            y#4: float[N, 5] = broadcast(y, axes=[1])
            y#5: float[N, 5] = add(y#3, y#4)
            output output "y" = y#5
            """);
  }

  @Test
  void oneFactorAndOneSummandStay() {
    String text =
        PRODUCT
            + """
            a: float[N, 5] = mul(p, us)
            y: float[N, 5] = add(a, vs)
            """;
    assertThat(simplified(text).lines()).hasSize(6);
    assertThat(simplified(text)).contains("y: float[N, 5] = add(a, vs)");
  }

  @Test
  void masksAreReadOffResults() {
    assertThat(
            simplified(
                """
                k: bool[N, 3] = le(x, zeros)
                r: float[N, 3] = where(k, zeros, x)
                g: float[N, 3] = where(k, zeros, ones)
                y: float[N, 3] = mul(r, g)
                """))
        .isEqualTo(
            """
            zero: float[] = constant(value=0.0)
            zeros: float[N, 3] = broadcast(zero, axes=[])
            one: float[] = constant(value=1.0)
            ones: float[N, 3] = broadcast(one, axes=[])
            k: bool[N, 3] = le(x, zeros)
            r: float[N, 3] = where(k, zeros, x)
            r#2: bool[N, 3] = le(r, zeros)
            g: float[N, 3] = where(r#2, zeros, ones)
            y: float[N, 3] = mul(r, g)
            output output "y" = y
            """);
  }

  @Test
  void whereElementsWereAddedToDoesNotMatterToTheirSum() {
    String scattered =
        """
        g: float[N, 3, 2, 1] = input(role=input, name="g")
        at: int[N, 3, 2, 1] = input(role=input, name="at")
        s: float[N, 3, 2, 4] = scatter_add(g, at, axis=3, extent=4)
        r: float[N, 3, 2, 2, 2] = reshape(s, shape=[N, 3, 2, 2, 2])
        o: float[N, 6, 4] = overlap_add(r, axes=[1, 2], sizes=[2, 2], strides=[2, 2], dilations=[1, 1], extents=[6, 4])
        """;
    assertThat(simplified(scattered + "y: float[N] = reduce(o, kind=sum, axes=[1, 2])\n"))
        .isEqualTo(
            """
            y: float[N] = reduce(g, kind=sum, axes=[1, 2, 3])
            output output "y" = y
            """);
    assertThat(simplified(scattered + "y: float[N, 6] = reduce(o, kind=sum, axes=[2])\n"))
        .contains("overlap_add");
  }

  @Test
  void factorsOfAllSummandsComeOutOfASum() {
    String text =
        simplified(
            """
            ws: float[N, 3] = broadcast(w, axes=[1])
            a: float[N, 3] = mul(x, ws)
            b: float[N, 3] = div(a, twos)
            e: float[N, 3] = neg(b)
            y: float[3] = reduce(e, kind=sum, axes=[0])
            """);
    assertThat(text)
        .isEqualTo(
            """
            two: float[] = constant(value=2.0)
            y: float[3] = reduce(x, kind=sum, axes=[0])
            y#2: float[3] = mul(y, w)
            y#3: float[3] = broadcast(two, axes=[])
            y#4: float[3] = div(y#2, y#3)
            y#5: float[3] = neg(y#4)
            output output "y" = y#5
            """);
  }

  @Test
  void factorsThatDifferFromSummandToSummandStay() {
    assertStays(
        """
        a: float[N, 3] = mul(x, x)
        y: float[N] = reduce(a, kind=sum, axes=[1])
        """);
  }

  @Test
  void factorsRepeatedAlikeAreMultipliedBefore() {
    String text =
        simplified(
            PRODUCT
                + """
                e: float[N, 5] = abs(p)
                a: float[N, 5] = div(e, us)
                y: float[N, 5] = mul(a, vs)
                """);
    assertThat(text)
        .isEqualTo(
            """
            p: float[N, 5] = contract(x, m, left=[0, 1], right=[2, 1], result=[0, 2])
            e: float[N, 5] = abs(p)
            y: float[5] = div(v, u)
            y#2: float[N, 5] = broadcast(y, axes=[1])
            y#3: float[N, 5] = mul(e, y#2)
            output output "y" = y#3
            """);
  }
}
