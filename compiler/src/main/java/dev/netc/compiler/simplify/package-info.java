/**
 * Makes graphs smaller by small rules: {@link Simplifier}, and a class for each rule.
 *
 * <p>In: a graph that needs no differentiation any more. Out: a graph of the same inputs and
 * outputs. Promise: the same values under the reference interpreter, up to rounding, NaN and
 * infinities included; so {@code x * 0} stays. For example {@code mul(x, 1)} is {@code x}.
 */
@NullMarked
package dev.netc.compiler.simplify;

import org.jspecify.annotations.NullMarked;
