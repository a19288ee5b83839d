/**
 * The graph of primitives that every pass reads and writes: {@link Graph}, {@link Value}, {@link
 * Op}, {@link TensorType}, {@link Shape} and {@link Dim}; with its text form ({@link GraphPrinter},
 * {@link GraphParser}), its {@link Verifier}, and the {@link Interpreter} that says what it means.
 *
 * <p>In: what {@code elaborate} builds from the source. Out: the same kind of graph after each
 * pass. Promise: a graph is single assignment, flat and in topological order; the type of each
 * value is what its op infers from its operands; no op mutates anything, so state (weights,
 * optimizer moments) enters as {@link Op.Input} and leaves as a named output.
 */
@NullMarked
package dev.netc.compiler.ir;

import org.jspecify.annotations.NullMarked;
