package dev.netc.compiler.autodiff;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.autodiff.GradientCheck.Domain;
import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Random;
import dev.netc.compiler.ir.Reduce;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.ScanBuilder;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class OpGradientTest {
  private static final Dim N = Dim.free("N");
  private static final Map<String, Long> SIZES = Map.of("N", 6L);
  private static final Move.Window WINDOW =
      new Move.Window(List.of(1, 2), List.of(3L, 2L), List.of(2L, 1L), List.of(1L, 2L));

  private record Case(List<Shape> shapes, GradientCheck.Function function) {
    List<Domain> domains() {
      return shapes.stream()
          .map(shape -> new Domain(new TensorType(ElementType.DOUBLE, shape), -1.5, 1.5))
          .toList();
    }
  }

  /** Two carried values that change places, one of them through a matrix; both are yielded. */
  private static Value scan(GraphBuilder b, List<Value> x, Scan.Direction direction) {
    ScanBuilder scan = new ScanBuilder(b);
    Value h = scan.carry(x.get(1));
    Value c = scan.carry(b.like(x.get(1), 0.5));
    Value item = scan.item(x.get(0));
    Value product = b.contract(h, List.of(0), x.get(2), List.of(0, 1), List.of(1));
    Value next = b.map(Elementwise.TANH, b.add(product, b.mul(item, c)));
    return scan.finish(List.of(next, h), List.of(b.mul(next, item), c), direction);
  }

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.putAll(reductions());
    cases.putAll(contractions());
    cases.putAll(movements());
    cases.putAll(slices());
    cases.putAll(indices());
    cases.put(
        "cast", new Case(List.of(Shape.of(3)), (b, x) -> b.cast(x.get(0), ElementType.FLOAT)));
    cases.put(
        "cast to whole numbers",
        new Case(List.of(Shape.of(3)), (b, x) -> b.cast(x.get(0), ElementType.INT)));
    cases.put(
        "random",
        new Case(
            List.of(Shape.of(N)),
            (b, x) -> b.mul(x.get(0), b.random(x.get(0).type(), 1, b.iota(Random.KEY, 0)))));
    for (Scan.Direction direction : Scan.Direction.values()) {
      cases.put(
          "scan " + direction,
          new Case(
              List.of(Shape.of(N, Dim.of(3)), Shape.of(3), Shape.of(3, 3)),
              (b, x) -> scan(b, x, direction)));
    }
    cases.put(
        "size",
        new Case(
            List.of(Shape.of(N)), (b, x) -> scaled(b, x.get(0), b.sizeOf(ElementType.DOUBLE, N))));
    cases.put(
        "iota",
        new Case(List.of(Shape.of(N)), (b, x) -> b.mul(x.get(0), b.iota(x.get(0).type(), 0))));
    cases.put(
        "a value used twice",
        new Case(List.of(Shape.of(4)), (b, x) -> b.add(b.mul(x.get(0), x.get(0)), x.get(0))));
    return cases;
  }

  private static Value scaled(GraphBuilder b, Value x, Value scalar) {
    return b.mul(x, b.broadcastTo(scalar, x.shape()));
  }

  private static Map<String, Case> reductions() {
    Map<String, Case> cases = new LinkedHashMap<>();
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      for (List<Integer> axes : List.of(List.of(1), List.of(0, 2), List.of(0, 1, 2))) {
        cases.put(
            kind + " over " + axes,
            new Case(List.of(Shape.of(2, 3, 2)), (b, x) -> b.reduce(kind, x.get(0), axes)));
      }
    }
    for (ArgReduce.Kind kind : ArgReduce.Kind.values()) {
      cases.put(
          kind.toString(),
          new Case(List.of(Shape.of(3, 4)), (b, x) -> b.argReduce(kind, x.get(0), 1)));
    }
    return cases;
  }

  private static Map<String, Case> contractions() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put(
        "matrix product",
        new Case(
            List.of(Shape.of(Dim.of(3), N), Shape.of(Dim.of(2), N)),
            (b, x) -> b.contract(x.get(0), List.of(0, 2), x.get(1), List.of(1, 2), List.of(0, 1))));
    cases.put(
        "batched product, transposed",
        new Case(
            List.of(Shape.of(2, 3, 4), Shape.of(4, 2)),
            (b, x) ->
                b.contract(x.get(0), List.of(7, 1, 2), x.get(1), List.of(2, 7), List.of(1, 7))));
    cases.put(
        "outer product",
        new Case(
            List.of(Shape.of(2), Shape.of(3)),
            (b, x) -> b.contract(x.get(0), List.of(0), x.get(1), List.of(1), List.of(1, 0))));
    cases.put(
        "convolution",
        new Case(
            List.of(Shape.of(2, 7, 6), Shape.of(3, 2, 3, 2)),
            (b, x) ->
                b.contract(
                    b.window(x.get(0), WINDOW),
                    List.of(1, 4, 5, 2, 3),
                    x.get(1),
                    List.of(0, 1, 2, 3),
                    List.of(0, 4, 5))));
    return cases;
  }

  private static Map<String, Case> movements() {
    Map<String, Case> cases = new LinkedHashMap<>();
    List<Shape> one = List.of(Shape.of(2, 3, 4));
    cases.put("reshape", new Case(one, (b, x) -> b.reshape(x.get(0), Shape.of(6, 4))));
    cases.put("transpose", new Case(one, (b, x) -> b.transpose(x.get(0), List.of(2, 0, 1))));
    cases.put(
        "broadcast",
        new Case(
            List.of(Shape.of(2, 3)),
            (b, x) -> b.broadcast(x.get(0), Shape.of(Dim.of(2), N, Dim.of(3)), List.of(0, 2))));
    cases.put(
        "pad",
        new Case(
            one,
            (b, x) ->
                b.pad(x.get(0), List.of(1L, 0L, 2L), List.of(0L, 1L, 0L), List.of(0L, 1L, 2L), 3)));
    cases.put(
        "pad of a free size",
        new Case(
            List.of(Shape.of(N)),
            (b, x) -> b.pad(x.get(0), List.of(1L), List.of(2L), List.of(2L), 0)));
    cases.put("flip", new Case(one, (b, x) -> b.flip(x.get(0), List.of(0, 2))));
    cases.put(
        "concat",
        new Case(
            List.of(Shape.of(2, 3), Shape.of(Dim.of(2), N), Shape.of(2, 1)),
            (b, x) -> b.concat(x, 1)));
    cases.put("window", new Case(List.of(Shape.of(2, 8, 5)), (b, x) -> b.window(x.get(0), WINDOW)));
    cases.put(
        "overlap-add",
        new Case(
            List.of(Shape.of(2, 3, 3, 3, 2)),
            (b, x) -> b.overlapAdd(x.get(0), WINDOW, List.of(Dim.of(8), Dim.of(5)))));
    return cases;
  }

  private static Map<String, Case> slices() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put(
        "slice", new Case(List.of(Shape.of(2, 5)), (b, x) -> slice(b, x.get(0), 1, Dim.of(4), 1)));
    for (long stride = 2; stride <= 4; stride++) {
      long step = stride;
      cases.put(
          "slice by " + stride,
          new Case(List.of(Shape.of(2, 8)), (b, x) -> slice(b, x.get(0), 1, Dim.of(7), step)));
      cases.put(
          "slice of a free size by " + stride,
          new Case(List.of(Shape.of(Dim.of(2), N)), (b, x) -> slice(b, x.get(0), 1, N, step)));
    }
    List<Shape> free = List.of(Shape.of(Dim.of(2), N));
    cases.put("first of a free size", new Case(free, (b, x) -> slice(b, x.get(0), 0, Dim.ONE, 1)));
    cases.put("last of a free size", new Case(free, (b, x) -> b.slice(x.get(0), 1, N.plus(-1), N)));
    return cases;
  }

  /** Of the last axis. */
  private static Value slice(GraphBuilder b, Value x, long start, Dim limit, long stride) {
    return b.slice(
        x, List.of(Dim.ZERO, Dim.of(start)), List.of(x.dim(0), limit), List.of(1L, stride));
  }

  private static Map<String, Case> indices() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put(
        "gather",
        new Case(
            List.of(Shape.of(3, 2)),
            (b, x) -> b.gather(x.get(0), positions(b, Shape.of(5, 2)), 0)));
    cases.put(
        "scatter-add",
        new Case(
            List.of(Shape.of(5, 2)),
            (b, x) -> b.scatterAdd(x.get(0), positions(b, Shape.of(5, 2)), 0, N)));
    cases.put(
        "greatest, by its position",
        new Case(
            List.of(Shape.of(3, 4)),
            (b, x) -> {
              Value best = b.argReduce(ArgReduce.Kind.ARGMAX, x.get(0), 1);
              return b.gather(x.get(0), b.reshape(best, Shape.of(3, 1)), 1);
            }));
    return cases;
  }

  /** 0, 1, 2, 0, 1, … along the first axis. */
  private static Value positions(GraphBuilder b, Shape shape) {
    Value count = b.iota(new TensorType(ElementType.INT, shape), 0);
    return b.map(Elementwise.REM, count, b.like(count, 3));
  }

  @TestFactory
  Stream<DynamicTest> agreesWithDifferences() {
    return cases().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        new GradientCheck(SIZES)
                            .check(entry.getValue().domains(), entry.getValue().function())));
  }

  @Test
  void everyOpIsChecked() {
    Set<Class<?>> checked =
        cases().values().stream()
            .flatMap(check -> graph(check).values().stream())
            .map(value -> value.op().getClass())
            .collect(Collectors.toSet());
    assertThat(checked).containsExactlyElementsIn(records(Op.class).toList());
  }

  private static Graph graph(Case check) {
    GraphBuilder b = new GraphBuilder();
    List<Value> x = new ArrayList<>();
    check.domains().forEach(d -> x.add(b.input(Op.Role.INPUT, "x" + x.size(), d.type())));
    Value y = check.function().build(b, x);
    return b.build(List.of(new Graph.Output(Graph.Result.OUTPUT, "y", y)));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(OpGradientTest::records);
  }
}
