/**
 * What each diagnostic means, at length.
 *
 * <p>In: the pages beside this package, one for each code. Out: {@link
 * dev.netc.compiler.explain.Explanation}. Promise: every code that the compiler can report has a
 * page, whose wrong program gets that code and no other and whose right program gets none.
 */
@NullMarked
package dev.netc.compiler.explain;

import org.jspecify.annotations.NullMarked;
