package dev.netc.compiler.golden;

import dev.netc.compiler.codegen.GeneratedModel;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.golden.CaseProgram.Batch;
import dev.netc.compiler.golden.CaseProgram.Probes;
import dev.netc.compiler.golden.Reach.Reached;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.runtime.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Layers, functions and losses compute what PyTorch's do, and have the gradients that they have.
 */
final class CaseParityTest {
  private static final String[] KINDS = {"layer", "function", "loss"};

  private static final List<String> COMPARED =
      List.of("output.", "grad_input.", "grad_param.", "buffer_after.");

  @TestFactory
  Stream<DynamicTest> interpreted() throws IOException {
    return Reach.of(KINDS).reached().stream()
        .map(
            reached ->
                DynamicTest.dynamicTest(
                    reached.name(),
                    () ->
                        compare(
                            reached.golden(),
                            Interpreted.run(reached.network(), reached.golden().tensors()),
                            Tolerance.DOUBLE,
                            COMPARED)));
  }

  /**
   * The generated Java, with all gradients: those of inputs are had through parameters that are
   * added to them.
   */
  @TestFactory
  Stream<DynamicTest> generated() throws IOException, Unreached {
    List<Reached> probed = new ArrayList<>();
    for (Reached reached : Reach.of(KINDS).reached()) {
      if (reached.name().equals(reached.golden().name())) {
        String program = CaseProgram.write(reached.golden(), Batch.FIXED, Probes.ADDED);
        Network network = EvaluationMode.asIn(reached.golden(), Reach.compile(program));
        probed.add(new Reached(reached.name(), reached.golden(), program, network));
      }
    }
    return generated(probed, COMPARED);
  }

  /** The generated Java of the network as it is, for a batch of any size where it may have one. */
  @TestFactory
  Stream<DynamicTest> generatedWithoutProbes() throws IOException {
    Map<GoldenCase, Reached> widest = new LinkedHashMap<>();
    Reach.of(KINDS).reached().forEach(reached -> widest.put(reached.golden(), reached));
    return generated(
        List.copyOf(widest.values()),
        COMPARED.stream().filter(prefix -> !prefix.equals("grad_input.")).toList());
  }

  private static Stream<DynamicTest> generated(List<Reached> cases, List<String> compared) {
    List<Supplier<Model>> models = GeneratedModel.of(cases.stream().map(Reached::network).toList());
    return IntStream.range(0, cases.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    cases.get(i).name(),
                    () -> compare(cases.get(i), models.get(i).get(), compared)));
  }

  private static void compare(Reached reached, Model model, List<String> compared) {
    GoldenCase golden = reached.golden();
    GeneratedCase run = new GeneratedCase(reached.network(), model, golden.tensors());
    if (reached.network().buffers().isEmpty() || EvaluationMode.isOf(golden)) {
      // What is kept of the training shows in inference only.
      compare(golden, run.predicted(), Tolerance.FLOAT, List.of("output."));
    }
    if (reached.network().training().isPresent()) {
      compare(golden, run.trained(), Tolerance.FLOAT, compared);
    }
  }

  /** Compares what PyTorch gave. */
  private static void compare(
      GoldenCase golden,
      Map<String, DoubleTensor> got,
      Tolerance tolerance,
      List<String> compared) {
    Map<String, DoubleTensor> want = golden.tensors();
    want.forEach(
        (name, tensor) -> {
          if (compared.stream().anyMatch(name::startsWith)) {
            tolerance.check(golden, name, got.get(name), tensor);
          }
        });
  }
}
