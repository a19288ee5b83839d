/**
 * The canonical look of a {@code .net} file.
 *
 * <p>In: a text. Out: the same words and comments in the same order, with white space between them
 * as {@code docs/formatting.md} says. Promise: the result reads as the same syntax tree, is what
 * comes out if it is formatted again, and no comment is lost. A text with syntax errors is left as
 * it is.
 *
 * <p>Each construct becomes a {@link dev.netc.compiler.format.Layout}, which says where lines may
 * break; {@link dev.netc.compiler.format.LayoutPrinter} chooses where they do (Wadler, "A prettier
 * printer", 2003). Comments travel with the words beside them.
 *
 * <pre>{@code
 * Formatted formatted = new Formatter().format(source);
 * formatted.text();
 * }</pre>
 */
@NullMarked
package dev.netc.compiler.format;

import org.jspecify.annotations.NullMarked;
