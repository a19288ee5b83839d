/**
 * What a network is made of and costs, as lines of text.
 *
 * <p>In: a network and its {@code Programs}, with sizes. Out: tables. Promise: costs are the
 * compiler's own, and what depends on a size that is not given is shown as an expression of it.
 */
@NullMarked
package dev.netc.frontend.summary;

import org.jspecify.annotations.NullMarked;
