package dev.netc.compiler.golden;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.runtime.Tensor;
import java.util.Arrays;

/** Between the tensors of the runtime and those of the interpreter. */
final class Tensors {
  private Tensors() {}

  /** The same elements in double; truth is 1. */
  static DoubleTensor inDouble(Tensor tensor) {
    double[] data =
        switch (tensor.type()) {
          case FLOAT -> widened(tensor.floats());
          case DOUBLE -> tensor.doubles();
          case INT -> Arrays.stream(tensor.ints()).asDoubleStream().toArray();
          case BOOL -> truth(tensor.booleans());
        };
    return DoubleTensor.of(tensor.shape(), data);
  }

  /** A tensor of zeros. */
  static DoubleTensor zeros(int... shape) {
    return DoubleTensor.of(shape, new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
  }

  /** One entry along the first axis. */
  static DoubleTensor row(DoubleTensor tensor, int index) {
    int[] shape = Arrays.copyOfRange(tensor.shape(), 1, tensor.rank());
    int size = tensor.data().length / tensor.shape()[0];
    return DoubleTensor.of(
        shape, Arrays.copyOfRange(tensor.data(), index * size, (index + 1) * size));
  }

  private static double[] widened(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  private static double[] truth(boolean[] booleans) {
    double[] doubles = new double[booleans.length];
    for (int i = 0; i < booleans.length; i++) {
      doubles[i] = booleans[i] ? 1 : 0;
    }
    return doubles;
  }
}
