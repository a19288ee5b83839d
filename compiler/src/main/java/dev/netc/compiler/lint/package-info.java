/**
 * What is allowed by the language and most likely a mistake.
 *
 * <p>In: a program and its networks, which are free of errors. Out: warnings. Each {@link
 * dev.netc.compiler.lint.Lint} is a class of its own that {@link dev.netc.compiler.lint.Lints}
 * lists; it neither knows the others nor whether its warnings are wanted: {@link
 * dev.netc.compiler.lint.Allowances} reads that from the text, {@link
 * dev.netc.compiler.lint.Levels} from the options. Promise: a warning names what to do about it.
 */
@NullMarked
package dev.netc.compiler.lint;

import org.jspecify.annotations.NullMarked;
