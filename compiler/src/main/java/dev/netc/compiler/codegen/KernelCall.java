package dev.netc.compiler.codegen;

import java.util.Optional;

/**
 * A call of a kernel's method from a program. There are thousands in a deep network, so they are
 * plain text.
 *
 * @param call the call but for the range: {@code Kernels.conv1(image, weights, 0, conv1, n}
 */
record KernelCall(String call, Optional<Partition> partition) {
  /** The call for a range, given as Java text. */
  String over(String from, String to) {
    return call + ", " + from + ", " + to + ")";
  }

  /** The call of a kernel that is one piece of work. */
  String whole() {
    return call + ")";
  }
}
