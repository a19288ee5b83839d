package dev.netc.compiler.golden;

import dev.netc.compiler.codegen.Tensors;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the generated Java of a case; results have the names that the golden values have. */
final class GeneratedCase {
  private final Network network;
  private final Map<String, DoubleTensor> given;
  private final Model model;

  /**
   * Gives a new model the parameters of a case.
   *
   * @param model the class that was generated for the network
   * @param given the tensors of the case
   */
  GeneratedCase(Network network, Model model, Map<String, DoubleTensor> given) {
    this.network = network;
    this.given = given;
    this.model = model;
    for (Parameter parameter : model.parameters()) {
      Tensor value = parameter.value();
      DoubleTensor start =
          isProbe(parameter.name())
              ? GoldenTensors.zeros(value.shape())
              : given.get(goldenName("param.", parameter.name()));
      value.copyFrom(Tensors.of(ElementType.FLOAT, start));
    }
    for (Parameter buffer : model.buffers()) {
      Tensor value = buffer.value();
      ElementType element = ElementType.valueOf(value.type().name());
      value.copyFrom(Tensors.of(element, given.get(goldenName("buffer.", buffer.name()))));
    }
  }

  /** The outputs of a predictor. */
  Map<String, DoubleTensor> predicted() {
    Map<String, DoubleTensor> results = new HashMap<>();
    addOutputs(model.predictor().predict(inputs()), results);
    return results;
  }

  /** The outputs of a trainer, the gradients that follow from the given ones, and the buffers. */
  Map<String, DoubleTensor> trained() {
    Map<String, DoubleTensor> results = GoldenTensors.unchangedBuffers(given);
    Trainer trainer = model.trainer();
    trainer.zeroGrad();
    List<Tensor> outputs = trainer.forward(inputs());
    addOutputs(outputs, results);
    trainer.backward(upstream(outputs));
    for (Parameter gradient : trainer.gradients()) {
      results.put(goldenName("grad_param.", gradient.name()), Tensors.of(gradient.value()));
    }
    for (Parameter buffer : model.buffers()) {
      results.put(goldenName("buffer_after.", buffer.name()), Tensors.of(buffer.value()));
    }
    return results;
  }

  private List<Tensor> inputs() {
    List<Tensor> inputs = new ArrayList<>();
    for (Network.Port port : network.inputs()) {
      DoubleTensor tensor = GoldenTensors.first(given, port.name(), "input.", "buffer.", "arg.");
      inputs.add(Tensors.of(port.type().element(), tensor));
    }
    return inputs;
  }

  private List<Tensor> upstream(List<Tensor> outputs) {
    List<Tensor> upstream = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Network.Port port = network.outputs().get(i);
      DoubleTensor tensor =
          given.getOrDefault(
              "grad_output." + port.name(), GoldenTensors.zeros(outputs.get(i).shape()));
      upstream.add(Tensors.of(port.type().element(), tensor));
    }
    return upstream;
  }

  private void addOutputs(List<Tensor> outputs, Map<String, DoubleTensor> results) {
    for (int i = 0; i < outputs.size(); i++) {
      results.put("output." + network.outputs().get(i).name(), Tensors.of(outputs.get(i)));
    }
  }

  private static boolean isProbe(String path) {
    return path.startsWith("probe_");
  }

  /** The parameter that is added to an input stands for the input. */
  private static String goldenName(String prefix, String path) {
    return isProbe(path)
        ? prefix.replace("param", "input") + path.substring("probe_".length(), path.indexOf('.'))
        : prefix + path.substring("module.".length());
  }
}
