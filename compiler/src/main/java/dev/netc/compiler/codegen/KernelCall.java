package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import java.util.Optional;

/**
 * A call of a kernel's method from a program.
 *
 * @param call the call but for the range: {@code Kernels.conv1(image, weights, 0, conv1, n}
 */
record KernelCall(CodeBlock call, Optional<Partition> partition) {
  /** The call for a range, given as Java text. */
  CodeBlock over(String from, String to) {
    return CodeBlock.of("$L, $L, $L)", call, from, to);
  }

  /** The call of a kernel that is one piece of work. */
  CodeBlock whole() {
    return CodeBlock.of("$L)", call);
  }
}
