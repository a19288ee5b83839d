/**
 * What changed between two versions of networks.
 *
 * <p>In: the analyses of both versions. Out: a {@link dev.netc.frontend.comparison.Comparison}, and
 * its text for people, for pull requests and for programs. Promise: two versions that mean the same
 * have no change, and old weights load if, and only if, it says so.
 */
@NullMarked
package dev.netc.frontend.comparison;

import org.jspecify.annotations.NullMarked;
