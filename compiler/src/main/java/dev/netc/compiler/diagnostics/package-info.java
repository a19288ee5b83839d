/**
 * What the compiler has to say to the author of a network.
 *
 * <p>In: facts found by a phase. Out: {@link dev.netc.compiler.diagnostics.Diagnostic}s, plain data
 * with spans, which a renderer turns into text; only renderers know of colours and columns.
 * Promise: rendering is deterministic, and diagnostics come in the order of the file.
 *
 * <pre>{@code
 * Diagnostic.error("E0301", "`Linear` expects 120 input features, its input has 400")
 *     .at(argument.span(), "120 is asserted here")
 *     .also(flat.span(), "`flat` is float[N, 400]")
 *     .note("400 = 16 · 5 · 5, from `pooled`: float[N, 16, 5, 5]")
 *     .help("leave `in_features` out: the size is inferred")
 *     .build();
 * }</pre>
 */
@NullMarked
package dev.netc.compiler.diagnostics;

import org.jspecify.annotations.NullMarked;
