package dev.netc.compiler.golden;

import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.autodiff.TrainingGraph.InputGradients;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Op.Role;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.Map;

/** Runs a case with the reference interpreter, in double. */
final class Interpreted {
  private Interpreted() {}

  /**
   * The outputs of a case, and the gradients that follow from given ones of the outputs, under the
   * names that the golden values have.
   *
   * @param given the tensors of the case
   */
  static Map<String, DoubleTensor> run(Network network, Map<String, DoubleTensor> given) {
    Graph graph =
        network.training().isPresent()
            ? TrainingGraph.of(network, InputGradients.ALL)
            : network.inference();
    Map<Interpreter.Key, DoubleTensor> inputs = new HashMap<>();
    for (Value value : graph.inputs()) {
      Op.Input input = (Op.Input) value.op();
      inputs.put(new Interpreter.Key(input.role(), input.name()), tensor(input, given));
    }
    Evaluation evaluation = Interpreter.run(graph, inputs);
    Map<String, DoubleTensor> results = GoldenTensors.unchangedBuffers(given);
    for (Graph.Output output : graph.outputs()) {
      results.put(name(network, output), evaluation.of(output.value()));
    }
    return results;
  }

  private static DoubleTensor tensor(Op.Input input, Map<String, DoubleTensor> given) {
    String name = withoutModule(input.name());
    if (input.role() == Role.HYPERPARAMETER) {
      return DoubleTensor.scalar(0);
    }
    if (input.role() == Role.UPSTREAM) {
      DoubleTensor upstream = given.get("grad_output." + name);
      return upstream == null
          ? GoldenTensors.zeros(GoldenTensors.first(given, name, "output.").shape())
          : upstream;
    }
    DoubleTensor tensor = GoldenTensors.first(given, name, "input.", "param.", "buffer.", "arg.");
    return input.role() == Role.GRADIENT ? GoldenTensors.zeros(tensor.shape()) : tensor;
  }

  private static String name(Network network, Graph.Output output) {
    String name = withoutModule(output.name());
    boolean input = network.inputs().stream().anyMatch(port -> port.name().equals(output.name()));
    return switch (output.kind()) {
      case OUTPUT -> "output." + name;
      case UPSTREAM_GRADIENT -> (input ? "grad_input." : "grad_param.") + name;
      case BUFFER -> "buffer_after." + name;
      case LOSS, METRIC, PARAMETER, STATE, HYPERPARAMETER, AGAIN, GRADIENT ->
          output.kind() + " " + name;
    };
  }

  private static String withoutModule(String path) {
    return path.startsWith("module.") ? path.substring("module.".length()) : path;
  }
}
