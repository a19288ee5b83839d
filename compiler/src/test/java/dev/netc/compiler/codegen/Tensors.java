package dev.netc.compiler.codegen;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.ElementType;
import dev.netc.runtime.Tensor;

/** Converts between the tensors of the interpreter and those of the runtime. */
public final class Tensors {
  private Tensors() {}

  /** The same elements as a type; what does not fit is rounded. */
  public static Tensor of(ElementType type, DoubleTensor tensor) {
    double[] data = tensor.data();
    switch (type) {
      case FLOAT -> {
        float[] floats = new float[data.length];
        for (int i = 0; i < data.length; i++) {
          floats[i] = (float) data[i];
        }
        return Tensor.wrap(floats, 0, tensor.shape());
      }
      case DOUBLE -> {
        return Tensor.wrap(data.clone(), 0, tensor.shape());
      }
      case INT -> {
        int[] ints = new int[data.length];
        for (int i = 0; i < data.length; i++) {
          ints[i] = (int) data[i];
        }
        return Tensor.wrap(ints, 0, tensor.shape());
      }
      case BOOL -> {
        boolean[] truths = new boolean[data.length];
        for (int i = 0; i < data.length; i++) {
          truths[i] = data[i] != 0;
        }
        return Tensor.wrap(truths, 0, tensor.shape());
      }
    }
    throw new AssertionError(type);
  }

  /** The same elements in double; truth is 1. */
  public static DoubleTensor of(Tensor tensor) {
    double[] data = new double[tensor.numel()];
    Tensor flat = tensor.view(tensor.numel());
    for (int i = 0; i < data.length; i++) {
      data[i] = flat.get(i);
    }
    return DoubleTensor.of(tensor.shape(), data);
  }
}
