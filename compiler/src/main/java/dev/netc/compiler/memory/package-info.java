/**
 * Gives every stored value a place in memory: {@link dev.netc.compiler.memory.Planner#plan} takes a
 * {@link dev.netc.compiler.fuse.Schedule} to a {@link dev.netc.compiler.memory.Plan}.
 *
 * <p>Learned and kept tensors are parts of flat arrays that outlive a run. Everything else lies in
 * a {@link dev.netc.compiler.memory.Slot}, an array that values use one after another. Promise: two
 * values whose live ranges meet never share a slot, but where a loop overwrites an element that it
 * has read for the last time.
 */
@NullMarked
package dev.netc.compiler.memory;

import org.jspecify.annotations.NullMarked;
