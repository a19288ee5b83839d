package dev.netc.compiler.codegen;

import static dev.netc.compiler.testing.TensorSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.runtime.AveragedModel;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statistics of batch normalisation made anew. What is expected was computed by PyTorch 1.13. */
final class UpdateBnTest {
  private static Model model() {
    Model model =
        GeneratedModel.of(
            TrainerAgreement.network(
                """
                network Net {
                    input x: float[N, 3]
                    target wanted: float[N, 2]
                    y = x -> fc1: Linear(2) -> norm1: BatchNorm1d -> relu -> fc2: Linear(2)
                          -> norm2: BatchNorm1d(momentum=0.3)
                    output y
                    loss MSELoss(y, wanted)
                    optimizer SGD(lr=0.1)
                }
                """));
    int count = (int) model.parameterCount();
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) Math.cos(0.5 * i);
    }
    Parameter.fromVector(Tensor.of(weights), model.parameters());
    return model;
  }

  private static List<Tensor> batch(int samples, int shift) {
    float[] elements = new float[3 * samples];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) Math.sin(0.7 * i + shift);
    }
    return List.of(Tensor.of(elements, samples, 3));
  }

  private static final List<List<Tensor>> BATCHES = List.of(batch(4, 0), batch(4, 1), batch(2, 2));

  private static final double[] ANEW = {
    -0.8775016069412231, -0.9308252334594727, 3.62562894821167, 0.6952448487281799, 3,
    0.959763765335083, -0.03193868696689606, 0.16784173250198364, 0.16465355455875397, 3
  };

  private static void assertBuffers(Model model, double... expected) {
    double[] got =
        model.buffers().stream()
            .map(Parameter::value)
            .flatMapToDouble(
                tensor ->
                    IntStream.range(0, tensor.numel())
                        .mapToDouble(i -> tensor.rank() == 0 ? tensor.item() : tensor.get(i)))
            .toArray();
    assertThat(DoubleTensor.vector(got)).isWithin(1e-5, 1e-6).of(DoubleTensor.vector(expected));
  }

  @Test
  void theyAreThePlainAveragesOfTheBatches() {
    Model model = model();
    Trainer trainer = model.trainer();
    trainer.forward(batch(5, 9));
    trainer.updateBn(BATCHES);
    assertBuffers(model, ANEW);
  }

  @Test
  void thenTheyFollowByMomentumAgain() {
    Model model = model();
    Trainer trainer = model.trainer();
    trainer.updateBn(BATCHES);
    trainer.forward(batch(5, 3));
    assertBuffers(
        model,
        -0.9296884536743164,
        -0.9126154184341431,
        3.457793712615967,
        0.6936522126197815,
        4,
        0.975892186164856,
        -0.019275056198239326,
        0.13610760867595673,
        0.12571150064468384,
        4);
  }

  @Test
  void anAverageOfWeightsHasStatisticsOfItsOwn() {
    Model model = model();
    AveragedModel<Model> average = new AveragedModel<>(model);
    average.update(model);
    average.model().trainer().updateBn(BATCHES);
    assertBuffers(average.model(), ANEW);
    assertBuffers(model, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0);
  }

  /** A batch that does not fit ends it; the next step is an ordinary one. */
  @Test
  void afterAFailureTrainingIsAsBefore() {
    Model model = model();
    Trainer trainer = model.trainer();
    trainer.updateBn(BATCHES);
    assertThrows(
        IllegalArgumentException.class,
        () -> trainer.updateBn(List.of(List.of(Tensor.zeros(2, 4)))));
    trainer.forward(batch(5, 3));
    double[] tracked = {model.buffers().get(2).value().item()};
    assertThat(DoubleTensor.vector(tracked)).isWithin(0, 0).of(DoubleTensor.vector(4));
  }
}
