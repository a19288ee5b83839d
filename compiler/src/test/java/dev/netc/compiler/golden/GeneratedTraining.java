package dev.netc.compiler.golden;

import dev.netc.compiler.codegen.GeneratedModel;
import dev.netc.compiler.codegen.Tensors;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.runtime.Evaluation;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Training with the generated Java, in float. */
final class GeneratedTraining implements Training {
  private final Network network;
  private final Model model;
  private final Trainer trainer;

  /**
   * Starts with given parameters.
   *
   * @param start by path
   */
  GeneratedTraining(Network network, Map<String, DoubleTensor> start) {
    this.network = network;
    this.model = GeneratedModel.of(network);
    this.trainer = model.trainer();
    for (Parameter parameter : model.parameters()) {
      parameter.value().copyFrom(Tensors.of(ElementType.FLOAT, start.get(parameter.name())));
    }
  }

  @Override
  public Map<String, DoubleTensor> step(Map<String, DoubleTensor> batch) {
    Map<String, DoubleTensor> first = new HashMap<>();
    trainer.step(
        () -> {
          Map<String, DoubleTensor> results = new HashMap<>();
          trainer.zeroGrad();
          addOutputs(trainer.forward(tensors(network.inputs(), batch)), results);
          float loss = trainer.loss(tensors(network.targets(), batch));
          results.put("loss", DoubleTensor.scalar(loss));
          trainer.backward();
          addGradients(results);
          results.forEach(first::putIfAbsent);
          return loss;
        });
    return first;
  }

  @Override
  public Map<String, DoubleTensor> backward(
      Map<String, DoubleTensor> batch, Map<String, DoubleTensor> upstream) {
    Map<String, DoubleTensor> results = new HashMap<>();
    trainer.zeroGrad();
    trainer.forward(tensors(network.inputs(), batch));
    trainer.backward(tensors(network.outputs(), upstream));
    addGradients(results);
    return results;
  }

  private void addGradients(Map<String, DoubleTensor> results) {
    for (Parameter gradient : trainer.gradients()) {
      results.put("grad_param." + gradient.name(), Tensors.of(gradient.value()));
    }
  }

  @Override
  public Map<String, DoubleTensor> evaluate(Map<String, DoubleTensor> batch) {
    Map<String, DoubleTensor> results = new HashMap<>();
    Evaluation evaluation =
        model
            .evaluator()
            .evaluate(tensors(network.inputs(), batch), tensors(network.targets(), batch));
    addOutputs(evaluation.outputs(), results);
    results.put("loss", DoubleTensor.scalar(evaluation.loss()));
    return results;
  }

  @Override
  public void stepSchedule() {
    trainer.stepSchedule();
  }

  @Override
  public DoubleTensor parameter(String path) {
    return model.parameters().stream()
        .filter(parameter -> parameter.name().equals(path))
        .map(parameter -> Tensors.of(parameter.value()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Tensor> tensors(List<Network.Port> ports, Map<String, DoubleTensor> batch) {
    return ports.stream()
        .map(port -> Tensors.of(port.type().element(), batch.get(port.name())))
        .toList();
  }

  private void addOutputs(List<Tensor> outputs, Map<String, DoubleTensor> results) {
    for (int i = 0; i < outputs.size(); i++) {
      results.put("output." + network.outputs().get(i).name(), Tensors.of(outputs.get(i)));
    }
  }
}
