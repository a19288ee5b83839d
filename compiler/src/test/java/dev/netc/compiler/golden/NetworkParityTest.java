package dev.netc.compiler.golden;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole networks train as PyTorch's do: activations, outputs, losses, gradients, and the parameters
 * on the way and at the end.
 */
final class NetworkParityTest {
  private static final List<String> COMPARED =
      List.of("act.", "output.", "grad_param.", "mse.grad_param.", "loss", "param_after", "eval_");

  @TestFactory
  Stream<DynamicNode> interpreted() throws IOException {
    return compared(InterpretedTraining::new, Tolerance.DOUBLE);
  }

  @TestFactory
  Stream<DynamicNode> generated() throws IOException {
    return compared(GeneratedTraining::new, Tolerance.FLOAT);
  }

  private static Stream<DynamicNode> compared(
      BiFunction<Network, Map<String, DoubleTensor>, Training> start, Tolerance tolerance)
      throws IOException {
    return Reach.of("network").reached().stream()
        .map(
            reached -> {
              GoldenCase golden = reached.golden();
              Map<String, DoubleTensor> given = golden.tensors();
              Training training = start.apply(reached.network(), golden.tensors("param."));
              Map<String, DoubleTensor> got = NetworkTrajectory.follow(golden, training);
              return DynamicContainer.dynamicContainer(
                  golden.name(),
                  given.entrySet().stream()
                      .filter(want -> COMPARED.stream().anyMatch(want.getKey()::startsWith))
                      .map(
                          want ->
                              DynamicTest.dynamicTest(
                                  golden.name() + " " + want.getKey(),
                                  () ->
                                      tolerance.check(
                                          golden,
                                          want.getKey(),
                                          got.get(want.getKey()),
                                          want.getValue()))));
            });
  }
}
