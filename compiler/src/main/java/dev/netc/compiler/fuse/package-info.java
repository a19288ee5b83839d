/**
 * Turns a graph into work: {@link dev.netc.compiler.fuse.Fuser#fuse} takes a graph to a {@link
 * dev.netc.compiler.fuse.Schedule} of {@link dev.netc.compiler.fuse.Kernel}s.
 *
 * <p>Out come loops over the elements of a value, in which elementwise ops, reductions and
 * movements have become one {@link dev.netc.compiler.fuse.Expression}; loops that add to computed
 * places; and matrix products. Forms are recognised in the graph, never layers; whatever has no
 * form of its own is a loop. Promise: each kernel computes what the graph says, and each stored
 * value is computed once.
 */
@NullMarked
package dev.netc.compiler.fuse;

import org.jspecify.annotations.NullMarked;
