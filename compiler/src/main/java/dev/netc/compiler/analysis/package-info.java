/**
 * From files to a program: every name bound, every call's arguments matched, no cycle.
 *
 * <p>In: the syntax tree of a file and the library. Out: a {@link
 * dev.netc.compiler.analysis.Program}, and diagnostics for what can be seen without running a body,
 * so that also a branch that is never taken is checked.
 */
@NullMarked
package dev.netc.compiler.analysis;

import org.jspecify.annotations.NullMarked;
