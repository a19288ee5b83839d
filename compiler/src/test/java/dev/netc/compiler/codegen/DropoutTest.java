package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.testing.RandomTensors;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Dropout, from the language to the trainer. */
final class DropoutTest {
  private static final Network NETWORK =
      TrainerAgreement.network(
          """
          network Net {
              input x: float[N, 40, 5]
              scores = x -> a: Dropout(0.25) -> fc: Linear(7) -> Dropout1d(p=0.5) -> AlphaDropout(0.1)
              output scores
              loss sum(square(scores))
              optimizer SGD(lr=0.1)
          }
          """);
  private static final Network MASK =
      TrainerAgreement.network(
          """
          network Mask {
              input x: float[N, 1000]
              output first = dropout(x, 0.3)
              output second = dropout(x, 0.3)
              output channels = dropout1d(x, 0.3)
              output alpha = alpha_dropout(x, 0.3)
              output normal = randn_like(x)
              loss sum(first)
          }
          """);

  private static Tensor tensor(DoubleTensor elements) {
    return Tensors.of(dev.netc.compiler.ir.ElementType.FLOAT, elements);
  }

  private static List<Tensor> batch(int n) {
    return List.of(tensor(RandomTensors.uniform(new Random(n), new int[] {n, 40, 5}, -1, 1)));
  }

  private static List<float[]> outputs(Trainer trainer, List<Tensor> inputs) {
    return trainer.forward(inputs).stream().map(tensor -> tensor.floats().clone()).toList();
  }

  @Test
  void trainingIsThatOfTheInterpreterForTheSameKeys() {
    TrainerAgreement agreement = new TrainerAgreement(NETWORK);
    for (long n = 3; n < 6; n++) {
      agreement.check(Map.of("N", n));
    }
  }

  @Test
  void seedsMakeRunsEqualAndEachRunIsAnother() {
    Trainer trainer = GeneratedModel.of(NETWORK).trainer();
    List<Tensor> inputs = batch(4);
    float[] first = outputs(trainer, inputs).get(0);
    float[] second = outputs(trainer, inputs).get(0);
    assertThat(second).isNotEqualTo(first);
    trainer.seed(0);
    assertThat(outputs(trainer, inputs).get(0)).isEqualTo(first);
    assertThat(outputs(trainer, inputs).get(0)).isEqualTo(second);
    trainer.seed(1);
    assertThat(outputs(trainer, inputs).get(0)).isNotEqualTo(first);
  }

  @Test
  void inferenceHasNoRandomNumbers() {
    for (Value value : NETWORK.inference().values()) {
      assertThat(value.op()).isNotInstanceOf(dev.netc.compiler.ir.Random.class);
    }
  }

  @Test
  void momentsAreThoseThatPyTorchPromises() {
    Trainer trainer = GeneratedModel.of(MASK).trainer();
    float[] ones = new float[50_000];
    Arrays.fill(ones, 1);
    List<float[]> outputs = outputs(trainer, List.of(Tensor.of(ones, 50, 1000)));
    assertThat(mean(outputs.get(0))).isWithin(0.02).of(1);
    assertThat(mean(outputs.get(1))).isWithin(0.02).of(1);
    assertThat(outputs.get(1)).isNotEqualTo(outputs.get(0));
    for (float element : outputs.get(0)) {
      assertThat(element == 0 || Math.abs(element - 1 / 0.7) < 1e-6).isTrue();
    }
    float[] channels = outputs.get(2);
    for (int i = 0; i < channels.length; i++) {
      assertThat(channels[i]).isEqualTo(channels[i - i % 1000]);
    }
    float[] normal = outputs.get(4);
    assertThat(mean(normal)).isWithin(0.02).of(0);
    assertThat(variance(normal)).isWithin(0.02).of(1);
    // Self-normalizing: mean and variance of normal elements pass.
    float[] alpha = outputs(trainer, List.of(Tensor.of(normal, 50, 1000))).get(3);
    assertThat(mean(alpha)).isWithin(0.03).of(0);
    assertThat(variance(alpha)).isWithin(0.03).of(1);
  }

  private static double mean(float[] elements) {
    double sum = 0;
    for (float element : elements) {
      sum += element;
    }
    return sum / elements.length;
  }

  private static double variance(float[] elements) {
    double mean = mean(elements);
    double sum = 0;
    for (float element : elements) {
      sum += (element - mean) * (element - mean);
    }
    return sum / elements.length;
  }
}
