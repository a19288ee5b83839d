/**
 * Network text in, diagnostics and Java source out: {@link dev.netc.compiler.Compiler}.
 *
 * <p>Pure: no files are read or written, nothing is printed. Equal input gives equal output.
 */
@NullMarked
package dev.netc.compiler;

import org.jspecify.annotations.NullMarked;
