package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import java.util.Optional;

/**
 * The inside of a kernel's method.
 *
 * @param partition empty if the kernel is one piece of work
 */
record KernelBody(CodeBlock code, Optional<Partition> partition) {}
