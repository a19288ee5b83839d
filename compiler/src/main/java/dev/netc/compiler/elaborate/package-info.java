/**
 * From declarations to graphs: the elaborator runs a network's body at compile time.
 *
 * <p>In: a resolved program. Out: {@link dev.netc.compiler.elaborate.Network}s, their graphs made
 * of primitives only, and diagnostics. Promise: every value's type is what its op infers, and a
 * network without a diagnostic has no shape error left in it, for any size of its free dims.
 */
@NullMarked
package dev.netc.compiler.elaborate;

import org.jspecify.annotations.NullMarked;
