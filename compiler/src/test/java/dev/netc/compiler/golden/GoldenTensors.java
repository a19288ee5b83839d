package dev.netc.compiler.golden;

import dev.netc.compiler.ir.DoubleTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Makes and finds tensors. */
final class GoldenTensors {
  private GoldenTensors() {}

  /** A tensor of zeros. */
  static DoubleTensor zeros(int... shape) {
    return DoubleTensor.of(shape, new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
  }

  /** All buffers of a case as they were given, under the names that they have afterwards. */
  static Map<String, DoubleTensor> unchangedBuffers(Map<String, DoubleTensor> given) {
    Map<String, DoubleTensor> buffers = new HashMap<>();
    given.forEach(
        (name, tensor) -> {
          if (name.startsWith("buffer.")) {
            buffers.put("buffer_after." + name.substring("buffer.".length()), tensor);
          }
        });
    return buffers;
  }

  /** One entry along the first axis. */
  static DoubleTensor row(DoubleTensor tensor, int index) {
    int[] shape = Arrays.copyOfRange(tensor.shape(), 1, tensor.rank());
    int size = tensor.data().length / tensor.shape()[0];
    return DoubleTensor.of(
        shape, Arrays.copyOfRange(tensor.data(), index * size, (index + 1) * size));
  }

  /** The tensor of a name under the first of some prefixes that has it. */
  static DoubleTensor first(Map<String, DoubleTensor> tensors, String name, String... prefixes) {
    for (String prefix : prefixes) {
      DoubleTensor tensor = tensors.get(prefix + name);
      if (tensor != null) {
        return tensor;
      }
    }
    throw new IllegalArgumentException("no golden tensor for " + name);
  }
}
