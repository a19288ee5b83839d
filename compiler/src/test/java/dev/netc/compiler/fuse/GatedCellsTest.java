package dev.netc.compiler.fuse;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphParser;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which cells are found in what is computed for a block of elements. */
final class GatedCellsTest {
  private static final String LSTM =
      """
      i: float[64] = sigmoid(a)
      f: float[64] = sigmoid(b)
      g: float[64] = tanh(d)
      o: float[64] = sigmoid(e)
      fc: float[64] = mul(f, c)
      ig: float[64] = mul(i, g)
      cell: float[64] = add(fc, ig)
      t: float[64] = tanh(cell)
      h: float[64] = mul(o, t)
      """;

  private static final String LSTM_FOUND = "lstm(a, b, d, e, c) = i, f, g, o, cell, t, h";

  private static final String LSTM_BACKWARD =
      """
      tt: float[64] = mul(e, e)
      st: float[64] = sub(ones, tt)
      do: float[64] = mul(x, d)
      dt: float[64] = mul(do, st)
      dk: float[64] = add(y, dt)
      dc: float[64] = mul(dk, b)
      ri: float[64] = sub(ones, a)
      si: float[64] = mul(a, ri)
      dg: float[64] = mul(dk, z)
      di: float[64] = mul(dg, si)
      rf: float[64] = sub(ones, b)
      sf: float[64] = mul(b, rf)
      dkc: float[64] = mul(dk, c)
      df: float[64] = mul(dkc, sf)
      gg: float[64] = mul(z, z)
      sg: float[64] = sub(ones, gg)
      dki: float[64] = mul(dk, a)
      dp: float[64] = mul(dki, sg)
      ro: float[64] = sub(ones, d)
      so: float[64] = mul(d, ro)
      xt: float[64] = mul(x, e)
      dq: float[64] = mul(xt, so)
      """;

  private static final String GRU =
      """
      s: float[64] = add(a, b)
      r: float[64] = sigmoid(s)
      u: float[64] = add(c, d)
      k: float[64] = sigmoid(u)
      ry: float[64] = mul(r, y)
      w: float[64] = add(x, ry)
      n: float[64] = tanh(w)
      rest: float[64] = sub(ones, k)
      new: float[64] = mul(rest, n)
      old: float[64] = mul(k, z)
      h: float[64] = add(new, old)
      """;

  private static final String GRU_BACKWARD =
      """
      dh: float[64] = mul(x, b)
      rest: float[64] = sub(ones, b)
      part: float[64] = mul(x, rest)
      nn: float[64] = mul(c, c)
      sn: float[64] = sub(ones, nn)
      dn: float[64] = mul(part, sn)
      ofy: float[64] = mul(dn, y)
      rr: float[64] = sub(ones, a)
      sr: float[64] = mul(a, rr)
      dr: float[64] = mul(ofy, sr)
      xz: float[64] = mul(x, z)
      xn: float[64] = mul(x, c)
      minus: float[64] = neg(xn)
      choice: float[64] = add(xz, minus)
      sz: float[64] = mul(b, rest)
      dz: float[64] = mul(choice, sz)
      dy: float[64] = mul(dn, a)
      """;

  @Test
  void aStepOfAnLstm() {
    assertThat(found(LSTM, "h", "cell")).containsExactly(LSTM_FOUND);
  }

  @Test
  void inAnyOrderAndEitherWayRound() {
    String turned =
        """
        o: float[64] = sigmoid(e)
        g: float[64] = tanh(d)
        i: float[64] = sigmoid(a)
        ig: float[64] = mul(g, i)
        f: float[64] = sigmoid(b)
        fc: float[64] = mul(c, f)
        cell: float[64] = add(ig, fc)
        t: float[64] = tanh(cell)
        h: float[64] = mul(t, o)
        """;
    assertThat(found(turned, "o", "t", "h")).containsExactly(LSTM_FOUND);
  }

  @Test
  void whatIsWrittenMayBeUsedElsewhere() {
    String more = LSTM + "more: float[64] = add(i, t)\n" + "next: float[64] = sigmoid(h)\n";
    assertThat(found(more, "more", "next", "g")).containsExactly(LSTM_FOUND);
  }

  @Test
  void whatIsNotWrittenMayNot() {
    assertThat(found(LSTM, "h", "ig")).isEmpty();
    assertThat(found(LSTM + "more: float[64] = add(fc, x)\n", "h", "more")).isEmpty();
    assertThat(found(GRU, "h", "rest")).isEmpty();
    assertThat(found(LSTM_BACKWARD, "dc", "di", "df", "dp", "dq", "dk")).isEmpty();
  }

  @Test
  void whatIsReadMayNotNeedTheCell() {
    String peephole =
        LSTM.replace("o: float[64] = sigmoid(e)\n", "")
            .replace(
                "t: float[64]",
                """
                seen: float[64] = add(e, cell)
                o: float[64] = sigmoid(seen)
                t: float[64]\
                """);
    assertThat(found(peephole, "h")).isEmpty();
  }

  @Test
  void twoCellsMayNotNeedEachOther() {
    String second =
        """
        i2: float[64] = sigmoid(h)
        f2: float[64] = sigmoid(b)
        g2: float[64] = tanh(d)
        o2: float[64] = sigmoid(z)
        fc2: float[64] = mul(f2, y)
        ig2: float[64] = mul(i2, g2)
        cell2: float[64] = add(fc2, ig2)
        t2: float[64] = tanh(cell2)
        h2: float[64] = mul(o2, t2)
        """;
    assertThat(found(LSTM + second, "h2"))
        .containsExactly(LSTM_FOUND, "lstm(h, b, d, z, y) = i2, f2, g2, o2, cell2, t2, h2");
    // The gate o of the first needs a gate of the second, whose i needs the cell of the first.
    String knot =
        LSTM.replace("o: float[64] = sigmoid(e)\n", "")
                .replace("t: float[64] = tanh(cell)\nh: float[64] = mul(o, t)\n", "")
            + second.replace("sigmoid(h)", "sigmoid(cell)")
            + """
            o: float[64] = sigmoid(h2)
            t: float[64] = tanh(cell)
            h: float[64] = mul(o, t)
            """;
    assertThat(found(knot, "h")).hasSize(1);
  }

  @Test
  void aStateThatIsTheSameForAllIsNone() {
    assertThat(found(LSTM.replace("mul(f, c)", "mul(f, ones)"), "h")).isEmpty();
  }

  @Test
  void theWayBackOfAnLstm() {
    assertThat(found(LSTM_BACKWARD, "dc", "di", "df", "dp", "dq"))
        .containsExactly("lstmBackward(x, y, a, b, z, d, e, c) = dc, di, df, dp, dq");
  }

  @Test
  void aWayBackThatLacksAGradientIsNone() {
    assertThat(found(LSTM_BACKWARD, "dc", "di", "df", "dp")).isEmpty();
  }

  @Test
  void aStepOfAGru() {
    assertThat(found(GRU, "h")).containsExactly("gru(a, b, c, d, x, y, z) = r, k, n, h");
    assertThat(found(GRU.replace("add(new, old)", "add(old, new)"), "h", "r"))
        .containsExactly("gru(a, b, c, d, x, y, z) = r, k, n, h");
  }

  @Test
  void theWayBackOfAGru() {
    assertThat(found(GRU_BACKWARD, "dh", "dr", "dz", "dn", "dy"))
        .containsExactly("gruBackward(x, a, b, c, z, y) = dh, dr, dz, dn, dy");
  }

  /** The cells in the text of a graph of which some values are stored. */
  private static Set<String> found(String lines, String... stored) {
    StringBuilder text = new StringBuilder();
    for (String input : List.of("a", "b", "c", "d", "e", "x", "y", "z")) {
      text.append("%1$s: float[64] = input(role=input, name=\"%1$s\")\n".formatted(input));
    }
    text.append("one: float[] = constant(value=1.0)\nones: float[64] = broadcast(one, axes=[])\n");
    text.append(lines);
    for (String name : stored) {
      text.append("output output \"%1$s\" = %1$s\n".formatted(name));
    }
    Graph graph = GraphParser.parse(text.toString());
    ExpressionBuilder builder = new ExpressionBuilder(Set.copyOf(graph.inputs()));
    List<Axis> axes = builder.axes(graph.outputs().get(0).value().shape());
    List<Index> at = ExpressionBuilder.counters(axes);
    List<Kernel.Store> stores = new ArrayList<>();
    for (Graph.Output output : graph.outputs()) {
      Value value = output.value();
      stores.add(
          new Kernel.Store(value, Index.linear(at, value.shape()), builder.computed(value, at)));
    }
    IdentityHashMap<Expression, String> names = new IdentityHashMap<>();
    graph.values().stream()
        .filter(value -> value.shape().rank() > 0)
        .forEach(value -> names.put(builder.at(value, at), value.origin().name()));
    GatedCells cells = GatedCells.of(stores, new Blocking(axes.get(0)));
    Set<String> found = new LinkedHashSet<>();
    names
        .keySet()
        .forEach(
            part ->
                cells
                    .of(part)
                    .ifPresent(
                        cell ->
                            found.add(
                                "%s(%s) = %s"
                                    .formatted(
                                        cell.routine(),
                                        joined(cell.operands(), names),
                                        joined(cell.results(), names)))));
    return found;
  }

  private static String joined(
      List<? extends Expression> expressions, IdentityHashMap<Expression, String> names) {
    return expressions.stream().map(names::get).collect(Collectors.joining(", "));
  }
}
