package acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netc.runtime.Tensor;
import org.junit.jupiter.api.Test;

final class XorTest {
  private static final Tensor X = Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);
  private static final Tensor Y = Tensor.of(new float[] {0, 1, 1, 0}, 4, 1);

  @Test
  void learnsExclusiveOr() {
    Xor xor = new Xor(1);
    Xor.Trainer trainer = xor.trainer();
    float loss = Float.NaN;
    for (int step = 0; step < 500; step++) {
      trainer.zeroGrad();
      trainer.forward(X);
      loss = trainer.loss(Y);
      trainer.backward();
      trainer.step();
    }
    assertTrue(loss < 0.05f, () -> "the network has not learned");
    float[] scores = xor.predictor().forward(X).floats();
    for (int i = 0; i < 4; i++) {
      assertEquals(Y.floats()[i] > 0.5f, scores[i] > 0);
    }
  }
}
