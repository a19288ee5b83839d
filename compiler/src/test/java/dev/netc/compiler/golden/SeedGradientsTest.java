package dev.netc.compiler.golden;

import dev.netc.compiler.ir.DoubleTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tutorial's network has PyTorch's gradients at parameters, input and every activation: those
 * of the loss, and those that follow from ones at the output.
 */
final class SeedGradientsTest {
  private static final Map<String, String> KINDS =
      Map.of(
          "mse.grad_param.", "loss.grad_param.",
          "mse.grad_input.", "loss.grad_input.",
          "mse.grad_act.", "loss.grad_input.probe_",
          "ones.grad_param.", "grad_param.",
          "ones.grad_input.", "grad_input.",
          "ones.grad_act.", "grad_input.probe_");

  private final GoldenCase golden =
      GoldenCase.all("network").stream().filter(c -> c.id().equals("seed")).findFirst().get();

  SeedGradientsTest() throws IOException {}

  @TestFactory
  Stream<DynamicTest> interpreted() throws IOException, Unreached {
    String program = Files.readString(Reach.NETWORKS.resolve("seed_probes.net"));
    return compared(Interpreted.run(Reach.compile(program), given()), Tolerance.DOUBLE);
  }

  /** What the network takes: the probes are zero. */
  private Map<String, DoubleTensor> given() {
    Map<String, DoubleTensor> tensors = golden.tensors();
    Map<String, DoubleTensor> given = new HashMap<>(tensors);
    for (String activation : golden.names("act.")) {
      given.put(
          "input.probe_" + activation, Tensors.zeros(tensors.get("act." + activation).shape()));
    }
    double[] ones = new double[10];
    Arrays.fill(ones, 1);
    given.put("grad_output.y", DoubleTensor.of(new int[] {1, 10}, ones));
    return given;
  }

  private Stream<DynamicTest> compared(Map<String, DoubleTensor> got, Tolerance tolerance) {
    return KINDS.entrySet().stream()
        .flatMap(
            kind ->
                golden.tensors(kind.getKey()).entrySet().stream()
                    .map(
                        want ->
                            DynamicTest.dynamicTest(
                                kind.getKey() + want.getKey(),
                                () ->
                                    tolerance.check(
                                        golden,
                                        kind.getKey() + want.getKey(),
                                        got.get(kind.getValue() + want.getKey()),
                                        want.getValue()))));
  }
}
