/**
 * Reverse-mode differentiation on the graph: {@link Differentiator}, and {@link TrainingGraph},
 * which adds the gradients of a network's parameters to its training graph.
 *
 * <p>In: a graph, and the cotangents of some of its values. Out: the same graph with the cotangents
 * of other values added, made of the same primitives. Promise: a cotangent has its primal's type
 * and its name with a {@code d} before it; a value used twice has the sum of what flows back, one
 * that nothing depends on has none. For {@code y = exp(x)} the cotangent is {@code dx = mul(dy,
 * y)}.
 */
@NullMarked
package dev.netc.compiler.autodiff;

import org.jspecify.annotations.NullMarked;
