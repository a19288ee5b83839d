/**
 * Text and places in it.
 *
 * <p>In: the name and the characters of a {@code .net} file, read by somebody else. Out: {@link
 * dev.netc.compiler.source.SourceFile}, which knows its lines, and {@link
 * dev.netc.compiler.source.Span}, a stretch of one file. Promise: every span lies in its file.
 */
@NullMarked
package dev.netc.compiler.source;

import org.jspecify.annotations.NullMarked;
