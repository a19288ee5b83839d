package dev.netc.compiler.ir;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class VerifierTest {
  private static final TensorType TYPE = new TensorType(ElementType.FLOAT, Shape.of(3));

  private final GraphBuilder b = new GraphBuilder();
  private final Value x = b.input(Op.Role.INPUT, "x", TYPE);
  private final Value y = b.neg(x);

  private static Graph.Output loss(Value value) {
    return new Graph.Output(Graph.Result.LOSS, "loss", value);
  }

  private static void assertBroken(List<Value> values, Graph.Output... outputs) {
    Graph graph = new Graph(values, List.of(outputs));
    assertThrows(IllegalStateException.class, () -> Verifier.accepts(graph));
  }

  @Test
  void aGraphOfABuilderIsAccepted() {
    assertThat(Verifier.accepts(b.build(List.of(loss(y))))).isTrue();
  }

  @Test
  void operandsComeBeforeTheirUse() {
    assertBroken(List.of(y, x), loss(y));
  }

  @Test
  void operandsBelongToTheGraph() {
    assertBroken(List.of(y), loss(y));
  }

  @Test
  void aValueComesOnce() {
    assertBroken(List.of(x, x), loss(x));
  }

  @Test
  void typesAreWhatOpsInfer() {
    Value wrong =
        new Value(9, y.op(), List.of(x), TensorType.scalar(ElementType.FLOAT), Value.Origin.NONE);
    assertBroken(List.of(x, wrong), loss(wrong));
  }

  @Test
  void operandsFitTheirOp() {
    Value wrong = new Value(9, y.op(), List.of(x, y), TYPE, Value.Origin.NONE);
    assertBroken(List.of(x, y, wrong), loss(wrong));
  }

  @Test
  void outputsBelongToTheGraph() {
    assertBroken(List.of(x), loss(y));
  }

  @Test
  void outputsAreUnique() {
    assertBroken(List.of(x, y), loss(x), loss(y));
  }

  @Test
  void inputsAreUnique() {
    assertBroken(List.of(x, b.input(Op.Role.INPUT, "x", TYPE)), loss(x));
  }
}
