/**
 * Parity with PyTorch: what the compiler's networks compute is compared with the values in {@code
 * golden/}, found through its index.
 *
 * <p>For each case a network is written from the constructor, its arguments and the call that
 * PyTorch evaluated, and run. A case that the library or the language does not reach yet stands in
 * {@code golden/skipped.txt} with the reason; a test keeps that list exact.
 */
@NullMarked
package dev.netc.compiler.golden;

import org.jspecify.annotations.NullMarked;
