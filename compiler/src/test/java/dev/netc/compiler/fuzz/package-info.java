/**
 * Random texts against the whole compiler: none makes it throw, hang, or point outside a file.
 *
 * <p>{@link dev.netc.compiler.fuzz.Inputs} makes them, in four ways: characters and words of the
 * repository's own texts are changed ({@link dev.netc.compiler.fuzz.Damage}), parts of them are put
 * in the places of others of their kind or of what the grammar allows there ({@link
 * dev.netc.compiler.fuzz.Grafts}, {@link dev.netc.compiler.fuzz.Derivation}), and networks are
 * written layer by layer from the library ({@link dev.netc.compiler.fuzz.NetworkWriter}). {@link
 * dev.netc.compiler.fuzz.Examination} says what must hold of each. {@link
 * dev.netc.compiler.fuzz.Fuzzer} runs them on all processors, and shrinks what fails until it can
 * be a test of its own.
 */
@NullMarked
package dev.netc.compiler.fuzz;

import org.jspecify.annotations.NullMarked;
