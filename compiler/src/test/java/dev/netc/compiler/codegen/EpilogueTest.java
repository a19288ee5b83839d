package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.fuse.Epilogue;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Evaluation;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.testing.RandomTensors;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What products and convolutions take over from the elementwise functions behind them. */
final class EpilogueTest {
  private static final String RESIDUAL =
      """
      network Net {
          input x: float[N, 3, 9, 9]
          a = x -> conv1: Conv2d(5, 3, padding=1, bias=false) -> bn1: BatchNorm2d -> relu
          b = a -> conv2: Conv2d(5, 3, padding=1) -> bn2: BatchNorm2d
          y = relu(b + a)
          output y
      }
      """;

  @Test
  void batchNormAndResidualAreDoneByTheConvolutionInInference() {
    Network network = TrainerAgreement.network(RESIDUAL);
    assertThat(products(plans(network).inference(), Phase.FORWARD))
        .containsExactly("scale, shift, at least 0.0", "scale, shift, added, at least 0.0")
        .inOrder();
    assertThat(largeLoops(plans(network).inference())).isEmpty();
    checkInference(network);
  }

  @Test
  void linearLayersAddTheirBiasAndClampWhileInTheCache() {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 20]
                y = x -> fc1: Linear(30) -> relu6 -> fc2: Linear(12) -> norm: BatchNorm1d
                      -> fc3: Linear(40) -> clamp(min=-1)
                output y
            }
            """);
    assertThat(products(plans(network).inference(), Phase.FORWARD))
        .containsExactly("shift, at least 0.0, at most 6.0", "scale, shift", "shift, at least -1.0")
        .inOrder();
    checkInference(network);
  }

  @Test
  void trainingKeepsWhatReluGivesAndNothingOfWhatItTakes() {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 2, 8, 8]
                target wanted: float[N, 4]
                y = x -> conv1: Conv2d(3, 3) -> relu -> conv2: Conv2d(3, 3) -> relu6
                      -> flatten -> fc: Linear(4)
                output y
                loss MSELoss(y, wanted)
                optimizer SGD(lr=0.1)
            }
            """);
    Plan training = plans(network).training().orElseThrow();
    assertThat(products(training, Phase.FORWARD))
        .containsExactly("shift, at least 0.0", "shift, at least 0.0, at most 6.0", "shift")
        .inOrder();
    for (Schedule.Step step : training.steps(Phase.FORWARD)) {
      step.kernel()
          .results()
          .forEach(result -> assertThat(result.type().element()).isEqualTo(ElementType.FLOAT));
    }
    TrainerAgreement agreement = new TrainerAgreement(network);
    agreement.check(Map.of("N", 3L));
    agreement.check(Map.of("N", 1L));
  }

  @Test
  void whatAnotherValueNeedsIsStoredBeforeItIsClamped() {
    Network network =
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 20]
                z = x -> fc1: Linear(30)
                y = relu(z)
                output y
                output z
            }
            """);
    assertThat(products(plans(network).inference(), Phase.FORWARD)).containsExactly("shift");
    checkInference(network);
  }

  @Test
  void theCommentSaysWhatIsDone() {
    Network network = TrainerAgreement.network(RESIDUAL);
    String text = Emitter.emit(network, plans(network)).text();
    assertThat(text).contains("; while in the cache: times bn2, plus bn2, plus relu, at least 0f");
  }

  private static Programs plans(Network network) {
    return new Compiler(CompilerOptions.DEFAULT).plan(network);
  }

  /** The epilogues of products and convolutions, in order. */
  private static List<String> products(Plan plan, Phase phase) {
    List<String> products = new ArrayList<>();
    for (Schedule.Step step : plan.steps(phase)) {
      if (step.kernel() instanceof Kernel.Convolution convolution) {
        products.add(text(convolution.epilogue()));
      } else if (step.kernel() instanceof Kernel.Matmul product) {
        products.add(text(product.epilogue()));
      }
    }
    return products;
  }

  private static String text(Epilogue epilogue) {
    List<String> parts = new ArrayList<>();
    epilogue.scale().ifPresent(scale -> parts.add("scale"));
    epilogue.shift().ifPresent(shift -> parts.add("shift"));
    epilogue.added().ifPresent(added -> parts.add("added"));
    if (epilogue.low() != Double.NEGATIVE_INFINITY) {
      parts.add("at least " + epilogue.low());
    }
    if (epilogue.high() != Double.POSITIVE_INFINITY) {
      parts.add("at most " + epilogue.high());
    }
    return String.join(", ", parts);
  }

  /** Loops over all samples. */
  private static List<Value> largeLoops(Plan plan) {
    List<Value> large = new ArrayList<>();
    for (Schedule.Step step : plan.schedule().steps()) {
      if (step.kernel() instanceof Kernel.Loop loop) {
        loop.results().stream()
            .filter(result -> !result.shape().elements().isConstant())
            .forEach(large::add);
      }
    }
    return large;
  }

  /** Compares a predictor whose parameters and statistics are random with the interpreter. */
  private static void checkInference(Network network) {
    Model model = GeneratedModel.of(network);
    Random random = new Random(1);
    Map<Interpreter.Key, DoubleTensor> elements = new HashMap<>();
    randomize(model.parameters(), Op.Role.PARAMETER, random, elements);
    randomize(model.buffers(), Op.Role.BUFFER, random, elements);
    List<Tensor> inputs = new ArrayList<>();
    for (Network.Port port : network.inputs()) {
      int[] shape = port.type().shape().evaluate(Map.of("N", 3L));
      DoubleTensor tensor = RandomTensors.uniform(random, shape, -1, 1);
      elements.put(new Interpreter.Key(Op.Role.INPUT, port.name()), tensor);
      inputs.add(Tensors.of(ElementType.FLOAT, tensor));
    }
    List<Tensor> outputs = model.predictor().predict(inputs);
    Evaluation expected = Interpreter.run(network.inference(), elements);
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(Tensors.of(outputs.get(i)))
          .isWithin(1e-5, 1e-5)
          .of(expected.output(Graph.Result.OUTPUT, network.outputs().get(i).name()));
    }
  }

  private static void randomize(
      List<Parameter> parameters,
      Op.Role role,
      Random random,
      Map<Interpreter.Key, DoubleTensor> elements) {
    for (Parameter parameter : parameters) {
      if (parameter.value().type() == dev.netc.runtime.ElementType.FLOAT) {
        float[] storage = parameter.value().floatStorage();
        for (int i = 0; i < parameter.value().numel(); i++) {
          storage[parameter.value().offset() + i] = 0.1f + random.nextFloat();
        }
      }
      elements.put(new Interpreter.Key(role, parameter.name()), Tensors.of(parameter.value()));
    }
  }
}
