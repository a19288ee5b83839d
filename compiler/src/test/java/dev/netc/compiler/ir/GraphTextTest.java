package dev.netc.compiler.ir;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GraphTextTest {
  private static final int SEEDS = 150;

  @Test
  void aGraphIsPrintedAsEquations() {
    GraphBuilder b = new GraphBuilder();
    b.at(new Value.Origin("image", Optional.empty()));
    TensorType type = new TensorType(ElementType.FLOAT, Shape.of(Dim.free("N"), Dim.of(3)));
    Value x = b.input(Op.Role.INPUT, "image", type);
    b.at(new Value.Origin("relu", Optional.empty()));
    Value zero = b.like(x, 0);
    Value y = b.where(b.map(Elementwise.LE, x, zero), zero, x);
    b.at(Value.Origin.NONE);
    Value sum = b.sum(y, List.of(0, 1));
    Graph graph = b.build(List.of(new Graph.Output(Graph.Result.LOSS, "loss", sum)));
    assertThat(GraphPrinter.print(graph))
        .isEqualTo(
            """
            image: float[N, 3] = input(role=input, name="image")
            relu: float[] = constant(value=0.0)
            relu#2: float[N, 3] = broadcast(relu, axes=[])
            relu#3: bool[N, 3] = le(image, relu#2)
            relu#4: float[N, 3] = where(relu#3, relu#2, image)
            %1: float[] = reduce(relu#4, kind=sum, axes=[0, 1])
            output loss "loss" = %1
            """);
  }

  @Test
  void whatIsPrintedIsReadBack() {
    Set<Class<?>> ops = new HashSet<>();
    Set<Elementwise> functions = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Graph graph = RandomGraphs.graph(seed, 40);
      String text = GraphPrinter.print(graph);
      Graph read = GraphParser.parse(text);
      assertThat(GraphPrinter.print(read)).isEqualTo(text);
      assertThat(Verifier.accepts(read)).isTrue();
      assertThat(opsButScans(read)).isEqualTo(opsButScans(graph));
      graph.values().forEach(value -> ops.add(value.op().getClass()));
      for (Value value : graph.values()) {
        if (value.op() instanceof Map map) {
          functions.add(map.function());
        }
      }
    }
    assertThat(functions).containsExactlyElementsIn(Elementwise.values());
    assertThat(ops).containsExactlyElementsIn(records(Op.class).toList());
  }

  /** The body of a scan is a graph, and a graph is equal to itself only. */
  private static List<Op> opsButScans(Graph graph) {
    return graph.values().stream().map(Value::op).filter(op -> !(op instanceof Scan)).toList();
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(GraphTextTest::records);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "N", "2*N + 1", "N*T - 3", "floor((H - 3) / 2) + 1", "-2 + N"})
  void sizesAreReadBack(String text) {
    Dim dim = DimParser.parse(text);
    assertThat(DimParser.parse(dim.toString())).isEqualTo(dim);
    java.util.Map<String, Long> sizes = java.util.Map.of("N", 5L, "T", 7L, "H", 10L);
    assertThat(DimParser.parse(dim.toString()).evaluate(sizes)).isEqualTo(dim.evaluate(sizes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = input()",
        "x: float[3] = exp(y)",
        "x: float[3] = nothing()",
        "x: float[3 = constant(value=1.0)",
        "x: float[3] = constant(value=1.0)",
        "x: float[] = constant()",
        "x: float[2*] = input(role=input, name=\"x\")",
        "output loss \"loss\" = x",
      })
  void whatIsNotAGraphIsRefusedWithTheLine(String line) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> GraphParser.parse(line));
    assertThat(error).hasMessageThat().contains(line);
  }
}
