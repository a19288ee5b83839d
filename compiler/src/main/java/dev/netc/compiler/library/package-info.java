/**
 * The standard library: declarations in the language, read like any other source.
 *
 * <p>In: the {@code .net} resources beside this package. Out: {@link
 * dev.netc.compiler.library.Library}. Promise: the library has no errors; its tests say so.
 */
@NullMarked
package dev.netc.compiler.library;

import org.jspecify.annotations.NullMarked;
