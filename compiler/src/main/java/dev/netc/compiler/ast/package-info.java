/**
 * The network language as it is written: an immutable tree of records, one per construct.
 *
 * <p>In: nothing; {@code dev.netc.compiler.syntax} builds it. Out: {@link
 * dev.netc.compiler.ast.File} and all below it. Promise: every node has a span that lies in the
 * span of its parent, lists are immutable, and no depth of nesting exceeds what the parser allows,
 * so recursion over the tree is safe. Names are not resolved: {@code Linear(10)} is a call,
 * whatever {@code Linear} is.
 *
 * <p>Three visitors without default methods ({@link dev.netc.compiler.ast.Declaration.Visitor},
 * {@link dev.netc.compiler.ast.Statement.Visitor}, {@link
 * dev.netc.compiler.ast.Expression.Visitor}) and the one of {@link dev.netc.compiler.ast.StageBody}
 * make dispatch exhaustive:
 *
 * <pre>{@code
 * Value value = binding.value().accept(new Evaluator(scope));
 * }</pre>
 */
@NullMarked
package dev.netc.compiler.ast;

import org.jspecify.annotations.NullMarked;
