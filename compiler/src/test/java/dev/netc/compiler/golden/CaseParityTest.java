package dev.netc.compiler.golden;

import dev.netc.compiler.ir.DoubleTensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Layers, functions and losses compute what PyTorch's do, and have the gradients that they have.
 */
final class CaseParityTest {
  private static final List<String> COMPARED =
      List.of("output.", "grad_input.", "grad_param.", "buffer_after.");

  @TestFactory
  Stream<DynamicTest> interpreted() throws IOException {
    return Reach.of("layer", "function", "loss").reached().stream()
        .map(
            reached ->
                DynamicTest.dynamicTest(
                    reached.name(),
                    () ->
                        compare(
                            reached.golden(),
                            Interpreted.run(reached.network(), reached.golden().tensors()),
                            Tolerance.DOUBLE)));
  }

  /** Compares all that PyTorch gave. */
  private static void compare(
      GoldenCase golden, Map<String, DoubleTensor> got, Tolerance tolerance) {
    Map<String, DoubleTensor> want = golden.tensors();
    want.forEach(
        (name, tensor) -> {
          if (COMPARED.stream().anyMatch(name::startsWith) && !isArgument(golden, name)) {
            tolerance.check(golden, name, got.get(name), tensor);
          }
        });
  }

  /** A loss keeps the tensors that its constructor is given as buffers, which stay as they are. */
  private static boolean isArgument(GoldenCase golden, String name) {
    String buffer = name.substring(name.indexOf('.') + 1);
    return name.startsWith("buffer_after.")
        && golden.args().toString().contains("{\"tensor\":\"" + buffer + "\"}");
  }
}
