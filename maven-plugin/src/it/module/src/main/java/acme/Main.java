package acme;

import dev.netc.runtime.Tensor;

public final class Main {
  private Main() {}

  public static float score(float a, float b) {
    return new Xor(1).predictor().forward(Tensor.of(new float[] {a, b}, 1, 2)).floats()[0];
  }
}
