/**
 * What a network costs, and whether that is within its budgets.
 *
 * <p>In: a {@link dev.netc.compiler.elaborate.Network}, its plans and the sizes that are known at
 * run time only. Out: numbers of parameters, multiply-adds and bytes, the same for summaries,
 * budgets and comparisons; diagnostics for budgets that are exceeded. Promise: the bytes are those
 * that the generated class allocates.
 */
@NullMarked
package dev.netc.compiler.cost;

import org.jspecify.annotations.NullMarked;
