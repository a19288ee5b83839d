package dev.netc.benchmarks.pytorch;

import dev.netc.runtime.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.AbstractTensor;

/** A batch of data, equal for both. */
final class Data {
  final Tensor input;
  final Tensor target;
  final org.bytedeco.pytorch.Tensor torchInput;
  final org.bytedeco.pytorch.Tensor torchTarget;

  Data(Subject subject, int batch) {
    Random random = new Random(7);
    int[] shape = withBatch(batch, subject.inputShape());
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (subject.name().equals("gpt")) {
      int[] tokens = random.ints(size, 0, subject.classes()).toArray();
      input = Tensor.of(tokens, shape);
      torchInput = AbstractTensor.create(longs(tokens), longs(shape));
    } else {
      float[] values = floats(random, size);
      input = Tensor.of(values, shape);
      torchInput = AbstractTensor.create(values, longs(shape));
    }
    int labels = batch * subject.labelsPerSample();
    if (subject.classes() == 0) {
      float[] values = floats(random, labels);
      int[] wanted = {batch, subject.labelsPerSample()};
      target = Tensor.of(values, wanted);
      torchTarget = AbstractTensor.create(values, longs(wanted));
    } else {
      int[] values = random.ints(labels, 0, subject.classes()).toArray();
      int[] own =
          subject.labelsPerSample() == 1
              ? new int[] {batch}
              : new int[] {batch, subject.labelsPerSample()};
      target = Tensor.of(values, own);
      torchTarget = AbstractTensor.create(longs(values), labels);
    }
  }

  private static float[] floats(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static int[] withBatch(int batch, int[] shape) {
    int[] all = new int[shape.length + 1];
    all[0] = batch;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return all;
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
