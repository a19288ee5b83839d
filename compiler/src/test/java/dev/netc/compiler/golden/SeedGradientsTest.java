package dev.netc.compiler.golden;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tutorial's network has PyTorch's gradients at parameters, input and every activation: those
 * of the loss, and those that follow from ones at the output.
 */
final class SeedGradientsTest {
  private final GoldenCase golden =
      GoldenCase.all("network").stream()
          .filter(golden -> golden.id().equals("seed"))
          .findFirst()
          .orElseThrow();

  SeedGradientsTest() throws IOException {}

  @TestFactory
  Stream<DynamicTest> interpreted() throws IOException, Unreached {
    return compared(InterpretedTraining::new, Tolerance.DOUBLE);
  }

  @TestFactory
  Stream<DynamicTest> generated() throws IOException, Unreached {
    return compared(GeneratedTraining::new, Tolerance.FLOAT);
  }

  private Stream<DynamicTest> compared(
      BiFunction<Network, Map<String, DoubleTensor>, Training> start, Tolerance tolerance)
      throws IOException, Unreached {
    Network network = Reach.compile(Files.readString(Reach.NETWORKS.resolve("seed_probes.net")));
    Map<String, DoubleTensor> parameters = golden.tensors("param.");
    for (Network.Parameter parameter : network.parameters()) {
      parameters.computeIfAbsent(
          parameter.path(),
          path -> GoldenTensors.zeros(parameter.type().shape().evaluate(Map.of())));
    }
    Training training = start.apply(network, parameters);
    Map<String, DoubleTensor> batch = golden.tensors("input.");
    double[] ones = new double[10];
    Arrays.fill(ones, 1);
    Map<String, DoubleTensor> got = new HashMap<>();
    training
        .backward(batch, Map.of("y", DoubleTensor.of(new int[] {1, 10}, ones)))
        .forEach((name, tensor) -> got.put("ones." + name, tensor));
    training.step(batch).forEach((name, tensor) -> got.put("mse." + name, tensor));
    return Stream.of("mse.grad_", "ones.grad_")
        .flatMap(kind -> golden.names(kind).stream().map(name -> kind + name))
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        tolerance.check(
                            golden, name, got.get(place(name)), golden.tensors().get(name))));
  }

  /** The zero that is added to an activation or input has its gradient. */
  private static String place(String name) {
    return name.replaceFirst("grad_(act|input)\\.(.*)", "grad_param.probe_$2.zero");
  }
}
