/**
 * Takes work out of scans that need not be done round by round: {@link
 * dev.netc.compiler.scan.Scans}, and a class for each way.
 *
 * <p>In: a graph that needs no differentiation any more. Out: a graph of the same inputs and
 * outputs. Promise: the same values under the reference interpreter, up to rounding. For example,
 * in the scan that goes back through a recurrent layer the gradient of its weights is a sum over
 * rounds of products; outside it is one product.
 */
@NullMarked
package dev.netc.compiler.scan;

import org.jspecify.annotations.NullMarked;
