package dev.netc.compiler.testing;

import dev.netc.compiler.ir.DoubleTensor;
import java.util.Arrays;
import java.util.Random;

/** Tensors of random elements, from a seeded source. */
public final class RandomTensors {
  private RandomTensors() {}

  /** Elements drawn evenly between two bounds. */
  public static DoubleTensor uniform(Random random, int[] shape, double low, double high) {
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return DoubleTensor.of(
        shape, random.doubles(count).map(fraction -> low + (high - low) * fraction).toArray());
  }

  /** Whole numbers from {@code low}, inclusive, to {@code high}, exclusive. */
  public static DoubleTensor integers(Random random, int[] shape, int low, int high) {
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return DoubleTensor.of(shape, random.ints(count, low, high).asDoubleStream().toArray());
  }
}
